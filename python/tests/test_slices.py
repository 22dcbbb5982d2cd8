"""The definition of the slices: check values, the same bits from every form, and their law."""

import ctypes
import functools
import hashlib
import subprocess
import zlib

import numpy as np
import pytest
import scipy.stats
from execution import LLVM, SOURCE, LinalgModule, StableHLOModule
from references import SLICE_VALUES

SHIM = """
#include "per/Support/Slices.h"
using namespace mlir::per;
extern "C" {
void philox(const uint32_t *c, const uint32_t *k, uint32_t *out) {
  auto words = philox4x32({c[0], c[1], c[2], c[3]}, {k[0], k[1]});
  for (int i = 0; i < 4; ++i)
    out[i] = words[i];
}
void normal16Table(int16_t *out) {
  for (int i = 0; i < 65536; ++i)
    out[i] = normal16(i);
}
int16_t element(uint32_t seed, uint32_t step, uint32_t site, uint32_t i,
                uint32_t k) {
  return drawSliceElement(seed, step, site, i, k);
}
void draw(uint32_t seed, uint32_t step, uint32_t site, int64_t d, int64_t s,
          int16_t *v) {
  drawSlices(seed, step, site, d, s, v);
}
void norms(const int16_t *v, int64_t d, int64_t s, int64_t *out) {
  computeSliceNorms(v, d, s, out);
}
float inverseNorm(int64_t norm) { return computeInverseNorm(norm); }
void normalize32(const int16_t *v, int64_t d, int64_t s, float *theta) {
  normalizeSlices(v, d, s, theta);
}
void normalize64(const int16_t *v, int64_t d, int64_t s, double *theta) {
  normalizeSlices(v, d, s, theta);
}
}
"""


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    """The C++ reference of the library, as a shared object."""
    directory = tmp_path_factory.mktemp("slices")
    (directory / "shim.cpp").write_text(SHIM)
    library = directory / "shim.so"
    sources = [directory / "shim.cpp", SOURCE / "lib/Support/Slices.cpp"]
    command = [
        LLVM / "clang++",
        "-std=c++17",
        "-O2",
        "-fPIC",
        "-shared",
        f"-I{SOURCE / 'include'}",
        *sources,
    ]
    subprocess.run([str(word) for word in [*command, "-o", library]], check=True)
    loaded = ctypes.CDLL(str(library))
    loaded.element.restype = ctypes.c_int16
    loaded.inverseNorm.restype = ctypes.c_float
    return loaded


def pointer(array):
    return array.ctypes.data_as(ctypes.c_void_p)


def draw(reference, seed, step, site, d, s):
    v = np.empty((d, s), np.int16)
    word = ctypes.c_uint32
    reference.draw(
        word(seed), word(step), word(site), ctypes.c_int64(d), ctypes.c_int64(s), pointer(v)
    )
    return v


def norms_of(reference, v):
    out = np.empty(v.shape[1], np.int64)
    reference.norms(
        pointer(v), ctypes.c_int64(v.shape[0]), ctypes.c_int64(v.shape[1]), pointer(out)
    )
    return out


def theta_of(reference, v, dtype):
    out = np.empty(v.shape, dtype)
    function = reference.normalize32 if dtype == np.float32 else reference.normalize64
    function(pointer(v), ctypes.c_int64(v.shape[0]), ctypes.c_int64(v.shape[1]), pointer(out))
    return out


# Known answers of Random123's kat_vectors for philox4x32, 10 rounds.
@pytest.mark.parametrize(
    ("counter", "key", "words"),
    [
        ([0] * 4, [0] * 2, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
            [0xA4093822, 0x299F31D0],
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
)
def test_philox_known_answers(reference, counter, key, words):
    out = np.empty(4, np.uint32)
    reference.philox(
        pointer(np.array(counter, np.uint32)), pointer(np.array(key, np.uint32)), pointer(out)
    )
    assert " ".join(f"{word:08x}" for word in out) == words


def table_of(reference):
    table = np.empty(65536, np.int16)
    reference.normal16Table(pointer(table))
    return table


def test_normal16_checksums(reference):
    table = table_of(reference)
    half = table[:32768].astype(np.int64)
    assert f"{zlib.crc32(table[:32768].tobytes()):08x}" == "b50ae745"
    assert (half.sum(), (half**2).sum()) == (187406231, 1683634764417)
    assert np.array_equal(table[32768:], -table[:32768])
    assert half.min() >= 1
    assert half.max() == 31706


def test_normal16_moments(reference):
    x = table_of(reference) / 7168.0
    assert abs(np.mean(x**2) - 1) < 1e-5
    x /= np.sqrt(np.mean(x**2))
    for power, want, error in [(4, 3, 5e-5), (6, 15, 1e-6), (8, 105, 1e-3)]:
        assert abs(np.mean(x**power) / want - 1) < error


@pytest.mark.parametrize(
    ("i", "k", "v"),
    SLICE_VALUES,
)
def test_check_values(reference, i, k, v):
    assert reference.element(1234, 7, 3, i, k) == v


def test_norms_and_their_inverses(reference):
    v = draw(reference, 1234, 7, 3, 16384, 3)
    norms = norms_of(reference, v)
    assert norms.tolist() == [830534375235, 846983579400, 852905359900]
    bits = [
        np.float32(reference.inverseNorm(ctypes.c_int64(int(n)))).view(np.uint32) for n in norms
    ]
    assert [f"{b:08x}" for b in bits] == ["35934694", "3591d6ac", "359154d7"]


def test_checksum_of_an_array(reference):
    v = draw(reference, 20240607, 11, 5, 4096, 256)
    assert hashlib.md5(v.tobytes()).hexdigest() == "7da63b72f4407b5a42301e830f96b316"


# The same bits from generated code. Odd sizes, sizes that do not fill a counter, one element,
# and tiles.
WHOLE = [(1, 1), (7, 5), (64, 256), (651, 30)]
TILES = [(3, 2, 10, 9), (6, 4, 8, 8), (1, 7, 1, 1)]  # first element and slice, numbers of them
SITE = 4_000_000_000  # counters are unsigned


def slices_module(level):
    functions = []
    key = "seed(%seed : tensor<i32>) step(%step : tensor<i32>)"
    for d, s in WHOLE:
        for dtype in ("i16", "f32", "f64"):
            type = f"tensor<{d}x{s}x{dtype}>"
            functions.append(f"""
func.func @v{d}_{s}_{dtype}(%seed: tensor<i32>, %step: tensor<i32>) -> {type} {{
  %e = tensor.empty() : {type}
  %v = per.slices {key} site({SITE}) outs(%e : {type}) -> {type}
  return %v : {type}
}}""")
        functions.append(f"""
func.func @n{d}_{s}(%seed: tensor<i32>, %step: tensor<i32>) -> tensor<{s}xi64> {{
  %zero = arith.constant dense<0> : tensor<{s}xi64>
  %d = arith.constant {d} : index
  %n = per.slice_norms {key} site({SITE})
      elements(%d) outs(%zero : tensor<{s}xi64>) -> tensor<{s}xi64>
  return %n : tensor<{s}xi64>
}}""")
    for i, k, d, s in TILES:
        type = f"tensor<{d}x{s}xi16>"
        functions.append(f"""
func.func @t{i}_{k}(%seed: tensor<i32>, %step: tensor<i32>) -> {type} {{
  %i = arith.constant {i} : index
  %k = arith.constant {k} : index
  %e = tensor.empty() : {type}
  %v = per.slices {key} site({SITE}) element_offset(%i) slice_offset(%k)
      outs(%e : {type}) -> {type}
  return %v : {type}
}}""")
    return functions


@functools.cache
def compiled(level):
    text = "\n".join(slices_module(level))
    return LinalgModule(text) if level == "linalg" else StableHLOModule(text)


KEY = [np.int32(-5), np.int32(2**31 - 1)]  # all 32 bits count


@pytest.mark.parametrize("level", ["linalg", "stablehlo"])
@pytest.mark.parametrize(("d", "s"), WHOLE)
def test_generated_code_has_the_same_bits(reference, level, d, s):
    run = compiled(level)
    want = draw(reference, 2**32 - 5, 2**31 - 1, SITE, d, s)
    (v,) = run(f"v{d}_{s}_i16", KEY, [((d, s), np.int16)])
    assert np.array_equal(v, want)
    for name, dtype in [("f32", np.float32), ("f64", np.float64)]:
        (theta,) = run(f"v{d}_{s}_{name}", KEY, [((d, s), dtype)])
        assert theta.dtype == dtype
        assert np.array_equal(theta, theta_of(reference, want, dtype))
    (norms,) = run(f"n{d}_{s}", KEY, [((s,), np.int64)])
    assert np.array_equal(norms, norms_of(reference, want))


@pytest.mark.parametrize("level", ["linalg", "stablehlo"])
@pytest.mark.parametrize(("i", "k", "d", "s"), TILES)
def test_tiles_have_the_same_bits(reference, level, i, k, d, s):
    (tile,) = compiled(level)(f"t{i}_{k}", KEY, [((d, s), np.int16)])
    whole = draw(reference, 2**32 - 5, 2**31 - 1, SITE, i + d, k + s)
    assert np.array_equal(tile, whole[i:, k:])


def test_dynamic_tiles_have_the_same_bits(reference):
    run = LinalgModule("""
func.func @tile(%seed: tensor<i32>, %step: tensor<i32>, %i: index, %k: index,
                %d: index) -> tensor<?x6xi16> {
  %e = tensor.empty(%d) : tensor<?x6xi16>
  %v = per.slices seed(%seed : tensor<i32>) step(%step : tensor<i32>) site(9)
      element_offset(%i) slice_offset(%k) outs(%e : tensor<?x6xi16>) -> tensor<?x6xi16>
  return %v : tensor<?x6xi16>
}""")
    seed, step, out = np.array(3, np.int32), np.array(4, np.int32), np.zeros((11, 6), np.int16)
    from execution import memref

    descriptors = [memref(array) for array in (seed, step, out)]
    position = [ctypes.c_int64(value) for value in (5, 3, 11)]
    arguments = [ctypes.byref(d) for d in descriptors]
    run.library._mlir_ciface_tile(*arguments[:2], *position, arguments[2])
    assert np.array_equal(out, draw(reference, 3, 4, 9, 16, 9)[5:, 3:])


# The law. Thresholds are z-scores that a right generator passes for these fixed seeds.
def test_normal_law(reference):
    x = draw(reference, 11, 0, 0, 4096, 512).astype(np.float64).ravel() / 7168
    n = x.size
    for power, mean, variance in [(1, 0, 1), (2, 1, 2), (3, 0, 15), (4, 3, 96)]:
        assert abs(np.mean(x**power) - mean) < 4 * np.sqrt(variance / n)
    # The law is discrete: its own distance to the normal one is 6.4e-5.
    distance = scipy.stats.kstest(x, "norm").statistic
    assert distance < 6.4e-5 + 1.63 / np.sqrt(n)


@pytest.mark.parametrize("d", [2, 8, 64])
def test_uniform_on_the_sphere(reference, d):
    v = draw(reference, 21, 1, 2, d, 40000)
    theta = theta_of(reference, v, np.float64)
    assert np.abs(np.linalg.norm(theta, axis=0) - 1).max() < 1e-7
    # One coordinate, and one along a diagonal, squared: Beta(1/2, (d-1)/2).
    for coordinate in (theta[0], (theta[0] + theta[1]) / np.sqrt(2)):
        assert (
            scipy.stats.kstest(coordinate**2, scipy.stats.beta(0.5, (d - 1) / 2).cdf).pvalue > 1e-3
        )


def correlation_z(a, b):
    a, b = a.astype(np.float64).ravel(), b.astype(np.float64).ravel()
    return np.corrcoef(a, b)[0, 1] * np.sqrt(a.size)


def test_independent_streams(reference):
    base = draw(reference, 1, 2, 3, 256, 256)
    others = {
        "seed": draw(reference, 2, 2, 3, 256, 256),
        "step": draw(reference, 1, 3, 3, 256, 256),
        "site": draw(reference, 1, 2, 4, 256, 256),
        "seed and step swapped": draw(reference, 2, 1, 3, 256, 256),
    }
    for name, other in others.items():
        assert abs(correlation_z(base, other)) < 4, name
        assert abs(correlation_z(base.astype(float) ** 2, other.astype(float) ** 2)) < 4, name
    for shift in (1, 2, 3, 4, 8):  # neighbours in a word, a block, and beyond
        assert abs(correlation_z(base[:, shift:], base[:, :-shift])) < 4
        assert abs(correlation_z(base[shift:], base[:-shift])) < 4


def test_slices_do_not_depend_on_the_size(reference):
    small, large = draw(reference, 1, 2, 3, 13, 6), draw(reference, 1, 2, 3, 40, 21)
    assert np.array_equal(small, large[:13, :6])
