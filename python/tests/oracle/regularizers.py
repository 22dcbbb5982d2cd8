"""Every regulariser and its gradient, straight from its definition.

A site is a matrix H with one row per sample. `penalty` and `gradient` have sum
semantics; `mean_weight` is the factor of `reduction = mean`.
"""

import dataclasses
import functools

import jax.numpy as jnp
import numpy as np
from jax.scipy.special import erf, ndtr
from scipy import special

_SQRT2, _SQRT_2_OVER_PI = np.sqrt(2.0), np.sqrt(2.0 / np.pi)


def _projected_error(t):
    """E|t - z| for z ~ N(0, 1): the integrand of Eq. 5."""
    return t * erf(t / _SQRT2) + _SQRT_2_OVER_PI * jnp.exp(-t * t / 2)


class Regularizer:
    """What the oracle asks of a regulariser. `name` is that of the attribute."""

    name = ""
    slices = 0  # random directions that it needs
    least_samples = 1

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

    @property
    def least_samples(self):
        return 2 * self.n

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


@dataclasses.dataclass(frozen=True)
class SlicedWasserstein(Regularizer):
    """Of the projections of a batch to N(0, 1), by the quantiles between ranks.

    In sum form b times the distance, in the mean over the given directions. The
    mass of rank i lies between Q(a) and Q(c) with a = (i-1)/b and c = i/b. What
    of it is below a point y is Phi(y) - a, and has the integral phi(Q(a)) - phi(y).
    """

    p: int = 1
    slices: int = 16
    name = "sliced_wasserstein"

    @staticmethod
    def _edges(b, dtype):
        q = special.ndtri(np.arange(b + 1) / b)
        phi = np.exp(-q * q / 2) / np.sqrt(2 * np.pi)
        column = lambda a: jnp.asarray(a[:, None], dtype)
        return column(q[:-1]), column(q[1:]), column(phi[:-1]), column(phi[1:])

    def _sorted(self, h, theta):
        t = h @ theta
        order = jnp.argsort(t, axis=0, stable=True)
        return jnp.take_along_axis(t, order, axis=0), order

    def penalty(self, h, theta):
        b = len(h)
        x, _ = self._sorted(h, theta)
        low, high, phi_low, phi_high = self._edges(b, h.dtype)
        if self.p == 2:  # E z^2 = 1
            cells = x * x / b - 2 * x * (phi_low - phi_high) + 1 / b
        else:
            y = jnp.clip(x, low, high)
            phi = jnp.exp(-y * y / 2) / np.sqrt(2 * np.pi)
            a, c = (jnp.arange(b)[:, None] + k for k in (0, 1))
            below, above = ndtr(y) - a / b, c / b - ndtr(y)
            cells = x * (below - above) + 2 * phi - phi_low - phi_high
        return b * jnp.sum(cells) / self.slices

    def gradient(self, h, theta):
        b = len(h)
        x, order = self._sorted(h, theta)
        i = jnp.arange(1, b + 1)[:, None]
        if self.p == 2:
            _, _, phi_low, phi_high = self._edges(b, h.dtype)
            each = 2 * (x / b - (phi_low - phi_high))
        else:
            a, c = (i - 1) / b, i / b
            each = 2 * jnp.clip(ndtr(x), a, c) - a - c
        back = jnp.zeros_like(x).at[order, jnp.arange(x.shape[1])].set(b * each)
        return back @ theta.T / self.slices


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
    "sliced_wasserstein": SlicedWasserstein(1, 16),
    "sliced_wasserstein_2": SlicedWasserstein(2, 16),
}
