"""JAX's operations through linalg and the stock passes of MLIR, against XLA.

One test a family of operations that jaxlib's legalization leaves.
"""

import re

import jax
import jax.numpy as jnp
import numpy as np
import per
import pytest
import scipy.special
from execution import LLVM, run_tool
from jax import lax
from linalg_steps import FUSE, check_against_jax, native, stablehlo_of
from per.linalg import to_linalg

RNG = np.random.default_rng(7)
X = RNG.normal(size=(8, 5)).astype(np.float32)
KEY = np.array([3, 4], np.uint32)


def count_products(linalg):
    """The multiplications of all generics that multiply and reduce."""
    aliases = dict(re.findall(r"^(#map\d*) = affine_map<\(.*?\) -> \((.*)\)>$", linalg, re.M))
    generics = re.findall(
        r'"linalg.generic"\([^\n]*indexing_maps = \[(.*?)\], iterator_types = \[(.*?)\][^\n]*'
        r"\n(.*?)\n *}\) : \((.*?)\) -> ",
        linalg,
        re.S,
    )
    total = 0
    for maps, iterators, body, types in generics:
        if "reduction" not in iterators or "arith.mulf" not in body:
            continue
        sizes = {}
        shapes = re.findall(r"tensor<((?:\d+x)*)\w+>", types)
        for alias, shape in zip(maps.split(", "), shapes, strict=True):
            sizes.update(zip(aliases[alias].split(", "), shape.split("x")[:-1], strict=True))
        total += np.prod([int(size) for loop, size in sizes.items() if re.fullmatch(r"d\d+", loop)])
    return total


def count(linalg, op):
    return linalg.count(f'"{op}"')


# -- Loops.


def test_scan_and_its_gradient():
    def run(w, xs):
        def cell(h, x):
            h = jnp.tanh(h @ w + x)
            return h, h * 2

        last, stack = lax.scan(cell, jnp.zeros(5), xs)
        return (last * stack.sum(0)).sum()

    w = RNG.normal(size=(5, 5)).astype(np.float32)
    compiled = check_against_jax(jax.value_and_grad(run, (0, 1)), w, X)
    assert count(compiled.linalg, "scf.for") == 2
    assert count(compiled.linalg, "scf.while") == 0


def test_scan_reversed_nested_and_over_steps():
    def run(xs):
        inner = lambda c, x: (c * 0.9 + x, c)
        outer = lambda c, x: lax.scan(inner, c + x, jnp.stack([x, -x, x]), reverse=True)
        return lax.scan(outer, jnp.zeros(5), xs, reverse=True, length=8)

    check_against_jax(run, X)


def test_fori_loop_with_bounds_at_run_time():
    def run(low, high, x):
        return lax.fori_loop(low, high, lambda i, c: c * 0.5 + i * x, x), low

    for low, high in ((-2, 3), (3, -2), (4, 4)):
        low, high = np.int32(low), np.int32(high)
        compiled = check_against_jax(run, low, high, X)
        assert count(compiled.linalg, "scf.for") == 1


def test_counters_that_are_read_afterwards():
    def count_up(start, stop, step):
        return lambda x: lax.while_loop(
            lambda c: c[0] < stop, lambda c: (c[0] + step, c[1] + c[0] * x), (start, x)
        )

    for bounds in ((0, 10, 3), (5, 5, 1), (7, 2, 1), (-4, 3, 2)):
        compiled = check_against_jax(count_up(*bounds), X)
        assert count(compiled.linalg, "scf.while") == 0


def test_while_that_does_not_count():
    def run(x):
        grow = lambda c: (c[0] + 1, c[1] * 1.5)
        by_sum = lax.while_loop(lambda c: (c[1] ** 2).sum() < 1e4, grow, (0, x))
        down = lax.while_loop(lambda c: c[0] > 0, lambda c: (c[0] - 2, c[1] + x), (5, x))
        # The bound changes, the step changes, the counter doubles.
        moving = lax.while_loop(lambda c: c[0] < c[1], lambda c: (c[0] + 1, c[1] - 1), (0, 9))
        doubling = lax.while_loop(lambda c: c < 100, lambda c: c + c, 3)
        return by_sum, down, moving, doubling

    compiled = check_against_jax(run, X)
    assert count(compiled.linalg, "scf.while") == 4


# -- Branches.


def test_branches():
    def run(i, p, x):
        branches = [lambda x: x * 2, lambda x: x + 1, jnp.sin]
        cond = lax.cond(p, lambda x: (x, x.sum()), lambda x: (-x, x.min()), x)
        return lax.switch(i, branches, x), cond, lax.switch(i, branches[:1], x)

    for i in (-3, 0, 1, 2, 7):
        check_against_jax(run, np.int32(i), np.bool_(i > 0), X)


def test_gradient_of_cond():
    def run(x):
        return lax.cond(x.sum() > 0, lambda x: jnp.sin(x).sum(), lambda x: (x**3).sum(), x)

    for x in (X, -X):
        check_against_jax(jax.value_and_grad(run), x)


def test_checkpoint():
    layer = jax.checkpoint(lambda x: jnp.tanh(x) * jnp.sin(x))
    compiled = check_against_jax(jax.grad(lambda x: layer(layer(x)).sum()), X)
    assert "optimization_barrier" not in compiled.linalg


# -- Random bits.


def test_threefry_fuses():
    def dropout(key, x):
        kept = jnp.where(jax.random.bernoulli(key, 0.7, x.shape), x / 0.7, 0)
        first, second = jax.random.split(key)
        bits = jax.random.bits(first, (7,)), jax.random.fold_in(second, 5)
        return kept, jax.random.normal(first, (3, 4)), bits

    compiled = check_against_jax(dropout, KEY, X)
    assert count(compiled.linalg, "scf.for") == 0
    # One loop over the elements for the whole of a mask.
    bits = to_linalg(stablehlo_of(lambda key: jax.random.bits(key, (64, 32)), KEY)[0])
    fused = run_tool([LLVM / "mlir-opt", *FUSE], bits)
    assert fused.count("linalg.generic") == 1
    assert "dense<[13, 15, 26, 6]>" not in fused


def test_permutation():
    check_against_jax(lambda key, x: jax.random.permutation(key, x), KEY, X)


# -- Scatter.


def test_gradients_of_lookups():
    labels = RNG.integers(0, 5, 8).astype(np.int32)
    indices = RNG.integers(-8, 8, (3, 4)).astype(np.int32)

    def run(logits, labels, table, indices):
        chosen = jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], 1)
        one = logits[jnp.arange(8), labels].sum()
        rows = jax.vmap(lambda row, i: row[i], (0, 0))(table, labels % 5).sum()
        return -chosen.mean() + one**2 + (table[indices] ** 2).sum() + rows

    check_against_jax(jax.grad(run, (0, 2)), X, labels, X * 2, indices)


def test_updates_at_indices():
    rows, columns = np.array([1, 1, 7, 3], np.int32), np.array([2, 2, 0, 4], np.int32)

    def run(x, i, j):
        updates = x[:4] * 2
        return (
            x.at[:, 0].set(3.0),
            x.at[i, j].add(1.0),
            x.at[i].set(updates),
            x.at[i].add(updates),
            x.at[1:3].mul(2.0),
            x.at[i].max(updates),
            x.at[:, j].min(0.25),
            x.at[i[0], 1:4].set(x[0, :3]),
            x.at[::3, j[:2]].add(0.5),
            x.at[i, j].apply(jnp.cos),
        )

    check_against_jax(run, X, rows, columns)


def test_indices_out_of_bounds():
    indices = np.array([-9, -8, -1, 0, 7, 8, 2**31 - 1], np.int32)

    def run(x, i):
        updates = jnp.ones((7, 5))
        return (
            x.at[i].add(updates),
            x.at[i].add(updates, mode="drop"),
            x.at[i].add(updates, mode="clip"),
            x.at[i, 0].set(4.0, mode="drop", wrap_negative_indices=False),
        )

    check_against_jax(run, X, indices)


@pytest.mark.parametrize("mode", ["clip", "fill"])
def test_windows_out_of_bounds(mode):
    """A window that does not lie in the operand as a whole is left out."""
    dims = lax.ScatterDimensionNumbers((1, 2), (), (0, 1))
    starts = np.array([[0, 0], [6, 3], [7, 0], [-1, 2], [5, 2]], np.int32)

    def run(x, starts):
        updates = jnp.arange(30, dtype=jnp.float32).reshape(5, 2, 3)
        return lax.scatter_add(x, starts, updates, dims, mode=mode)

    check_against_jax(run, X, starts)


def test_unsigned_values_and_indices():
    table = np.arange(200, dtype=np.uint8)
    dims = lax.ScatterDimensionNumbers((), (0,), (0,))

    def run(x, i):
        return lax.scatter_max(
            x, i[:, None], jnp.full(3, 200, jnp.uint8), dims, mode="promise_in_bounds"
        )

    check_against_jax(run, table, np.array([3, 150, 199], np.uint8))


def test_batched_scatter():
    indices = RNG.integers(0, 5, (8, 3)).astype(np.int32)

    def run(x, i):
        updates = jnp.ones((8, 3))
        add = jax.vmap(lambda row, i, u: row.at[i].add(u))
        moved = jax.vmap(lambda row, i, u: row.at[i].set(u), (1, 0, 0), 1)
        return add(x, i, updates), moved(x.T, i, updates * 2)

    check_against_jax(run, X, indices)


# -- Sort.


def test_sorts():
    def run(x, n):
        keys = lax.sort((n, x, x + 1), dimension=0, num_keys=2)
        return (
            jnp.sort(x, 0),
            jnp.sort(x, 1, descending=True),
            jnp.argsort(x),
            jnp.argsort(n, axis=0),
            lax.top_k(x, 3),
            jnp.median(x, 1),
            keys,
        )

    check_against_jax(run, X, RNG.integers(0, 3, (8, 5)).astype(np.int32))


def test_sizes_of_sorts():
    rows = [RNG.integers(0, 10, (2, n)).astype(np.uint8) for n in (1, 2, 3, 4, 5, 16, 17, 31, 100)]
    check_against_jax(lambda *rows: [(jnp.sort(x), jnp.argsort(x)) for x in rows], *rows)


def test_sort_of_special_values():
    values = [np.nan, -np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-30, -1e-30, 1.0, -1.0]
    check_against_jax(lambda x: (jnp.sort(x), jnp.argsort(x)), np.array(values, np.float32))


def test_gradient_of_sort():
    check_against_jax(jax.grad(lambda x: (jnp.sort(x, 0) ** 3 * jnp.arange(5.0)).sum()), X)


# -- Pooling and sums.


@pytest.mark.parametrize("padding", ["SAME", "VALID", ((0, 0), (2, 1), (0, 2), (0, 0))])
def test_gradient_of_overlapping_max_pool(padding):
    images = RNG.integers(-4, 0, (2, 7, 8, 3)).astype(np.float32)  # ties

    def run(x):
        pooled = lax.reduce_window(x, -jnp.inf, lax.max, (1, 3, 3, 1), (1, 2, 2, 1), padding)
        return (pooled**2).sum()

    check_against_jax(jax.grad(run), images)


def test_select_and_scatter_with_padding():
    """What jax.grad does not make: padding as an attribute, windows that lie in
    it, other bodies."""
    from jax._src.lax.windowed_reductions import _select_and_scatter

    def run(x, source, init):
        windows = ((2, 3), (2, 2), ((3, 1), (0, 2)))
        return [
            _select_and_scatter(x, select, *windows, source, init, scatter)
            for select, scatter in ((lax.ge, lax.add), (lax.lt, lax.mul), (lax.gt, lax.max))
        ]

    source = RNG.normal(size=(6, 3)).astype(np.float32)
    compiled = native(run, X, source, np.float32(2))
    got = compiled(X, source, np.float32(2))
    for ours, select, scatter in zip(
        got,
        (np.greater_equal, np.less, np.greater),
        (np.add, np.multiply, np.maximum),
        strict=True,
    ):
        want = np.full_like(X, 2)
        for i, j in np.ndindex(6, 3):
            best = None
            for at in ((2 * i + a - 3, 2 * j + b) for a in range(2) for b in range(3)):
                inside = 0 <= at[0] < 8 and 0 <= at[1] < 5
                if inside and (best is None or not select(X[best], X[at])):
                    best = at
            if best is not None:
                want[best] = scatter(want[best], source[i, j])
        np.testing.assert_allclose(ours, want, rtol=1e-6)


def test_cumulative_sums_are_linear():
    def run(x, n, u):
        y = jnp.stack([x, x * 2])
        return (
            [jnp.cumsum(y, axis) for axis in range(3)],
            [lax.cumsum(y, axis, reverse=True) for axis in range(3)],
            [lax.cumprod(x, 1), lax.cummax(x), lax.cummin(x, 1, reverse=True)],
            [lax.cumsum(n, 1), lax.cummax(n), lax.cummin(n), lax.cummax(u), lax.cummin(u)],
            jax.grad(lambda x: (jnp.cumsum(x, 0) ** 2).sum())(x),
        )

    integers = RNG.integers(-9, 9, (8, 5)).astype(np.int32)
    compiled = check_against_jax(run, X, integers, integers.astype(np.uint8))
    assert count(compiled.linalg, "tensor.pad") == 0


def test_window_sums_that_are_not_cumulative():
    """They are the legalization's."""

    def run(x):
        return (
            lax.reduce_window(x, 0.0, lax.add, (8, 1), (1, 1), ((6, 1), (0, 0))),
            lax.reduce_window(x, 0.0, lax.add, (7, 1), (1, 1), ((6, 0), (0, 0))),
            lax.cumlogsumexp(x, 1),
        )

    check_against_jax(run, X)


def test_reductions():
    """Without a dimension too, as vmap makes of the sum of a scalar."""

    def run(x, n):
        pairs = lax.reduce(
            (x, n),
            (np.float32(-np.inf), np.int32(0)),
            lambda a, b: (jnp.maximum(a[0], b[0]), jnp.where(a[0] >= b[0], a[1], b[1])),
            (1,),
        )
        return (
            jax.vmap(jnp.sum)(x[:, 0]),
            lax.reduce(x, np.float32(1), lax.mul, ()),
            jax.vmap(lambda row: jax.vmap(jnp.max)(row))(x),
            pairs,
            jnp.argmax(x, 1),
        )

    check_against_jax(run, X, np.arange(40, dtype=np.int32).reshape(8, 5))


def test_concatenate():
    def run(x):
        y = jnp.concatenate([x, x[:, :2] * 2, x], 1)
        return y, jnp.stack([x, -x], 1), jax.grad(lambda x: (jnp.hstack([x, x]) ** 2).sum())(x)

    compiled = check_against_jax(run, X)
    assert count(compiled.linalg, "scf.if") == 0


def test_slices_without_elements():
    """They are what associative_scan makes of odd sizes."""

    def run(x):
        return lax.associative_scan(lax.add, x), jnp.concatenate([x[8:], x[:3], x[3:3]])

    check_against_jax(run, X)


# -- Convolutions and their gradients.


def convolve(x, w, **options):
    """A convolution, channels last, of as many spatial dimensions as x has."""
    spatial = "XYZ"[: x.ndim - 2]
    layout = (f"N{spatial}C", f"{spatial}IO", f"N{spatial}C")
    strides = options.pop("strides", (1,) * len(spatial))
    padding = options.pop("padding", "SAME")
    return lax.conv_general_dilated(x, w, strides, padding, dimension_numbers=layout, **options)


def convolution_and_gradients(x, w, **options):
    run = lambda x, w: convolve(x, w, **options)
    y, pullback = jax.vjp(run, x, w)
    return y, pullback(jnp.cos(y))


CONVOLUTIONS = {
    "plain": [{}, {"padding": "VALID"}, {"padding": ((2, 0), (0, 3))}],
    "strided": [
        {"strides": (2, 2)},
        {"strides": (2, 1), "padding": "VALID"},
        {"strides": (3, 2), "padding": ((1, 2), (2, 1))},
        {"strides": (5, 4), "padding": "VALID"},  # phases without a tap
    ],
    "dilated": [
        {"rhs_dilation": (2, 1)},
        {"rhs_dilation": (2, 2), "strides": (2, 3)},
        {"lhs_dilation": (2, 3), "padding": ((2, 1), (1, 0))},
        {"lhs_dilation": (2, 4), "rhs_dilation": (3, 2), "padding": ((4, 3), (5, 2))},
        {"lhs_dilation": (4, 3), "strides": (2, 3), "padding": ((3, 3), (2, 2))},
    ],
    "cropped": [
        {"padding": ((-1, 0), (0, -2))},
        {"padding": ((-2, 3), (4, -1)), "strides": (2, 2)},
    ],
}


@pytest.mark.parametrize("kind", CONVOLUTIONS)
def test_convolutions(kind):
    images = RNG.normal(size=(2, 8, 7, 3)).astype(np.float32)
    kernel = RNG.normal(size=(3, 2, 3, 4)).astype(np.float32)

    def run(x, w):
        return [convolution_and_gradients(x, w, **options) for options in CONVOLUTIONS[kind]]

    check_against_jax(run, images, kernel)


def test_convolutions_in_groups():
    images = RNG.normal(size=(4, 6, 6, 6)).astype(np.float32)
    kernels = [RNG.normal(size=(3, 3, *c)).astype(np.float32) for c in ((2, 6), (1, 12), (6, 8))]

    def run(x, grouped, depthwise, w):
        return (
            convolution_and_gradients(x, grouped, feature_group_count=3, strides=(2, 2)),
            convolution_and_gradients(x, depthwise, feature_group_count=6),
            convolution_and_gradients(x, w, batch_group_count=2, strides=(1, 2)),
        )

    check_against_jax(run, images, *kernels)


def test_convolutions_of_other_layouts_and_ranks():
    def run(line, a, box, b, image, c):
        first = lax.conv_general_dilated(
            image, c, (2, 2), "SAME", dimension_numbers=("NCHW", "OIHW", "NCHW")
        )
        moved = lax.conv_general_dilated(
            image, c, (2, 1), "SAME", dimension_numbers=("CHWN", "HIWO", "HNWC")
        )
        return (
            convolution_and_gradients(line, a, strides=(2,)),
            convolution_and_gradients(box, b, strides=(2, 1, 2)),
            first,
            moved,
        )

    shapes = ((2, 9, 3), (3, 3, 4), (2, 5, 4, 4, 2), (2, 3, 2, 2, 3), (3, 3, 6, 5), (4, 3, 3, 2))
    check_against_jax(run, *[RNG.normal(size=s).astype(np.float32) for s in shapes])


def test_convolutions_of_integers_and_half_precision():
    images = RNG.integers(-3, 4, (2, 7, 7, 3))
    kernel = RNG.integers(-3, 4, (3, 3, 3, 4))
    run = lambda x, w: (
        convolve(x, w, strides=(2, 2)),
        convolve(x, w, lhs_dilation=(2, 2), padding=((1, 1), (0, 2))),
    )
    check_against_jax(run, images.astype(np.int32), kernel.astype(np.int32))
    gradients = lambda x, w: convolution_and_gradients(x, w, strides=(2, 2))
    half = (images.astype(jnp.bfloat16), kernel.astype(jnp.bfloat16))
    check_against_jax(gradients, *half, rtol=1e-2)


def test_no_products_with_zeros_in_strided_gradients():
    """A gradient has as many products as the forward convolution, not more."""
    images = RNG.normal(size=(2, 11, 13, 3)).astype(np.float32)
    kernel = RNG.normal(size=(3, 3, 3, 5)).astype(np.float32)

    def gradients(x, w):
        y, pullback = jax.vjp(lambda x, w: convolve(x, w, strides=(2, 2), padding="VALID"), x, w)
        return pullback(jnp.ones_like(y))

    forward = 2 * 5 * 6 * 5 * 9 * 3  # outputs times the taps of one
    linalg = to_linalg(stablehlo_of(gradients, images, kernel)[0])
    products = count_products(linalg)
    # At the edge an input gradient counts taps whose outputs are not there.
    assert 2 * forward <= products <= 2.6 * forward
    check_against_jax(gradients, images, kernel)


# -- Types, names, errors.


@pytest.mark.parametrize("dtype", [jnp.bfloat16, np.float16])
def test_sums_of_half_precision_are_exact(dtype):
    """Rounded once, at the end: as exact as the type allows."""
    x = RNG.normal(size=(4, 1024)).astype(dtype)
    w = RNG.normal(size=(1024, 3)).astype(dtype)
    images = RNG.normal(size=(2, 6, 6, 32)).astype(dtype)
    kernel = RNG.normal(size=(3, 3, 32, 3)).astype(dtype)

    def run(x, w, images, kernel):
        layout = ("NHWC", "HWIO", "NHWC")
        zero = np.zeros((), x.dtype)
        return (
            x @ w,
            lax.conv_general_dilated(images, kernel, (1, 1), "SAME", dimension_numbers=layout),
            lax.reduce(x, zero, lax.add, (1,)),
            lax.reduce_window(images, zero, lax.add, (1, 6, 6, 1), (1, 6, 6, 1), "VALID"),
            lax.cumsum(x, 1),
        )

    args = (x, w, images, kernel)
    got = native(run, *args)(*args)
    with jax.enable_x64(True):
        want = run(*[jnp.asarray(a.astype(np.float64)) for a in args])
    for ours, exact in zip(got, want, strict=True):
        assert ours.dtype == dtype
        ulp = float(jnp.finfo(dtype).eps) * np.abs(exact)
        assert (np.abs(ours.astype(np.float64) - exact) <= 0.51 * ulp + 1e-3).all()


@pytest.mark.parametrize(("dtype", "ulps"), [(np.float32, 1.5), (np.float64, 2.0)])
def test_erf(dtype, ulps):
    """erf stays one operation in f32; its polynomial is per-expand-erf."""
    x = np.concatenate([np.linspace(-5, 5, 10001), np.logspace(-20, 0, 500)]).astype(dtype)
    with jax.enable_x64(True):
        erf = native(lax.erf, x)
    assert count(erf.linalg, "math.erf") == (dtype == np.float32)
    exact = scipy.special.erf(x.astype(np.float64))
    unit = np.spacing(np.abs(exact).astype(dtype)).astype(np.float64)
    assert (np.abs(erf(x)[0].astype(np.float64) - exact) <= ulps * unit).all()


def test_other_functions():
    def run(x):
        y = jnp.abs(x) + 0.1
        return (
            lax.erfc(x),
            lax.lgamma(y),
            lax.digamma(y),
            lax.erf_inv(jnp.tanh(x)),
            jnp.arccosh(1 + y),
            jnp.arcsinh(x),
            jnp.sinh(x),
            jnp.tan(x),
            jnp.cbrt(x),
            y**x,
            jax.grad(lambda x: jax.nn.gelu(x, approximate=False).sum())(x),
        )

    check_against_jax(run, X)
    half = lambda x: (lax.erf(x), jax.nn.gelu(x, approximate=False))
    check_against_jax(half, X.astype(jnp.bfloat16), rtol=1e-2)


def test_half_and_double_precision():
    def run(x):
        y = x.at[jnp.array([1, 1])].add(x[:2])
        return jnp.sort(y, 0), jnp.cumsum(y, 1), jnp.concatenate([y, x])

    check_against_jax(run, X.astype(jnp.bfloat16), rtol=2e-2, atol=1e-2)
    with jax.enable_x64(True):
        check_against_jax(run, X.astype(np.float64), rtol=1e-12)


def test_names_and_locations_are_kept():
    def step(weights, images):
        with jax.named_scope("layer"):
            hidden = jnp.tanh(images @ weights)
        return {"loss": hidden.sum(), "hidden": hidden}

    compiled = per.compile(
        jax.value_and_grad(lambda w, x: step(w, x)["loss"]),
        (X.T @ X, X),
        regularizer=None,
    )
    linalg = to_linalg(compiled.mlir)
    names = set(re.findall(r'loc\("([^"]*)"', linalg))
    assert {"w", "x"} <= names
    assert any("layer" in name and name.endswith("tanh") for name in names), names
    assert re.findall(r'jax.result_info = "([^"]*)"', linalg) == ["result[0]", "result[1]"]


def test_terms_stay_whole():
    def step(w, x):
        loss = lambda w: (jnp.tanh(x @ w[0]) @ w[1]).var()
        value, gradients = jax.value_and_grad(loss)(w)
        return value, [a - 0.1 * b for a, b in zip(w, gradients, strict=True)]

    weights = [np.eye(5, dtype=np.float32), np.ones((5, 2), np.float32)]
    compiled = per.compile(step, (weights, X), regularizer=per.ProjectedError())
    linalg = to_linalg(compiled.mlir)
    assert count(linalg, "per.gradient") == count(compiled.mlir, "per.gradient") == 1
    assert "stablehlo" not in linalg and "unrealized_conversion_cast" not in linalg


def test_one_error_lists_all_operations():
    def run(x):
        return jnp.linalg.cholesky(x @ x.T), jnp.fft.rfft(x), jnp.tanh(x)

    text, _ = stablehlo_of(run, X)
    with pytest.raises(per.CompileError) as error:
        to_linalg(text)
    message = str(error.value)
    assert "cannot convert 2 operations to linalg" in message
    for op, name in (("custom_call", "cholesky"), ("fft", "fft")):
        assert re.search(rf"{name}.*test_linalg_import.py:\d+.*'stablehlo.{op}'", message), message


def test_malformed_text():
    with pytest.raises(per.CompileError):
        to_linalg("not a module")


def test_threads_share_nothing():
    from concurrent.futures import ThreadPoolExecutor

    text, _ = stablehlo_of(lambda x: jnp.sort(x), X)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(to_linalg, [text] * 4))) == 1


def test_native_functions_do_not_change_their_arguments():
    run = native(lambda x: (x.at[0].set(0.0), jnp.sort(x), jnp.cumsum(x)), X)
    before = X.copy()
    first, second = run(X), run(X)
    np.testing.assert_array_equal(X, before)
    for a, b in zip(first, second, strict=True):
        np.testing.assert_array_equal(a, b)
