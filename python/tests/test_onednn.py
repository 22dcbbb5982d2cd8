"""Operations that oneDNN is called for, as native code, against NumPy in double precision and
the oracle. Skipped where the library is not installed."""

import concurrent.futures
import ctypes
import functools
import re
import subprocess
import sys

import jax
import jax.numpy as jnp
import ml_dtypes
import numpy as np
import per
import pytest
from execution import build_directory, per_opt, run_tool
from kernel_execution import TARGETS
from models import MODELS
from under_test import check_sites, check_update, compile_model, oracle_of, regularizer

BF16 = ml_dtypes.bfloat16


@functools.cache
def has_onednn():
    for library in ("libdnnl.so.3", "libdnnl.so.2"):
        try:
            ctypes.CDLL(library)
        except OSError:
            continue
        return True
    return False


needs_onednn = pytest.mark.skipif(
    not has_onednn(), reason="oneDNN is not installed (package libdnnl2 of Debian 12)"
)
needs_bf16 = pytest.mark.skipif(
    "avx512bf16" not in TARGETS, reason="bf16 is left to oneDNN with AVX-512 BF16 only"
)


def _arrays(shapes, dtype=BF16):
    rng = np.random.default_rng(7)
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def _target(threads=1):
    small_too = "provider-min-work=0"
    return per.CPU(threads=threads, cache_dir="", providers=("onednn",), pipeline=small_too)


def _operations(compiled):
    """The operations that the code names."""
    options = compiled._program._target.compilation["pipeline"]
    lowered = per_opt(compiled._program._module, f"--per-to-cpu=target={TARGETS[0]} {options}")
    return re.findall(r"llvm.mlir.global external @(per_onednn_\w+)", lowered)


def _check(function, arrays, threads=1, operations=1):
    """`operations`: how many different ones oneDNN is called for, on one thread."""
    compiled = per.compile(
        jax.jit(function), tuple(arrays), regularizer=None, target=_target(threads)
    )
    if threads == 1:
        assert len(_operations(compiled)) == operations
    got = compiled(*arrays)
    np.testing.assert_array_equal(got, compiled(*arrays))
    with jax.enable_x64(True):
        wide = [jnp.asarray(np.asarray(a, np.float64)) for a in arrays]
        want = np.asarray(function(*wide))
        scale = np.asarray(function(*map(jnp.abs, wide)))
    assert got.shape == want.shape
    # The sum is of f32, and rounded once.
    rounding = 2.0**-8 if got.dtype == BF16 else 0
    bound = rounding * np.abs(want) + 2e-6 * np.maximum(scale, 1e-30)
    assert np.all(np.abs(np.asarray(got, np.float64) - want) <= bound)


#: (rows, columns, length of the sum).
SIZES = [(2, 2, 2), (5, 3, 9), (13, 33, 65), (128, 10, 144), (20, 523, 700)]

PRODUCTS = {
    "ab": (lambda a, b: a @ b, lambda m, n, k: ((m, k), (k, n))),
    "abt": (lambda a, b: a @ b.T, lambda m, n, k: ((m, k), (n, k))),
    "atb": (lambda a, b: a.T @ b, lambda m, n, k: ((k, m), (k, n))),
    "atbt": (lambda a, b: a.T @ b.T, lambda m, n, k: ((k, m), (n, k))),
    "transposed": (lambda a, b: (a @ b).T, lambda m, n, k: ((m, k), (k, n))),
}


@needs_onednn
@needs_bf16
@pytest.mark.parametrize("order", PRODUCTS)
def test_products(order):
    function, shapes = PRODUCTS[order]
    for size in SIZES:
        _check(function, _arrays(shapes(*size)))
    _check(function, _arrays(shapes(*SIZES[-1])), threads=2)


def _wide(a, b):
    return jax.lax.dot(a, b, preferred_element_type=jnp.promote_types(a.dtype, jnp.float32))


@needs_onednn
@needs_bf16
def test_results_of_f32():
    a, b = _arrays(((13, 65), (65, 33)))
    c = np.ones((13, 33), np.float32)
    _check(_wide, [a, b])
    _check(lambda a, b: jnp.maximum(_wide(a, b), 0), [a, b])
    # The sum starts from what it is added to.
    _check(lambda a, b, c: c + _wide(a, b), [a, b, c])


BATCHES = {
    "bhqd,bhkd->bhqk": ((3, 4, 17, 9), (3, 4, 21, 9)),
    "bqhd,bkhd->bhqk": ((3, 17, 4, 9), (3, 21, 4, 9)),
    "bhqk,bkhd->bqhd": ((3, 4, 17, 21), (3, 21, 4, 9)),
}


@needs_onednn
@needs_bf16
@pytest.mark.parametrize("equation", BATCHES)
@pytest.mark.parametrize("threads", [1, 2])
def test_batches(equation, threads):
    arrays = _arrays(BATCHES[equation])
    _check(functools.partial(jnp.einsum, equation), arrays, threads)


@needs_onednn
@needs_bf16
@pytest.mark.parametrize("order", PRODUCTS)
def test_parts_of_one_row_or_column(order):
    """The last of two threads gets what is left over."""
    function, shapes = PRODUCTS[order]
    for size in [(12, 33, 8), (33, 12, 8)]:
        _check(function, _arrays(shapes(*size)), threads=2)


@needs_onednn
@needs_bf16
def test_products_with_a_vector_stay():
    x, w, options = (1, 6, 2, 1), (4, 1, 1, 16), {"stride": (3, 2), "padding": "VALID"}
    _check(_convolution(**options), _arrays((x, w)), operations=0)
    _check(lambda a, b: a @ b, _arrays(((16,), (16, 32))), operations=0)


@needs_onednn
@needs_bf16
@pytest.mark.parametrize("length", [5, 40])
def test_rows_of_slices(length):
    """As a convolution if they are few, else as a batch."""
    _check(lambda x, w: x[:, 1:] @ w, _arrays(((3, length + 1, 18), (18, 20))))


@needs_onednn
@needs_bf16
def test_loops():
    """The place of an operand changes from call to call."""

    def step(xs, w):
        return jax.lax.scan(lambda h, x: (jnp.tanh(h @ w + x), None), xs[0], xs[1:])[0]

    xs, w = _arrays(((6, 5, 32), (32, 32)))
    compiled = per.compile(jax.jit(step), (xs, w), regularizer=None, target=_target())
    assert len(_operations(compiled)) == 1
    want = np.asarray(step(xs, w), np.float64)
    got = np.asarray(compiled(xs, w), np.float64)
    assert np.linalg.norm(got - want) < 0.02 * np.linalg.norm(want)


def _convolution(stride=1, padding="SAME", dilation=1, groups=1):
    return lambda x, w: jax.lax.conv_general_dilated(
        x, w, np.broadcast_to(stride, 2), padding, rhs_dilation=(dilation, dilation),
        feature_group_count=groups, dimension_numbers=("NHWC", "HWIO", "NHWC"),
    )  # fmt: skip


def _check_convolution(x, w, threads=1, dtype=BF16, phases=1, **options):
    """Forward, and both gradients. The input's has an operation for each phase."""
    convolve = _convolution(**options)
    x, w = _arrays((x, w), dtype)
    (y,) = _arrays([jax.eval_shape(convolve, x, w).shape], dtype)
    _check(convolve, [x, w], threads)
    for number in range(2):
        gradient = lambda x, w, y, number=number: jax.vjp(convolve, x, w)[1](y)[number]
        _check(gradient, [x, w, y], threads, operations=phases if number == 0 else 1)


CONVOLUTIONS = {
    "same": ((3, 9, 11, 5), (3, 3, 5, 24), {}),
    "stride": ((3, 9, 11, 16), (3, 3, 16, 128), {"stride": 2, "phases": 4}),
    # Sums of the input's gradient that do not pay for a copy stay.
    "short": ((3, 9, 11, 16), (3, 3, 16, 10), {"stride": 2, "phases": 0}),
    "explicit": ((2, 8, 8, 16), (3, 3, 16, 16), {"padding": ((2, 0), (1, 3))}),
    "dilation": ((2, 12, 12, 8), (3, 3, 8, 16), {"dilation": 2, "padding": "VALID"}),
    "groups": ((2, 9, 9, 12), (3, 3, 4, 18), {"groups": 3}),
    "depthwise": ((2, 9, 9, 20), (3, 3, 1, 20), {"groups": 20}),
    # What threads share is output channels, or in a gradient input channels.
    "columns": ((1, 6, 6, 40), (3, 3, 40, 40), {}),
    "channels": ((1, 6, 6, 40), (3, 3, 40, 10), {}),
    "point": ((2, 8, 8, 6), (1, 1, 6, 20), {"stride": 2, "phases": 0}),
}


@needs_onednn
@needs_bf16
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("name", CONVOLUTIONS)
def test_convolutions(name, threads):
    x, w, options = CONVOLUTIONS[name]
    _check_convolution(x, w, threads, **options)


@needs_onednn
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("stride", [1, 2])
def test_depthwise_convolutions_of_f32(stride, threads):
    # A phase of one tap is no sum.
    options = {"stride": stride, "groups": 20, "phases": 3 if stride == 2 else 1}
    _check_convolution((3, 9, 9, 20), (3, 3, 1, 20), threads, np.float32, **options)


LONG_SOURCE = """
func.func @main(%x: tensor<2x40x64xf32>, %w: tensor<3x64xf32>) -> tensor<2x10x64xf32> {{
  %z = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<2x10x64xf32>
  %f = linalg.fill ins(%z : f32) outs(%e : tensor<2x10x64xf32>) -> tensor<2x10x64xf32>
  %r = linalg.generic {{
      indexing_maps = [affine_map<(n, p, g, t) -> (n, p * {step} + t, g)>,
                       affine_map<(n, p, g, t) -> (t, g)>, affine_map<(n, p, g, t) -> (n, p, g)>],
      iterator_types = ["parallel", "parallel", "parallel", "reduction"]}}
      ins(%x, %w : tensor<2x40x64xf32>, tensor<3x64xf32>) outs(%f : tensor<2x10x64xf32>) {{
  ^bb0(%a: f32, %b: f32, %o: f32):
    %m = arith.mulf %a, %b : f32
    %s = arith.addf %o, %m : f32
    linalg.yield %s : f32
  }} -> tensor<2x10x64xf32>
  return %r : tensor<2x10x64xf32>
}}
"""


@needs_onednn
@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_source_that_goes_on_after_the_last_window(step, tmp_path):
    module, inputs, outputs = (tmp_path / name for name in ("step.mlir", "in.npz", "out.npz"))
    module.write_text(LONG_SOURCE.format(step=step))
    x, w = _arrays(((2, 40, 64), (3, 64)), np.float32)
    np.savez(inputs, **{"0": x, "1": w})
    pipeline = "providers=onednn provider-min-work=1"
    assert "@per_onednn_convolution_set" in per_opt(
        module.read_text(), f"--per-to-cpu=target={TARGETS[0]} {pipeline}"
    )
    command = [build_directory() / "tools/per-run/per-run", module, "--cache-dir="]
    run_tool(
        [*command, f"--pipeline={pipeline}", f"--input={inputs}", f"--output={outputs}"], text=""
    )
    (got,) = np.load(outputs).values()
    want = sum(x[:, t : t + 10 * step : step][:, :10].astype(np.float64) * w[t] for t in range(3))
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-5)


BATTERY = [
    name
    for name, model in MODELS.items()
    if model.precision == "bf16" and model.error is None and not model.sharded
]


@needs_onednn
@needs_bf16
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[] if n == "bf16_silu" else [pytest.mark.slow]) for n in BATTERY]
)
def test_training_steps(name):
    """Steps of bf16 with a term, against the oracle."""
    step = compile_model(MODELS[name], regularizer("monte_carlo"), target=_target())
    assert _operations(step)
    oracle = oracle_of(name)
    check_sites(step, oracle)
    check_update(step, oracle, "monte_carlo")


@needs_onednn
@needs_bf16
def test_calls_from_several_threads():
    """Each call has working memory of its own, in oneDNN too."""
    arrays = _arrays(((70, 64), (64, 48)))
    compiled = per.compile(
        jax.jit(lambda a, b: a.T.T @ b), tuple(arrays), regularizer=None, target=_target(threads=2)
    )
    want = compiled(*arrays)
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for got in pool.map(lambda _: compiled(*arrays), range(200)):
            np.testing.assert_array_equal(got, want)


SCRIPT = """
import ml_dtypes, numpy as np, per, sys
a = np.ones((64, 64), np.dtype(sys.argv[1]))
target = per.CPU(providers=("onednn",), cache_dir="")
print(np.sum(per.compile(lambda a: a @ a, (a,), regularizer=None, target=target)(a)))
"""


def _run_without_library(monkeypatch, dtype):
    monkeypatch.setenv("PER_ONEDNN_LIBRARY", "/nonexistent/libdnnl.so")
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, dtype], capture_output=True, text=True, check=False
    )


@needs_bf16
def test_library_is_absent(monkeypatch):
    run = _run_without_library(monkeypatch, "bfloat16")
    assert run.returncode == 1
    assert (
        "TargetError: the code was compiled with providers=onednn and needs the library oneDNN "
        "(package libdnnl2 of Debian 12), which cannot be loaded: /nonexistent/"
    ) in run.stderr


def test_library_is_not_needed(monkeypatch):
    """Nothing is loaded for code that does not call it."""
    run = _run_without_library(monkeypatch, "float32")
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    "providers", [("mkl",), "onednn", None, 3, ([],), ("onednn", "onednn")], ids=repr
)
def test_bad_providers(providers):
    message = f"expected providers ('onednn',) or (), got {providers!r}"
    with pytest.raises(ValueError, match=re.escape(message)):
        per.CPU(providers=providers)
