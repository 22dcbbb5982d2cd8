"""Products of matrices, convolutions, and sums of rows as native code, against NumPy in double
precision: sizes that no tile divides, every order of the operands, all targets."""

import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
from kernel_execution import TARGETS

#: (rows, columns, length of the sum): parts of vectors and of tiles, one of each,
#: several panels, sums in blocks, rows that are far apart with few and many tiles.
SIZES = [
    (1, 1, 1),
    (1, 10, 5),
    (5, 1, 9),
    (7, 10, 3),
    (13, 33, 65),
    (29, 48, 100),
    (128, 16, 144),
    (20, 523, 700),
    (70, 517, 1300),
]

PRODUCTS = {
    "ab": (lambda a, b: a @ b, lambda m, n, k: ((m, k), (k, n))),
    "abt": (lambda a, b: a @ b.T, lambda m, n, k: ((m, k), (n, k))),
    "atb": (lambda a, b: a.T @ b, lambda m, n, k: ((k, m), (k, n))),
    "atbt": (lambda a, b: a.T @ b.T, lambda m, n, k: ((k, m), (n, k))),
    "transposed": (lambda a, b: (a @ b).T, lambda m, n, k: ((m, k), (k, n))),
    "added": (lambda a, b: a @ b + (a @ b).sum(), lambda m, n, k: ((m, k), (k, n))),
}


def _arrays(shapes, dtype):
    rng = np.random.default_rng(7)
    return [rng.standard_normal(shape).astype(dtype) for shape in shapes]


def _native(function, arrays, isa, threads):
    return per.compile(
        jax.jit(function), tuple(arrays), regularizer=None,
        target=per.CPU(isa=isa, threads=threads, cache_dir=""),
    )  # fmt: skip


def _check(function, arrays, isa, threads=1, reference=None):
    got = np.asarray(_native(function, arrays, isa, threads)(*arrays), np.float64)
    with jax.enable_x64(True):
        wide = [np.asarray(a, np.float64) for a in arrays]
        want = np.asarray((reference or function)(*map(jnp.asarray, wide)))
        scale = np.asarray((reference or function)(*map(jnp.asarray, map(np.abs, wide))))
    assert got.shape == want.shape
    bound = 2e-6 if arrays[0].dtype != np.float64 else 1e-14
    assert np.all(np.abs(got - want) <= bound * np.maximum(scale, 1e-30))


@pytest.mark.parametrize("isa", TARGETS)
@pytest.mark.parametrize("order", PRODUCTS)
def test_products(order, isa):
    function, shapes = PRODUCTS[order]
    for size in SIZES:
        _check(function, _arrays(shapes(*size), np.float32), isa)


@pytest.mark.parametrize("isa", TARGETS)
def test_products_f64(isa):
    with jax.enable_x64(True):
        _check(lambda a, b: a @ b.T, _arrays(((29, 100), (48, 100)), np.float64), isa)


def test_batches():
    arrays = _arrays(((3, 4, 17, 9), (3, 4, 21, 9)), np.float32)
    _check(lambda q, k: jnp.einsum("bhqd,bhkd->bhqk", q, k), arrays, TARGETS[0])
    _check(lambda q, k: jnp.einsum("bhqd,bhkd->bqhk", q, k), arrays, TARGETS[0])


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("channels", [(3, 16), (16, 10), (5, 40)])
def test_convolution_and_gradients(stride, channels):
    inputs, outputs = channels

    def convolve(x, w):
        return jax.lax.conv_general_dilated(
            x, w, (stride, stride), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )

    x, w = _arrays(((3, 9, 11, inputs), (3, 3, inputs, outputs)), np.float32)
    _check(convolve, [x, w], TARGETS[0])
    y = _arrays([convolve(x, w).shape], np.float32)[0]
    for number in range(2):
        gradient = lambda x, w, y, number=number: jax.vjp(convolve, x, w)[1](y)[number]
        _check(gradient, [x, w, y], TARGETS[0])


EPILOGUES = {
    "relu": lambda x, c: jnp.maximum(x + c, 0),
    "both": lambda x, c: jnp.maximum(x, 0).sum() * c[0] + x * c,
    "columns": lambda x, c: x * jnp.arange(x.shape[0], dtype=x.dtype)[:, None] + x,
    "transposed": lambda x, c: (x * c).T,
}


@pytest.mark.parametrize("isa", TARGETS)
@pytest.mark.parametrize("epilogue", EPILOGUES)
def test_epilogues(epilogue, isa):
    function = lambda a, b, c: EPILOGUES[epilogue](a @ b, c)
    transposed = lambda a, b, c: EPILOGUES[epilogue](a @ b.T, c)
    for m, n, k in [(5, 1, 9), (13, 33, 65), (20, 523, 700), (70, 517, 1300)]:
        a, b, c = _arrays(((m, k), (k, n), (n,)), np.float32)
        _check(function, [a, b, c], isa)
        _check(transposed, [a, np.ascontiguousarray(b.T), c], isa)


ROW_SUMS = {
    "matrix": (lambda x, c: (x * x).sum(1), lambda m, n: ((m, n), (n,))),
    "pieces": (
        lambda x, c: jnp.square(x[:, 1:, :-1]).sum((1, 2)),
        lambda m, n: ((m, 4, n + 1), (n,)),
    ),
    "columns": (lambda x, c: (x * c).sum((1, 2)), lambda m, n: ((m, 3, n), (n,))),
    "all": (lambda x, c: jnp.maximum(x, c[0]).sum(), lambda m, n: ((m, n), (n,))),
    "padded": (
        lambda x, c: jnp.pad(x + c[0], ((0, 0), (1, 1))) * (x * x).sum(1)[:, None],
        lambda m, n: ((m, n), (n,)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("isa", TARGETS)
@pytest.mark.parametrize("order", ROW_SUMS)
def test_row_sums(order, isa):
    function, shapes = ROW_SUMS[order]
    for size in [(1, 1), (3, 15), (5, 64), (7, 150), (2, 5000)]:
        _check(function, _arrays(shapes(*size), np.float32), isa)


def test_row_sums_f64():
    function, shapes = ROW_SUMS["pieces"]
    with jax.enable_x64(True):
        _check(function, _arrays(shapes(5, 150), np.float64), TARGETS[0])


def test_updates_in_place():
    """A weight that is updated from its gradient after its last use, where it lies."""

    def step(w, x):
        h = jnp.maximum(x @ w, 0)
        return w - 0.1 * (x.T @ h), h @ w.T

    w, x = _arrays(((40, 50), (30, 40)), np.float32)
    native = per.compile(
        jax.jit(step, donate_argnums=0), (w.copy(), x), regularizer=None,
        target=per.CPU(cache_dir=""),
    )  # fmt: skip
    want = step(jnp.asarray(w), jnp.asarray(x))
    for a, b in zip(native(w, x), want, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize("threads", [2, 3])
def test_bits_do_not_depend_on_threads(threads):
    cases = {
        "columns": (lambda a, b: a @ b, ((20, 700), (700, 1030))),
        "rows": (lambda a, b: a @ b, ((1030, 300), (300, 40))),
        "transposed columns": (lambda a, b: a @ b.T, ((40, 700), (1030, 700))),
        "transposed rows": (lambda a, b: a @ b.T, ((1030, 300), (40, 300))),
        "rows of two loops": (lambda a, b: a @ b, ((6, 90, 200), (200, 300))),
        "cut rows": (
            lambda a, b: jnp.einsum("bij,kj->bik", a[:, 1:], b),
            ((6, 91, 200), (300, 200)),
        ),
        "epilogue": (lambda a, b: jnp.maximum(a @ b, 0) + a[:, :1], ((70, 1300), (1300, 517))),
        "batches": (lambda a, b: jnp.einsum("bij,bjk->bik", a, b), ((7, 65, 80), (7, 80, 65))),
        "row sums": (lambda a, b: (a * a).sum((1, 2)) + b, ((300, 70, 80), (300,))),
        "elementwise": (lambda a, b: jnp.exp(a) * b, ((300, 400), (300, 400))),
    }
    for name, (function, shapes) in cases.items():
        arrays = _arrays(shapes, np.float32)
        one = _native(function, arrays, TARGETS[0], 1)(*arrays)
        many = _native(function, arrays, TARGETS[0], threads)(*arrays)
        np.testing.assert_array_equal(one, many, err_msg=name)
        _check(function, arrays, TARGETS[0], threads)
