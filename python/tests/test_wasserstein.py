"""What `sliced_wasserstein` has beside the cases of test_expansions.py.

Ties, batches of one, values beyond every quantile, the cells of N(0, 1), sharded
and divided batches; and its reference against numerical quadrature.
"""

import dataclasses
import functools

import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
import references
from execution import DTYPES, LinalgModule, StableHLOModule
from jax.sharding import Mesh, NamedSharding
from jax.sharding import PartitionSpec as P
from jax_steps import sgd_args, sgd_step
from models import MODELS
from oracle.tap import BOUNDS, SEED, STEP, Oracle, flatten, term_error
from scipy import integrate
from scipy.special import ndtr, ndtri
from under_test import check_sites, check_update, compile_model, oracle_of, regularizer, updated

KEYS = ("sliced_wasserstein", "sliced_wasserstein_2")
LEVELS = {"linalg": LinalgModule, "stablehlo": StableHLOModule}


# The reference


@pytest.mark.parametrize("p", [1, 2])
@pytest.mark.parametrize("b", [1, 2, 7])
def test_reference_is_the_integral(b, p):
    """b int |F^-1(u) - Q(u)|^p du, over z = Q(u), piece by piece."""
    rng = np.random.default_rng(b)
    h, theta = 1.5 * rng.normal(size=(b, 4)), rng.normal(size=(4, 3))
    theta /= np.linalg.norm(theta, axis=0)
    want = 0.0
    for projections in (h @ theta).T:
        for i, x in enumerate(np.sort(projections)):
            low, high = max(ndtri(i / b), -38), min(ndtri((i + 1) / b), 38)
            cuts = [low, *([x] if low < x < high else []), *(k for k in (-9, 9) if low < k < high)]
            cuts = [*sorted(cuts), high]
            for ends in zip(cuts, cuts[1:], strict=False):
                want += integrate.quad(
                    lambda z, x=x: abs(x - z) ** p * np.exp(-z * z / 2) / np.sqrt(2 * np.pi),
                    *ends,
                    epsabs=1e-14,
                    epsrel=1e-13,
                )[0]
    got, gradient = references.sliced_wasserstein(h, theta, p)
    np.testing.assert_allclose(got, b * want, rtol=1e-12)
    direction, step = rng.normal(size=h.shape), 1e-6
    ends = [references.sliced_wasserstein(h + s * step * direction, theta, p)[0] for s in (1, -1)]
    np.testing.assert_allclose(np.sum(gradient * direction), (ends[0] - ends[1]) / 2e-6, rtol=1e-7)


# One feature, one direction: the projections are the samples


def text(name, attribute, b, dtype):
    compute = "f64" if dtype == "f64" else "f32"
    h, theta = f"tensor<{b}x1x{dtype}>", f"tensor<1x1x{compute}>"
    return f"""
func.func @{name}_penalty(%h: {h}, %theta: {theta}, %scale: tensor<{compute}>,
    %init: tensor<{compute}>) -> tensor<{compute}> {{
  %r = per.penalty {attribute} ins(%h, %theta : {h}, {theta}) scale(%scale : tensor<{compute}>)
      samples [0] outs(%init : tensor<{compute}>) -> tensor<{compute}>
  return %r : tensor<{compute}>
}}
func.func @{name}_gradient(%h: {h}, %theta: {theta}, %scale: tensor<{compute}>, %c: {h}) -> {h} {{
  %r = per.gradient {attribute} ins(%h, %theta : {h}, {theta}) scale(%scale : tensor<{compute}>)
      samples [0] outs(%c : {h}) -> {h}
  return %r : {h}
}}"""


SIZES = (1, 2, 3, 8, 1000)


def attribute(p):
    return f"#per.sliced_wasserstein<p = {p}, slices = 1>"


@functools.cache
def module(level):
    parts = [
        text(f"w{p}_{b}_{dtype}", attribute(p), b, dtype)
        for p in (1, 2)
        for b in SIZES
        for dtype in ("f32", "f64")
    ]
    parts += [text("per_1_f32", "#per.projected_error<slices = 1>", 1, "f32")]
    return LEVELS[level]("\n".join(parts))


def evaluate(level, p, samples, dtype="f32", name=None):
    """(penalty, gradient) of samples on a line."""
    dtype_ = DTYPES[dtype]
    h = np.asarray(samples, dtype_)[:, None]
    name = name or f"w{p}_{len(h)}_{dtype}"
    one, zero = dtype_(1), dtype_(0)
    inputs = [h, np.ones((1, 1), dtype_), one]
    (penalty,) = module(level)(f"{name}_penalty", [*inputs, zero], [((), dtype_)])
    (gradient,) = module(level)(
        f"{name}_gradient", [*inputs, np.zeros_like(h)], [(h.shape, dtype_)]
    )
    return float(penalty), gradient[:, 0]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("p", [1, 2])
def test_ties_keep_the_order_of_the_samples(level, p):
    samples = np.array([0.5, 0.0, -0.0, 0.5, 0.0, -0.0, -1.0, 0.5])
    for dtype in ("f32", "f64"):
        _, gradient = evaluate(level, p, samples, dtype)
        _, want = references.sliced_wasserstein(samples[:, None], np.ones((1, 1)), p)
        np.testing.assert_allclose(gradient, want[:, 0], rtol=0, atol=4e-6)


@pytest.mark.parametrize("level", LEVELS)
def test_one_sample_is_the_projected_error(level):
    """W_1 of a point is E|t - z|, the integrand of PER."""
    for x in (-3.0, -0.2, 0.0, 1e-4, 5.0):
        got = evaluate(level, 1, [x])
        want = evaluate(level, 1, [x], name="per_1_f32")
        np.testing.assert_allclose(got[0], want[0], rtol=3e-7)
        np.testing.assert_allclose(got[1], want[1], rtol=3e-7)


@pytest.mark.parametrize("level", LEVELS)
def test_beyond_all_quantiles(level):
    for dtype, huge in (("f32", 1e37), ("f64", 1e307)):
        samples = [huge, -huge, huge / 2, 0.0, -huge / 2, 50.0, -50.0, huge / 4]
        penalty, gradient = evaluate(level, 1, samples, dtype)
        np.testing.assert_allclose(penalty, np.sum(np.abs(samples)), rtol=1e-6)
        # 0 is the fourth of eight: at the upper edge of its cell.
        np.testing.assert_array_equal(gradient, np.where(np.equal(samples, 0), 1, np.sign(samples)))
        samples = np.sqrt(np.abs(samples[:3]))
        samples[1] = -samples[0]
        penalty, gradient = evaluate(level, 2, samples, dtype)
        np.testing.assert_allclose(penalty, np.sum(samples**2), rtol=1e-6)
        np.testing.assert_allclose(gradient, 2 * samples, rtol=1e-6)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("p", [1, 2])
def test_nan_stays_visible(level, p):
    for bad in (np.nan, -np.nan):
        penalty, gradient = evaluate(level, p, [1.0, bad, -1.0])
        assert np.isnan(penalty) and np.isnan(gradient[1])
        assert np.all(np.isfinite(gradient[[0, 2]]))
    penalty, gradient = evaluate(level, p, [1.0, np.inf, -np.inf])
    assert penalty == np.inf
    limit = 1 if p == 1 else np.inf
    np.testing.assert_array_equal(gradient[1:], [limit, -limit])


def cell_means(b):
    """By b (phi(Q(a)) - phi(Q(c))), each edge from the nearer tail."""
    j = np.arange(b + 1)
    edges = ndtri(np.minimum(j, b - j) / b)
    phi = np.exp(-edges * edges / 2) / np.sqrt(2 * np.pi)
    return b * (phi[:-1] - phi[1:])


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("dtype", ["f32", "f64"])
@pytest.mark.parametrize("b", SIZES)
def test_cells_of_the_normal_law(level, dtype, b):
    """At zero, the derivatives of W_2^2 are the means of the cells, and it is 1."""
    penalty, gradient = evaluate(level, 2, np.zeros(b), dtype)
    accuracy = 1e-12 if dtype == "f64" else 2e-7
    np.testing.assert_allclose(gradient, -2 * cell_means(b), rtol=accuracy, atol=accuracy)
    np.testing.assert_allclose(penalty, b, rtol=10 * accuracy)
    assert np.all(np.diff(gradient) < 0)


@pytest.mark.parametrize("level", LEVELS)
def test_least_distance(level):
    """Points at the medians of their cells: W_1 is least, and its gradient 0."""
    b = 1000
    medians = ndtri((np.arange(b) + 0.5) / b)
    want, _ = references.sliced_wasserstein(medians[:, None], np.ones((1, 1)), 1)
    penalty, gradient = evaluate(level, 1, medians, "f64")
    np.testing.assert_allclose(penalty, want, rtol=1e-10)
    np.testing.assert_allclose(gradient, 0, atol=1e-11)
    # The rounding of a distribution function is multiplied by the number of samples.
    penalty, gradient = evaluate(level, 1, medians, "f32")
    np.testing.assert_allclose(penalty / b, want / b, rtol=0, atol=6e-8 * b)
    np.testing.assert_allclose(gradient, 0, atol=3e-7 * b)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("p", [1, 2])
def test_a_repeated_batch_has_the_same_distance(level, p):
    samples = np.random.default_rng(p).normal(size=4) * 1.3
    cells = {4: None, 8: None}
    run = LEVELS[level]("\n".join(text(f"b{b}", attribute(p), b, "f64") for b in cells))
    for b in cells:
        h = np.tile(samples, b // 4)[:, None]
        inputs = [h, np.ones((1, 1)), 1.0 / b]
        (penalty,) = run(f"b{b}_penalty", [*inputs, 0.0], [((), np.float64)])
        (gradient,) = run(f"b{b}_gradient", [*inputs, np.zeros_like(h)], [(h.shape, np.float64)])
        cells[b] = float(penalty), gradient.reshape(-1, 4).sum(axis=0)
    np.testing.assert_allclose(cells[8][0], cells[4][0], rtol=1e-12)
    np.testing.assert_allclose(cells[8][1], cells[4][1], rtol=1e-11)


def test_gradient_descent_makes_a_batch_normal():
    """From a skewed law, by W_1 alone: the samples end at the medians of the cells."""
    b = 1000
    x = np.sort(np.random.default_rng(0).exponential(size=b))
    for step in 0.5 * 0.97 ** np.arange(200):
        x = x - step * evaluate("linalg", 1, x, "f64")[1]
    assert np.abs(np.sort(ndtr(x)) - (np.arange(b) + 0.5) / b).max() < 2e-3


# Batches on several devices, and in parts


@pytest.mark.skipif(
    jax.device_count() < 8, reason="needs XLA_FLAGS=--xla_force_host_platform_device_count=8"
)
@pytest.mark.parametrize("p", [1, 2])
@pytest.mark.parametrize("kind", ["data", "tensor", "both"])
def test_on_several_devices(kind, p):
    mesh = Mesh(np.array(jax.devices()[:8]).reshape(4, 2), ("data", "model"))
    named = lambda *spec: NamedSharding(mesh, P(*spec))
    data = named() if kind == "tensor" else named("data")
    params = {"w": named(None, "model"), "v": named("model", None)}
    if kind == "data":
        params = {"w": named(), "v": named()}
    w, x, y = sgd_args()
    options = {"regularizer": per.SlicedWasserstein(p=p, slices=16), "lam": 1.0}
    want, loss = per.compile(sgd_step, (w, x, y), **options)(w, x, y, seed=1, step=2)
    vanilla, _ = jax.jit(sgd_step)(w, x, y)
    args = jax.device_put(w, params), *jax.device_put((x, y), data)
    got, sharded_loss = per.compile(sgd_step, args, **options)(*args, seed=1, step=2)
    assert len(sharded_loss.sharding.device_set) == 8
    np.testing.assert_allclose(sharded_loss, loss, rtol=1e-5)
    for name in ("w", "v"):
        error = np.linalg.norm(np.asarray(got[name]) - want[name])
        assert error <= 1e-4 * np.linalg.norm(want["w"] - vanilla["w"])


def test_a_shard_of_the_batch_is_refused():
    with pytest.raises(per.CompileError, match=r"couples samples, but .* one device's shard"):
        compile_model(MODELS["shard_map"], regularizer("sliced_wasserstein"))


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", ["vmap_per_example", "per_example_grads"])
def test_examples_apart_see_the_whole_batch(name, key):
    oracle = oracle_of(name, KEYS)
    step = compile_model(MODELS[name], regularizer(key))
    check_sites(step, oracle)
    check_update(step, oracle, key)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", ["accumulate_divide_at_end", "accumulate_divide_inside"])
def test_micro_batches_have_a_term_each(name, key):
    """The mean of them: what autodiff of loss + term in each micro-batch gives."""
    model = MODELS[name]
    parts = dataclasses.replace(MODELS["accumulate_divide_at_end"], reference=None)
    oracle = Oracle(parts, KEYS)
    with pytest.warns(
        per.MeasuredWeightWarning, match="that of each micro-batch, not of the whole"
    ):
        step = compile_model(model, regularizer(key))
    assert any("of 4 micro-batches of 4 samples" in remark for remark in step.report.remarks)
    lam = oracle.strength(key)
    got, want = updated(step, model, lam=lam), oracle.updated(key, lam)
    assert term_error(got, want, oracle.vanilla) <= BOUNDS["f32"]


# Ranks in bf16


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("name", ["bf16_mish", "bf16_silu"])
def test_bfloat16_of_the_same_activations(name, key):
    """XLA may keep more digits of an activation than bf16 has, in one of two programs; then
    near ties have other ranks. Without that they have the same ones."""
    exact = {"xla_allow_excess_precision": False}

    def run(function, *args):
        return jax.jit(function).lower(*args).compile(compiler_options=exact)(*args)

    model, oracle = MODELS[name], Oracle(MODELS[name], KEYS)
    inner = oracle._step
    oracle._step = lambda *args: run(inner, *args)
    lam = oracle.strength(key)
    step = compile_model(model, regularizer(key))
    call = lambda *args: step(*args, seed=SEED, step=STEP, lam=lam)
    got = flatten(model.after(run(call, *model.arguments())))
    assert term_error(got, oracle.updated(key, lam), oracle.vanilla) <= 1e-3


# From Python


def test_penalties_and_reduction():
    w, x, y = sgd_args()
    h = np.asarray(jnp.tanh(x @ w["w"]), np.float64)
    b, d = h.shape
    theta = per.slices(seed=3, step=4, site=0, d=d, s=32).astype(np.float64)
    for p in (1, 2):
        want = references.sliced_wasserstein(h, theta, p)[0] / 32
        for reduction, scale in (("mean", 1 / b), ("sum", 1)):
            term = per.SlicedWasserstein(p=p, slices=32, reduction=reduction)
            for target in ("xla", "cpu"):
                step = per.compile(sgd_step, (w, x, y), regularizer=term, lam=1.0, target=target)
                (got,) = step.penalties(w, x, y, seed=3, step=4)
                np.testing.assert_allclose(got, want * scale, rtol=1e-5)


def test_threads_give_the_same_bits():
    args = sgd_args()
    term = per.SlicedWasserstein(slices=37)
    results = [
        per.compile(sgd_step, args, regularizer=term, lam=1.0, target=target)(*args, seed=1, step=2)
        for target in ("cpu", "cpu", per.CPU(threads=2))
    ]
    for other in results[1:]:
        jax.tree.map(np.testing.assert_array_equal, results[0], other)
