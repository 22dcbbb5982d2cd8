"""Every regulariser and its gradient, straight from its definition.

A site is a matrix H with one row per sample. `penalty` and `gradient` have sum
semantics; `mean_weight` is the factor of `reduction = mean`.
"""

import dataclasses
import functools

import jax.numpy as jnp
import numpy as np
from jax.scipy.special import erf
from scipy import special

_SQRT2, _SQRT_2_OVER_PI = np.sqrt(2.0), np.sqrt(2.0 / np.pi)


def _projected_error(t):
    """E|t - z| for z ~ N(0, 1): the integrand of Eq. 5."""
    return t * erf(t / _SQRT2) + _SQRT_2_OVER_PI * jnp.exp(-t * t / 2)


class Regularizer:
    """What the oracle asks of a regulariser. `name` is that of the attribute."""

    name = ""
    slices = 0  # random directions that it needs
    couples_samples = False

    def mean_weight(self, samples, features):
        return 1.0 / samples


@dataclasses.dataclass(frozen=True)
class MonteCarlo(Regularizer):
    """`projected_error` by Algorithm 1: a mean over given directions."""

    slices: int = 16
    name = "projected_error"

    def penalty(self, h, theta):
        return jnp.sum(_projected_error(h @ theta)) / self.slices

    def gradient(self, h, theta):
        return erf(h @ theta / _SQRT2) @ theta.T / self.slices


@functools.cache
def _first_coordinate(d, nodes=96):
    """Gauss nodes and weights of <theta, e> for theta uniform on the sphere."""
    if d == 1:
        return np.array([-1.0, 1.0]), np.array([0.5, 0.5])
    x, w = special.roots_jacobi(nodes, (d - 3) / 2, (d - 3) / 2)
    return x, w / w.sum()


@dataclasses.dataclass(frozen=True)
class Analytic(Regularizer):
    """`projected_error` exactly, by quadrature of Eq. 5 and 6 over the sphere.

    Only the first coordinate x of a direction matters: with r = |h|,
    R = E[ p(r x) ] and its gradient is E[ erf(r x / sqrt 2) x ] h / r. No use is
    made of the closed form, so this also checks the closed form.
    """

    name = "projected_error"

    def penalty(self, h, theta=None):
        x, w = (jnp.asarray(a, h.dtype) for a in _first_coordinate(h.shape[1]))
        r = jnp.linalg.norm(h, axis=1, keepdims=True)
        return jnp.sum(_projected_error(r * x) * w)

    def gradient(self, h, theta=None):
        x, w = _first_coordinate(h.shape[1])
        half = len(x) // 2  # the integrand is even: add up the positive nodes
        x, w = (jnp.asarray(a, h.dtype) for a in (x[half:], 2 * w[half:]))
        r = jnp.maximum(jnp.sqrt(jnp.sum(h * h, axis=1, keepdims=True)), 1e-6)
        return jnp.sum(erf(r * x / _SQRT2) / r * (x * w), axis=1, keepdims=True) * h


@dataclasses.dataclass(frozen=True)
class L1(Regularizer):
    name = "l1"

    def penalty(self, h, theta=None):
        return jnp.sum(jnp.abs(h))

    def gradient(self, h, theta=None):
        return jnp.sign(h)


@dataclasses.dataclass(frozen=True)
class L2(Regularizer):
    name = "l2"

    def penalty(self, h, theta=None):
        return jnp.sum(h * h)

    def gradient(self, h, theta=None):
        return 2 * h


@dataclasses.dataclass(frozen=True)
class Huber(Regularizer):
    delta: float = 1.0
    name = "huber"

    def penalty(self, h, theta=None):
        a = jnp.abs(h)
        return jnp.sum(jnp.where(a <= self.delta, a * a / 2, self.delta * (a - self.delta / 2)))

    def gradient(self, h, theta=None):
        return jnp.clip(h, -self.delta, self.delta)


@dataclasses.dataclass(frozen=True)
class PseudoHuber(Regularizer):
    delta: float = 1.0
    name = "pseudo_huber"

    def penalty(self, h, theta=None):
        return self.delta**2 * jnp.sum(jnp.sqrt(1 + (h / self.delta) ** 2) - 1)

    def gradient(self, h, theta=None):
        return h / jnp.sqrt(1 + (h / self.delta) ** 2)


@dataclasses.dataclass(frozen=True)
class VarianceConstancy(Regularizer):
    n: int = 5
    beta: float = 1.0
    name = "variance_constancy"
    couples_samples = True

    def mean_weight(self, samples, features):
        return 1.0 / features

    def penalty(self, h, theta=None):
        first, second = h[: self.n], h[self.n : 2 * self.n]
        ratio = jnp.var(first, axis=0, ddof=1) / (jnp.var(second, axis=0, ddof=1) + self.beta)
        return jnp.sum((1 - ratio) ** 2)

    def gradient(self, h, theta=None):
        first, second = h[: self.n], h[self.n : 2 * self.n]
        above = jnp.var(first, axis=0, ddof=1)
        below = jnp.var(second, axis=0, ddof=1) + self.beta
        outer = -2 * (1 - above / below)  # d/d ratio
        d_first = outer / below * 2 * (first - first.mean(0)) / (self.n - 1)
        d_second = -outer * above / below**2 * 2 * (second - second.mean(0)) / (self.n - 1)
        rest = jnp.zeros_like(h[2 * self.n :])
        return jnp.concatenate([d_first, d_second, rest])


#: Every regulariser under a short key, with options away from the defaults
#: where a default could hide a forgotten option.
REGULARIZERS = {
    "monte_carlo": MonteCarlo(16),
    "monte_carlo_256": MonteCarlo(256),
    "analytic": Analytic(),
    "l1": L1(),
    "l2": L2(),
    "huber": Huber(0.4),
    "pseudo_huber": PseudoHuber(0.7),
    "variance_constancy": VarianceConstancy(5, 0.5),
}
