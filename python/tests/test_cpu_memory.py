"""Native code under tools that check each access to memory.

AddressSanitizer sees the bounds and the life of every buffer, memcheck what is
read before it is written. With separate buffers each is a block of its own; with
the arena the code is checked as it is.
"""

import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
from kernel_execution import TARGETS
from models import MODELS
from oracle.tap import SEED, STEP
from standalone import MEMCHECK, MemoryFault, Standalone
from test_contractions import PRODUCTS, SIZES
from under_test import compile_model, regularizer

pytestmark = pytest.mark.slow

SEPARATE = "separate-buffers"
#: Memcheck does not know AVX-512.
CHECKED_BY_MEMCHECK = [target for target in TARGETS if not target.startswith("avx512")]


class _Recorder:
    """Stands before the code of a step, and keeps a call."""

    def __init__(self, code):
        self._code = code

    def call(self, arguments, results):
        self.arguments = list(map(np.array, arguments))
        self._code.call(arguments, results)
        self.results = list(map(np.array, results))


def _record(compiled, *args, **scalars):
    """(module of linalg, arrays of the arguments, of the results) of a native call."""
    program = compiled._program
    if program._donations:
        pytest.skip("the step donates its state, which the program of this test does not")
    program._code = recorder = _Recorder(program._code)
    compiled(*args, **scalars)
    return program._module, recorder.arguments, recorder.results


def _check(recorded, directory, target, options="", sanitize=False, runner=()):
    """Without a complaint, the results are those of the runtime."""
    text, arguments, results = recorded
    program = Standalone(text, directory, target, options, sanitize)
    sizes = [np.abs(want).max(initial=0) for want in results if want.dtype.kind == "f"]
    for got, want in zip(program(arguments, results, runner), results, strict=True):
        assert got.shape == want.shape
        if got.dtype.kind == "f":
            # What is zero but for rounding is compared with the other results.
            bound = 1e-4 * np.abs(want).max(initial=0) + 1e-7 * max(sizes)
            assert np.abs(got - want).max(initial=0) <= bound
        elif got.dtype != np.uint16:  # the bits of bfloat16
            np.testing.assert_array_equal(got, want)


def _record_functions(functions, arrays):
    """Several functions of arrays as one step."""

    def step(*groups):
        return tuple(f(*group) for f, group in zip(functions, groups, strict=True))

    compiled = per.compile(
        jax.jit(step), tuple(arrays), regularizer=None, target=per.CPU(cache_dir="")
    )
    return _record(compiled, *arrays)


def _draw(*shapes):
    rng = np.random.default_rng(7)
    return tuple(rng.standard_normal(shape).astype(np.float32) for shape in shapes)


def products(order):
    """Products of matrices of sizes that no tile divides."""
    function, shapes = PRODUCTS[order]
    sizes = [(m, n, min(k, 700)) for m, n, k in SIZES]
    return _record_functions([function] * len(sizes), [_draw(*shapes(*size)) for size in sizes])


def convolutions():
    """Convolutions and their gradients, of few and of odd numbers of channels."""
    functions, arrays = [], []
    for stride in (1, 2):
        for inputs, outputs in ((3, 16), (16, 10), (5, 40)):

            def convolve(x, w, stride=stride):
                return jax.lax.conv_general_dilated(
                    x, w, (stride,) * 2, "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
                )

            def gradients(x, w, convolve=convolve):
                y, pull = jax.vjp(convolve, x, w)
                return y, pull(y)

            functions.append(gradients)
            arrays.append(_draw((3, 9, 11, inputs), (3, 3, inputs, outputs)))
    return _record_functions(functions, arrays)


def transpositions():
    shapes = [(5, 33), (33, 5), (16, 16), (100, 47), (3, 5, 70)]
    functions = [lambda x: jnp.swapaxes(x, -1, -2)] * len(shapes)
    arrays = [_draw(shape) for shape in shapes]
    arrays += [tuple(x.astype(jnp.bfloat16) for x in group) for group in arrays]
    return _record_functions(functions * 2, arrays)


def terms(samples, features, slices, dtype=np.float32):
    """A term of a layer: drawn once or for blocks of samples, of parts of vectors."""

    def loss(weights, x):
        w, v = weights
        return jnp.mean((jnp.tanh(x @ w) @ v).astype(jnp.float32) ** 2)

    def step(weights, x):
        value, gradients = jax.value_and_grad(loss)(weights, x)
        return value, jax.tree.map(lambda w, g: w - g, weights, gradients)

    w, v, x = (a.astype(dtype) for a in _draw((6, features), (features, 3), (samples, 6)))
    arrays = (w, v), x
    compiled = per.compile(
        step,
        arrays,
        regularizer=per.ProjectedError(slices=slices)
        if slices
        else per.ProjectedError(estimator="analytic"),
        target=per.CPU(cache_dir=""),
    )
    return _record(compiled, *arrays, seed=SEED, step=STEP)


#: What a kernel of its own computes, in shapes with a rest.
KERNELS = {
    **{f"products-{order}": lambda order=order: products(order) for order in PRODUCTS},
    "convolutions": convolutions,
    "transpositions": transpositions,
    "term-single-block": lambda: terms(7, 33, 9),
    "term-many-slices": lambda: terms(29, 70, 70),
    "term-several-blocks": lambda: terms(300, 600, 70),
    "term-bf16": lambda: terms(21, 33, 9, jnp.bfloat16),
    "term-analytic": lambda: terms(21, 33, None),
}


def _small_models():
    """All that is right, on one device, and has no large graph."""
    for name, model in MODELS.items():
        if model.error is None and not model.slow and not model.sharded:
            yield name


@pytest.fixture(scope="module")
def kernels():
    recorded = {}

    def get(name):
        if name not in recorded:
            recorded[name] = KERNELS[name]()
        return recorded[name]

    return get


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("name", KERNELS)
def test_kernels_under_address_sanitizer(name, target, kernels, tmp_path):
    _check(kernels(name), tmp_path, target, SEPARATE, sanitize=True)


@pytest.mark.parametrize("options", ["", SEPARATE], ids=["arena", "separate"])
@pytest.mark.parametrize("target", CHECKED_BY_MEMCHECK)
@pytest.mark.parametrize("name", KERNELS)
def test_kernels_under_memcheck(name, target, options, kernels, tmp_path):
    _check(kernels(name), tmp_path, target, options, runner=MEMCHECK)


def _record_model(name):
    model = MODELS[name]
    key = "analytic" if len(name) % 2 else "monte_carlo"
    target = per.CPU(cache_dir="")
    with model.precision_scope():
        try:
            compiled = compile_model(model, regularizer(key), target=target)
        except per.CompileError:
            assert model.may_refuse
            pytest.skip("refused")
        return _record(compiled, *model.arguments(), seed=SEED, step=STEP, lam=0.1)


@pytest.mark.parametrize("name", list(_small_models()))
def test_models_under_address_sanitizer(name, tmp_path):
    _check(_record_model(name), tmp_path, TARGETS[0], SEPARATE, sanitize=True)


@pytest.mark.parametrize("options", ["", SEPARATE], ids=["arena", "separate"])
@pytest.mark.parametrize("name", list(_small_models()))
def test_models_under_memcheck(name, options, tmp_path):
    _check(_record_model(name), tmp_path, CHECKED_BY_MEMCHECK[0], options, runner=MEMCHECK)


# The tools see what they are for. Functions on buffers, lowered by the last passes.

_HEAD = """
module attributes {per.entries = [{name = "main", arguments = [], results = []}]} {
  func.func @per_main(%x: memref<5xf32>, %y: memref<5xf32>) attributes {llvm.bareptr} {
    %c0 = arith.constant 0 : index
    %c3 = arith.constant 3 : index
    %c5 = arith.constant 5 : index
    %zero = arith.constant 0.0 : f32
    %a = memref.alloc() : memref<5xf32>
"""
_MASK = """
    %m = vector.create_mask %c3 : vector<4xi1>
    %z = vector.broadcast %zero : f32 to vector<4xf32>
"""
_COPY = "    memref.copy %a, %y : memref<5xf32> to memref<5xf32>\n    return\n  }\n}"
BAD = {
    "beyond a buffer": (
        "    memref.store %zero, %a[%c5] : memref<5xf32>\n",
        "heap-buffer-overflow",
    ),
    "beyond an argument": (
        "    %v = memref.load %x[%c5] : memref<5xf32>\n"
        "    memref.store %v, %a[%c0] : memref<5xf32>\n",
        "heap-buffer-overflow",
    ),
    "beyond a buffer with a mask": (
        _MASK + "    vector.maskedstore %a[%c3], %m, %z\n"
        "        : memref<5xf32>, vector<4xi1>, vector<4xf32>\n",
        "heap-buffer-overflow",
    ),
    "before it is written": ("", "uninitialised"),
}


@pytest.mark.parametrize("name", BAD)
def test_wrong_accesses_are_found(name, tmp_path):
    body, message = BAD[name]
    passes = [
        "--per-plan-arena=separate-buffers",
        "--expand-strided-metadata",
        "--convert-scf-to-cf",
        "--convert-vector-to-llvm",
        "--convert-to-llvm",
        "--reconcile-unrealized-casts",
        "--per-pack-entries",
    ]
    sanitize = message != "uninitialised"
    program = Standalone(
        _HEAD + body + _COPY, tmp_path, "generic", sanitize=sanitize, passes=passes
    )
    arrays = np.ones(5, np.float32)
    with pytest.raises(MemoryFault, match=message):
        program([arrays], [arrays], () if sanitize else MEMCHECK)
