"""Kernels of Monte Carlo terms, executed: the slices' bits, and the terms in double precision."""

import functools
import subprocess

import ml_dtypes
import numpy as np
import pytest
import references
from execution import LLVM
from kernel_execution import (
    LANES,
    MACHINES,
    TARGETS,
    KernelModule,
    bufferized,
    to_kernels,
    to_llvm_ir,
)
from oracle import slices as reference_slices

SEED, STEP, SITE = -5, 2**31 - 1, 4_000_000_000  # all 32 bits count
KEY = (np.int32(SEED), np.int32(STEP))
SCALE = 0.37
SLICES = (1, 9, 64, 70)


def term(name, h, c, s, samples="[0]", penalty=False, products="full"):
    """A function that adds a term to a buffer, with slices of its own."""
    d = "%d" if "x?x" in h else h.split("x")[-2]
    theta = f"memref<{'?' if d == '%d' else d}x{s}xf32>"
    alloc = f"memref.alloc(%d) : {theta}" if d == "%d" else f"memref.alloc() : {theta}"
    op, out = ("penalty", c) if penalty else ("gradient", c)
    return f"""
func.func @{name}(%h: memref<{h}>, %c: memref<{out}>, %scale: f32, %seed: i32, %step: i32) {{
  %last = arith.constant {h.count("x") - 1 - h.split("x")[-1].count("x")} : index
  %d = memref.dim %h, %last : memref<{h}>
  %theta = {alloc}
  per.slices seed(%seed : i32) step(%step : i32) site({SITE}) outs(%theta : {theta})
  per.{op} #per.projected_error<slices = {s}, products = {products}>
      ins(%h, %theta : memref<{h}>, {theta})
      scale(%scale : f32) samples {samples} outs(%c : memref<{out}>)
  memref.dealloc %theta : {theta}
  return
}}"""


def module_text():
    functions = []
    for s in SLICES:
        functions.append(term(f"gradient{s}", "?x?xf32", "?x?xf32", s))
        functions.append(term(f"penalty{s}", "?x?xf32", "f32", s, penalty=True))
        bf16 = {"products": "bf16"}
        functions.append(term(f"gradient_of_bf16_{s}", "?x?xf32", "?x?xf32", s, **bf16))
        functions.append(term(f"penalty_of_bf16_{s}", "?x?xf32", "f32", s, penalty=True, **bf16))
    functions.append(term("bf16", "?x?xbf16", "?x?xbf16", 9))
    functions.append(term("bf16_of_bf16", "?x?xbf16", "?x?xf32", 9, products="bf16"))
    functions.append(term("f16", "?x?xf16", "?x?xf32", 9))
    functions.append(term("static", "5x33xf32", "5x33xf32", 9))
    strided = "?x?xf32, strided<[?, 1], offset: ?>"
    functions.append(term("strided", strided, strided, 9))
    return "\n".join(functions)


@functools.cache
def compiled(target):
    text = to_kernels(module_text(), target)
    # The panels by themselves, for their bits.
    lanes = LANES[target]
    panel = f"memref<?x{2 * lanes}xf32>"
    key = "i32, i32, i32"
    words = "memref<?x?xi32, strided<[?, 1], offset: ?>>"
    site = SITE - 2**32
    text = text.rstrip()
    assert text.endswith("}")
    text = f"""{text[:-1]}
  func.func @columns(%pairs: {words}, %panel: {panel}, %norms: memref<?xi64>,
                     %row: index, %element: index, %n: index, %k: index,
                     %seed: i32, %step: i32) attributes {{llvm.emit_c_interface}} {{
    %site = arith.constant {site} : i32
    %two = arith.constant 2 : index
    %pair = arith.divui %element, %two : index
    %one = arith.constant 1 : index
    %pairs_n = memref.dim %pairs, %one : {words}
    call @per_pair_constants_{target}(%pairs, %pair, %pairs_n, %seed, %step, %site)
        : ({words}, index, index, {key}) -> ()
    call @per_draw_columns_{target}(%pairs, %n, %panel, %row, %norms, %k, %seed, %step, %site)
        : ({words}, index, {panel}, index, memref<?xi64>, index, {key}) -> ()
    return
  }}
  func.func @transposed(%pairs: {words}, %panel: {panel}, %norms: memref<?xi64>,
                        %words: {words}, %row: index, %n: index, %s: index,
                        %seed: i32, %step: i32) attributes {{llvm.emit_c_interface}} {{
    %site = arith.constant {site} : i32
    %zero = arith.constant 0 : index
    %one = arith.constant 1 : index
    %two = arith.constant 2 : index
    %columns = arith.constant {2 * lanes} : index
    %pairs_n = memref.dim %pairs, %one : {words}
    call @per_pair_constants_{target}(%pairs, %zero, %pairs_n, %seed, %step, %site)
        : ({words}, index, index, {key}) -> ()
    scf.for %k = %zero to %s step %columns {{
      func.call @per_draw_columns_keep_{target}(%pairs, %n, %panel, %row, %norms, %k, %seed,
                                                %step, %site, %words, %two)
          : ({words}, index, {panel}, index, memref<?xi64>, index, {key}, {words},
             index) -> ()
    }}
    call @per_transpose_words_{target}(%panel, %row, %s, %words, %two)
        : ({panel}, index, index, {words}, index) -> ()
    return
  }}
  func.func @rows(%panel: {panel}, %row: index, %s: index, %element: index,
                  %seed: i32, %step: i32) attributes {{llvm.emit_c_interface}} {{
    %site = arith.constant {site} : i32
    call @per_draw_rows_{target}(%panel, %row, %s, %element, %seed, %step, %site)
        : ({panel}, index, index, index, {key}) -> ()
    return
  }}
}}
"""
    return KernelModule(text, target)


@functools.cache
def integers(d, s):
    return reference_slices.integers(SEED, STEP, SITE, d, s).astype(np.int64)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 8, 383, 384])
def test_panels_of_columns_have_the_bits_of_the_slices(target, n):
    columns, first, slice_ = 2 * LANES[target], 384, 3 * 2 * LANES[target]
    want = integers(384 + 384, 4 * 32)[first : first + n, slice_ : slice_ + columns]
    pairs = np.zeros((4, 200), np.int32)
    panel = np.full((n + 8, columns), 77, np.float32)
    norms = np.full(slice_ + 2 * columns, 5, np.int64)
    compiled(target)("columns", pairs, panel, norms, 2, first, n, slice_, *KEY)
    assert np.array_equal(panel[2 : 2 + n], want)
    assert (panel[:2] == 77).all()
    got = norms[slice_ : slice_ + columns] - 5
    assert np.array_equal(got, (want**2).sum(0))
    assert (np.delete(norms, np.s_[slice_ : slice_ + columns]) == 5).all()


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("s", [1, 4, 6, 100])
def test_panels_of_rows_have_the_bits_of_the_slices(target, s):
    columns, first = 2 * LANES[target], 5 * 2 * LANES[target]
    want = integers(384 + 384, 4 * 32)[first : first + columns, :s].T
    panel = np.full((s + 6, columns), 77, np.float32)
    compiled(target)("rows", panel, 1, s, first, *KEY)
    assert np.array_equal(panel[1 : 1 + s], want)
    assert (panel[0] == 77).all()
    assert (panel[1 + (s + 3) // 4 * 4 :] == 77).all()


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("s", [1, 4, 6, 100])
def test_panels_from_kept_words_have_the_bits_of_the_slices(target, s):
    lanes = LANES[target]
    n = 2 * lanes - 3  # elements behind the last one are zeros
    pairs, norms = np.zeros((4, 200), np.int32), np.zeros(128, np.int64)
    panel, words = np.full((140, 2 * lanes), 77, np.float32), np.zeros((40, 128), np.int32)
    compiled(target)("transposed", pairs, panel, norms, words, 1, n, s, *KEY)
    assert np.array_equal(panel[1 : 1 + s, :n], integers(n, s).T)
    assert not panel[1 : 1 + s, n:].any()
    assert (panel[0] == 77).all()


@functools.cache
def compiled_matrix(target, threads):
    strided = "memref<?x?xf32, strided<[?, 1], offset: ?>>"
    text = f"""
func.func @matrix(%out: {strided}, %seed: i32, %step: i32) {{
  per.slices seed(%seed : i32) step(%step : i32) site({SITE}) outs(%out : {strided})
  return
}}"""
    return KernelModule(to_kernels(text, target, f"threads={threads}"), target)


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("d", [1, 5, 384, 771])
@pytest.mark.parametrize("s", [1, 7, 32, 70])
def test_a_matrix_has_the_bits_of_the_slices(target, threads, d, s):
    run = compiled_matrix(target, threads)
    out = np.full((d + 1, s + 3), 77, np.float32)
    run("matrix", out[:d, 1 : s + 1], *KEY)
    v = integers(d, s)
    inverse = (1 / np.sqrt((v**2).sum(0).astype(np.float64))).astype(np.float32)
    assert np.array_equal(out[:d, 1 : s + 1], v.astype(np.float32) * inverse)
    assert (out[d] == 77).all() and (out[:, 0] == 77).all() and (out[:, s + 1 :] == 77).all()


def directions(d, s):
    v = integers(d, s).astype(np.float64)
    return v / np.sqrt((v**2).sum(0))


def inputs(b, d, dtype=np.float32, output=None):
    rng = np.random.default_rng(b * 1000 + d)
    h = (1.5 * rng.normal(size=(b, d))).astype(dtype)
    return h, rng.normal(size=(b, d)).astype(output or dtype)


# One sample or feature, sizes around those of tiles, panels and blocks, and large ones.
SHAPES = [(1, 1), (7, 1), (1, 5), (8, 32), (9, 33), (3, 384), (17, 385), (127, 31), (128, 16)]
SHAPES += [(129, 40), (257, 40), (390, 770), (2, 1153), (0, 5)]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("s", SLICES)
def test_gradients(target, s):
    for b, d in SHAPES:
        h, c = inputs(b, d)
        _, gradient = references.projected_error(h.astype(np.float64), directions(d, s))
        want = c + SCALE * gradient
        compiled(target)(f"gradient{s}", h, c, np.float32(SCALE), *KEY)
        # A sum of s terms in f32, of numbers that are sums of d terms.
        magnitude = 1 + np.abs(want) + SCALE * np.abs(directions(d, s)).sum(1)
        assert (np.abs(c - want) <= 1e-6 * magnitude).all(), (b, d)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("s", SLICES)
def test_penalties(target, s):
    for b, d in SHAPES:
        h, _ = inputs(b, d)
        penalty, _ = references.projected_error(h.astype(np.float64), directions(d, s))
        out = np.array(0.25, np.float32)
        compiled(target)(f"penalty{s}", h, out, np.float32(SCALE), *KEY)
        assert abs(out - (0.25 + SCALE * penalty)) < 3e-6 * (1 + SCALE * penalty), (b, d)


def products_of_bf16(h, s):
    """Projections, and the summands of the gradient, of products of bf16."""
    v = integers(h.shape[1], s).astype(np.float64)
    inverse = 1 / np.sqrt((v**2).sum(0))
    t = references.to_bf16(h) @ references.to_bf16(v) * inverse
    errors = references.to_bf16(references.erf(t / np.sqrt(2)) * inverse * np.float32(SCALE))
    return t, errors[:, None, :] * references.to_bf16(v)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("s", SLICES)
def test_gradients_of_bf16_products(target, s):
    for b, d in SHAPES:
        h, c = inputs(b, d)
        _, summands = products_of_bf16(h, s)
        want = c + summands.sum(2)
        _, full = references.projected_error(h.astype(np.float64), directions(d, s))
        full = c + SCALE * full
        before = c.copy()
        compiled(target)(f"gradient_of_bf16_{s}", h, c, np.float32(SCALE), *KEY)
        # As in f32, but for one error that is rounded to its other neighbour.
        flip = 2**-7 * np.abs(summands).max(2)
        magnitude = 1 + np.abs(want) + np.abs(summands).sum(2)
        assert (np.abs(c - want) <= 1e-6 * magnitude + flip).all(), (b, d)
        assert np.linalg.norm(c - full) <= 6e-3 * np.linalg.norm(full - before), (b, d)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("s", SLICES)
def test_penalties_of_bf16_products(target, s):
    for b, d in SHAPES:
        h, _ = inputs(b, d)
        t, _ = products_of_bf16(h, s)
        penalty = (
            t * references.erf(t / np.sqrt(2)) + np.sqrt(2 / np.pi) * np.exp(-t * t / 2)
        ).sum()
        out = np.array(0.25, np.float32)
        compiled(target)(f"penalty_of_bf16_{s}", h, out, np.float32(SCALE), *KEY)
        assert abs(out - (0.25 + SCALE * penalty)) < 3e-6 * (1 + SCALE * penalty), (b, d)


@pytest.mark.parametrize("target", TARGETS)
def test_bf16_products_of_bf16(target):
    h, c = inputs(9, 45, ml_dtypes.bfloat16, np.float32)
    _, summands = products_of_bf16(h, 9)
    want = c + summands.sum(2)
    compiled(target)("bf16_of_bf16", h, c, np.float32(SCALE), *KEY)
    assert (np.abs(c - want) <= 1e-5 + 2**-7 * np.abs(summands).max(2)).all()


@pytest.mark.skipif("avx512bf16" not in TARGETS, reason="no instructions for bf16")
def test_without_pairs_products_of_bf16_have_the_bits_of_avx512():
    text = term("gradient_of_bf16_70", "?x?xf32", "?x?xf32", 70, products="bf16")
    run = KernelModule(to_kernels(text, "avx512bf16", "pairs=false"), "avx512bf16")
    for b, d in SHAPES:
        h, want = inputs(b, d)
        got = want.copy()
        compiled("avx512")("gradient_of_bf16_70", h, want, np.float32(SCALE), *KEY)
        run("gradient_of_bf16_70", h, got, np.float32(SCALE), *KEY)
        assert np.array_equal(got, want), (b, d)


@pytest.mark.parametrize("options", ["kept-bytes=0", "threads=3", "threads=3 kept-bytes=0"])
def test_options_give_the_same_bits(options):
    text = term("gradient9", "?x?xf32", "?x?xf32", 9)
    text += term("gradient70", "?x?xf32", "?x?xf32", 70)
    text += term("gradient_of_bf16_70", "?x?xf32", "?x?xf32", 70, products="bf16")
    text += term("penalty9", "?x?xf32", "f32", 9, penalty=True)
    run = KernelModule(to_kernels(text, TARGETS[0], options), TARGETS[0])
    for b, d in SHAPES:
        h, c = inputs(b, d)
        for name in ("gradient9", "gradient70", "gradient_of_bf16_70", "penalty9"):
            want = np.array(0.5, np.float32) if name == "penalty9" else c.copy()
            got = want.copy()
            compiled(TARGETS[0])(name, h, want, np.float32(SCALE), *KEY)
            run(name, h, got, np.float32(SCALE), *KEY)
            assert np.array_equal(got, want), (name, b, d)


@pytest.mark.parametrize("target", TARGETS)
def test_sixteen_bits(target):
    bf16, f16 = ml_dtypes.bfloat16, np.float16
    for name, dtype, output, error in [("bf16", bf16, bf16, 2**-7), ("f16", f16, np.float32, 0)]:
        h, c = inputs(9, 45, dtype, output)
        _, gradient = references.projected_error(h.astype(np.float64), directions(45, 9))
        want = c.astype(np.float64) + SCALE * gradient
        compiled(target)(name, h, c, np.float32(SCALE), *KEY)
        # Rounded once: half a unit in the last place.
        assert (np.abs(c.astype(np.float64) - want) <= error / 2 * np.abs(want) + 5e-6).all()


@pytest.mark.parametrize("target", TARGETS)
def test_static_and_strided_buffers(target):
    h, c = inputs(5, 33)
    _, gradient = references.projected_error(h.astype(np.float64), directions(33, 9))
    want = c + SCALE * gradient
    wide_h, wide_c = np.full((5, 41), 3, np.float32), np.full((5, 37), 3, np.float32)
    wide_h[:, 4:37], wide_c[:, 2:35] = h, c
    compiled(target)("strided", wide_h[:, 4:37], wide_c[:, 2:35], np.float32(SCALE), *KEY)
    compiled(target)("static", h, c, np.float32(SCALE), *KEY)
    assert np.abs(c - want).max() < 1e-5
    assert np.array_equal(wide_c[:, 2:35], c)
    assert (wide_c[:, :2] == 3).all()
    assert (wide_c[:, 35:] == 3).all()


@pytest.mark.parametrize("name", ["gradient9", "gradient_of_bf16_9"])
def test_no_number_spreads_to_other_samples(name):
    h, c = inputs(9, 40)
    h[4, 7] = np.nan
    before = c.copy()
    compiled(TARGETS[0])(name, h, c, np.float32(SCALE), *KEY)
    assert np.isnan(c[4]).all()
    assert np.isfinite(np.delete(c, 4, 0)).all()
    assert (np.delete(c, 4, 0) != np.delete(before, 4, 0)).any()


ANALYTIC = [(1, "f32"), (7, "f32"), (33, "f32"), (333, "f32"), (2500, "f32"), (40, "f64")]
ANALYTIC += [(19, "bf16")]
BITS_OF = {"f32": np.float32, "f64": np.float64, "bf16": ml_dtypes.bfloat16}


def analytic_text(sizes=ANALYTIC):
    return "\n".join(
        f"""
func.func @{op}{d}{dtype}(%h: memref<?x{d}x{dtype}>, %c: memref<{out}>, %scale: f32) {{
  per.{op} #per.projected_error<estimator = analytic> ins(%h : memref<?x{d}x{dtype}>)
      scale(%scale : f32) samples [0] outs(%c : memref<{out}>)
  return
}}"""
        for d, dtype in sizes
        for op, out in (("gradient", f"?x{d}x{dtype}"), ("penalty", "f64"))
    )


@functools.cache
def compiled_analytic(target, options=""):
    return KernelModule(to_kernels(analytic_text(), target, options), target)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("d", "dtype"), ANALYTIC)
def test_analytic_terms(target, d, dtype):
    for b in (0, 1, 3, 17):  # a group has up to 16 samples
        h, c = inputs(b, d, BITS_OF[dtype])
        h[:1] = 0  # the norm has no derivative there
        penalty, gradient = references.projected_error_analytic(h.astype(np.float64))
        want = c.astype(np.float64) + SCALE * gradient
        value = np.array(0.25)
        scale = float(np.float32(SCALE))
        compiled_analytic(target)(f"gradient{d}{dtype}", h, c, np.float32(SCALE))
        compiled_analytic(target)(f"penalty{d}{dtype}", h, value, np.float32(SCALE))
        error = {"f32": 1e-6, "f64": 2e-8, "bf16": 2**-8}[dtype]  # the scale is of f32
        assert (np.abs(c.astype(np.float64) - want) <= error * (1 + np.abs(want))).all(), b
        bound = 1e-11 if dtype == "f64" else 1e-6
        assert abs(value - (0.25 + scale * penalty)) <= bound * (1 + penalty), b


def test_analytic_terms_of_threads_have_the_same_bits():
    for d, dtype in ANALYTIC:
        h, c = inputs(37, d, BITS_OF[dtype])
        other = c.copy()
        compiled_analytic(TARGETS[0])(f"gradient{d}{dtype}", h, c, np.float32(SCALE))
        run = compiled_analytic(TARGETS[0], "threads=3")
        run(f"gradient{d}{dtype}", h, other, np.float32(SCALE))
        assert np.array_equal(c, other)


@pytest.mark.parametrize("target", TARGETS)
def test_kernels_need_no_library(target):
    """No function for single bf16, which not every system has."""
    for module in (compiled(target), compiled_analytic(target)):
        command = [LLVM / "llvm-nm", "-D", "-u", module.library._name]
        names = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        assert "malloc" in names
        assert "bf" not in names


TENSORS = """
func.func @per_step(%h: tensor<4x6x3x2xf32>, %scale: tensor<f32>, %seed: tensor<i32>,
                %step: tensor<i32>, %c: tensor<4x6x3x2xf32>, %p: tensor<f32>)
    -> (tensor<4x6x3x2xf32>, tensor<f32>, tensor<4x6x3x2xf32>) {
  %e = tensor.empty() : tensor<8x9xf32>
  %theta = per.slices seed(%seed : tensor<i32>) step(%step : tensor<i32>) site(4000000000)
      outs(%e : tensor<8x9xf32>) -> tensor<8x9xf32>
  %0 = per.gradient #per.projected_error<slices = 9>
      ins(%h, %theta : tensor<4x6x3x2xf32>, tensor<8x9xf32>) scale(%scale : tensor<f32>)
      samples [1, 2] outs(%c : tensor<4x6x3x2xf32>) -> tensor<4x6x3x2xf32>
  %1 = per.penalty #per.projected_error<slices = 9>
      ins(%h, %theta : tensor<4x6x3x2xf32>, tensor<8x9xf32>) scale(%scale : tensor<f32>)
      samples [1, 2] outs(%p : tensor<f32>) -> tensor<f32>
  %2 = per.gradient #per.l1 ins(%h : tensor<4x6x3x2xf32>) scale(%scale : tensor<f32>)
      samples [0] outs(%0 : tensor<4x6x3x2xf32>) -> tensor<4x6x3x2xf32>
  return %0, %1, %2 : tensor<4x6x3x2xf32>, tensor<f32>, tensor<4x6x3x2xf32>
}
"""


def test_from_tensors_with_samples_inside():
    run = KernelModule(to_kernels(bufferized(TENSORS), TARGETS[0]), TARGETS[0])
    rng = np.random.default_rng(3)
    h, c = rng.normal(size=(2, 4, 6, 3, 2)).astype(np.float32)
    scalars = [np.array(SCALE, np.float32), *[np.array(x, np.int32) for x in (SEED, STEP)]]
    p, outputs = np.array(0.5, np.float32), [np.zeros_like(c), np.array(0, np.float32)]
    outputs.append(np.zeros_like(c))
    run("per_step", h, *scalars, c.copy(), p, *outputs)
    matrix = h.transpose(1, 2, 0, 3).reshape(18, 8).astype(np.float64)
    penalty, gradient = references.projected_error(matrix, directions(8, 9))
    gradient = gradient.reshape(6, 3, 4, 2).transpose(2, 0, 1, 3)
    assert np.abs(outputs[0] - (c + SCALE * gradient)).max() < 1e-5
    assert abs(outputs[1] - (0.5 + SCALE * penalty)) < 1e-5 * penalty
    assert np.abs(outputs[2] - (outputs[0] + np.float32(SCALE) * np.sign(h))).max() < 1e-6


MAIN = """
#include <stdint.h>
#include <stdlib.h>
typedef struct { float *base, *data; int64_t offset, size[2], stride[2]; } matrix;
void _mlir_ciface_gradient9(matrix *, matrix *, float, int32_t, int32_t);
void _mlir_ciface_gradient7f32(matrix *, matrix *, float);
void _mlir_ciface_gradient333f32(matrix *, matrix *, float);
static matrix make(int64_t b, int64_t d) {
  float *data = malloc(b * d * sizeof(float)); /* exactly its size */
  for (int64_t i = 0; i < b * d; ++i)
    data[i] = (float)(i % 7) - 3;
  return (matrix){data, data, 0, {b, d}, {d, 1}};
}
int main(int argc, char **argv) {
  for (int i = 1; i + 1 < argc; i += 2) {
    matrix h = make(atoi(argv[i]), atoi(argv[i + 1])), c = make(h.size[0], h.size[1]);
    _mlir_ciface_gradient9(&h, &c, 0.5f, 1, 2);
    if (h.size[1] == 7)
      _mlir_ciface_gradient7f32(&h, &c, 0.5f);
    if (h.size[1] == 333)
      _mlir_ciface_gradient333f32(&h, &c, 0.5f);
    free(h.base);
    free(c.base);
  }
}
"""


@pytest.mark.parametrize("target", TARGETS[:1])
@pytest.mark.parametrize("options", ["", "threads=3 kept-bytes=0"])
def test_no_access_out_of_bounds(tmp_path, target, options):
    """Under AddressSanitizer: accesses of buffers and workspace, and leaks."""
    text = term("gradient9", "?x?xf32", "?x?xf32", 9) + analytic_text([(7, "f32"), (333, "f32")])
    ir = to_llvm_ir(to_kernels(text, target, options))
    lines = [
        line[:-1] + "sanitize_address {" if line.startswith("define") and line[-1] == "{" else line
        for line in ir.splitlines()
    ]
    assert any("sanitize_address" in line for line in lines)
    (tmp_path / "kernel.ll").write_text("\n".join(lines))
    (tmp_path / "main.c").write_text(MAIN)
    program = tmp_path / "program"
    flags = ["-O1", "-fsanitize=address", "-Wno-override-module", *MACHINES[target]]
    sources = [tmp_path / "main.c", tmp_path / "kernel.ll"]
    subprocess.run([LLVM / "clang", *flags, *sources, "-lm", "-o", program], check=True)
    shapes = [*SHAPES[:-1], (1, 7), (17, 7), (1, 333), (19, 333)]
    shapes = [str(size) for shape in shapes for size in shape]
    result = subprocess.run([program, *shapes], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-3000:]
