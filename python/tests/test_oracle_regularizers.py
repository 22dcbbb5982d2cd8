"""The oracle is tested itself: formulas, derivatives, taps."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from models import MODELS
from models.common import cross_entropy
from oracle import slices
from oracle.regularizers import REGULARIZERS, Analytic, MonteCarlo
from oracle.tap import IDENTITY, SEED, STEP, Oracle, flatten, split_static, term_error
from scipy import special


def _sample(b, d, scale=1.5):
    return scale * np.random.default_rng(d).normal(size=(b, d))


def _theta(regularizer, d):
    return (
        slices.directions(1, 2, 3, d, regularizer.slices, np.float64)
        if regularizer.slices
        else None
    )


@pytest.mark.parametrize("d", [1, 7, 100])
@pytest.mark.parametrize("key", REGULARIZERS)
def test_gradient_is_the_derivative_of_the_penalty(key, d):
    regularizer = REGULARIZERS[key]
    with jax.enable_x64(True):
        h, theta = jnp.asarray(_sample(12, d)), _theta(regularizer, d)
        got, want = jax.jit(
            lambda h: (
                regularizer.gradient(h, theta),
                jax.grad(lambda h: regularizer.penalty(h, theta))(h),
            )
        )(h)
        assert np.abs(got - want).max() <= 1e-12 * np.abs(want).max()


@pytest.mark.parametrize("key", REGULARIZERS)
def test_gradient_against_finite_differences(key):
    regularizer = REGULARIZERS[key]
    with jax.enable_x64(True):
        h, theta = jnp.asarray(_sample(12, 5)), _theta(regularizer, 5)
        direction, step = jnp.asarray(_sample(12, 5, 1.0)[::-1]), 1e-5
        penalty = jax.jit(lambda h: regularizer.penalty(h, theta))
        ends = [penalty(h + s * step * direction) for s in (1, -1)]
        slope = (ends[0] - ends[1]) / (2 * step)
        assert slope == pytest.approx(
            float(jnp.vdot(regularizer.gradient(h, theta), direction)), rel=1e-7
        )


@pytest.mark.parametrize("d", [1, 2, 3, 64])
def test_analytic_against_the_closed_form(d):
    """R = sqrt(2/pi) 1F1(-1/2; d/2; -r^2/2), and its gradient."""
    with jax.enable_x64(True):
        h = _sample(3, d) * np.array([[1e-3], [1.0], [3.0]])
        r2 = (h**2).sum(1, keepdims=True)
        root = np.sqrt(2 / np.pi)
        penalty = root * special.hyp1f1(-0.5, d / 2, -r2 / 2).sum()
        gradient = root / d * special.hyp1f1(0.5, d / 2 + 1, -r2 / 2) * h
        assert jax.jit(Analytic().penalty)(h) == pytest.approx(penalty, rel=1e-9)
        got = np.asarray(jax.jit(Analytic().gradient)(h))
        assert np.all(np.abs(got - gradient) <= 1e-9 * np.abs(gradient).max(1, keepdims=True))


def test_monte_carlo_tends_to_analytic():
    with jax.enable_x64(True):
        h, d, n = jnp.asarray(_sample(4, 8)), 8, 20_000
        theta = slices.directions(5, 6, 7, d, n, np.float64)
        each = special.erf(np.asarray(h) @ theta / np.sqrt(2))[:, None, :] * theta[None]
        error = each.std(-1) / np.sqrt(n)
        got = MonteCarlo(n).gradient(h, theta)
        assert np.abs((got - Analytic().gradient(h)) / error).max() < 4.5


def _literal(model, key, lams):
    """The step whose loss really is loss + sum of lam R(h): no custom derivative."""
    regularizer = REGULARIZERS[key]

    def make(tap):
        def loss(p, x, y):
            terms = []

            def collect(site, h, samples=None):
                theta = _directions(regularizer, site, h.shape[1])
                mean = regularizer.mean_weight(*h.shape)
                terms.append(lams[site] * mean * regularizer.penalty(h, theta))
                return h

            first = collect(0, jax.nn.relu(x @ p[0]))
            second = collect(1, jax.nn.gelu(first @ p[1]))
            return cross_entropy(second @ p[2], y) + sum(terms)

        def step(p, x, y):
            value, grads = jax.value_and_grad(loss)(p, x, y)
            return value, jax.tree.map(lambda a, g: a - 0.1 * g, p, grads)

        return step

    return flatten(jax.jit(make(IDENTITY))(*model.arguments())[1])


def _directions(regularizer, site, d):
    s = regularizer.slices
    return slices.directions(SEED, STEP, site, d, s) if s else None


@pytest.mark.parametrize("key", REGULARIZERS)
def test_tap_is_autodiff_of_the_sum(key):
    model = MODELS["accumulate_divide_at_end"]  # its reference is the full batch
    oracle = Oracle(model, (key,))
    lam = oracle.strength(key)
    want = _literal(model, key, [lam, lam])
    assert term_error(oracle.updated(key, lam), want, oracle.vanilla) < 1e-4
    one = oracle.updated(key, lam, only=(1,))
    assert term_error(one, _literal(model, key, [0.0, lam]), oracle.vanilla) < 1e-4


@pytest.mark.parametrize(
    "name", [n for n, m in MODELS.items() if m.reference and m.options.get("loss") is None]
)
def test_reference_computes_the_same_step(name):
    """Without a term, a step in parts and its full-batch reference agree."""
    model = MODELS[name]
    arrays, rebuild = split_static(model.arguments())
    with model.precision_scope():
        step = model.step()
        plain = jax.jit(
            lambda a: [
                x for x in jax.tree.leaves(model.after(step(*rebuild(a)))) if hasattr(x, "dtype")
            ]
        )
        got = flatten(plain(arrays))
    oracle = Oracle(model, ())
    assert np.linalg.norm(got - oracle.vanilla) <= 1e-5 * np.linalg.norm(
        oracle.vanilla - oracle.before
    )
