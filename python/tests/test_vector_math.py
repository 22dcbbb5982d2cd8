"""The error function of generated code, densely against double precision."""

import functools

import numpy as np
import pytest
from execution import per_opt
from kernel_execution import LANES, TARGETS, KernelModule
from scipy.special import erf


@functools.cache
def compiled(target):
    n = LANES[target]
    text = f"""
func.func @erf(%x: memref<?xf32>, %y: memref<?xf32>) attributes {{llvm.emit_c_interface}} {{
  %zero = arith.constant 0 : index
  %step = arith.constant {n} : index
  %n = memref.dim %x, %zero : memref<?xf32>
  scf.for %i = %zero to %n step %step {{
    %a = vector.load %x[%i] : memref<?xf32>, vector<{n}xf32>
    %b = math.erf %a : vector<{n}xf32>
    vector.store %b, %y[%i] : memref<?xf32>, vector<{n}xf32>
  }}
  return
}}
func.func @scalar(%x: memref<?xf32>, %y: memref<?xf32>) attributes {{llvm.emit_c_interface}} {{
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %n = memref.dim %x, %zero : memref<?xf32>
  scf.for %i = %zero to %n step %one {{
    %a = memref.load %x[%i] : memref<?xf32>
    %b = math.erf %a : f32
    memref.store %b, %y[%i] : memref<?xf32>
  }}
  return
}}"""
    fma = "false" if target == "generic" else "true"
    return KernelModule(per_opt(text, f"--per-expand-erf=fma={fma}"), target)


def call(target, x, name="erf"):
    y = np.empty_like(x)
    compiled(target)(name, x, y)
    return y


def bits(first, last, stride):
    """The floats from one to the other, every `stride`-th; a multiple of 16 of them."""
    start, end = (int(np.float32(x).view(np.int32)) for x in (first, last))
    count = (end - start) // stride // 16 * 16
    return (start + stride * np.arange(count, dtype=np.int64)).astype(np.int32).view(np.float32)


def units(x, y):
    want = erf(x.astype(np.float64))
    return np.abs(y.astype(np.float64) - want) / np.spacing(np.abs(want).astype(np.float32))


@pytest.mark.parametrize("target", TARGETS)
def test_erf(target):
    bound = 2 if target == "generic" else 1.1
    for x in (bits(1e-4, 5, 61), bits(1e-38, 1e-4, 10007), bits(0.89, 0.91, 1)):
        assert units(x, call(target, x)).max() < bound
        assert np.array_equal(call(target, -x), -call(target, x))


@pytest.mark.slow
def test_erf_of_all_floats():
    for first in np.geomspace(1e-4, 4, 64)[:-1]:
        x = bits(first, first * 40000 ** (1 / 63), 1)
        assert units(x, call(TARGETS[0], x)).max() < 1.1


def test_erf_of_special_numbers():
    x = np.zeros(16, np.float32)
    x[:6] = [np.inf, -np.inf, np.nan, -0.0, 1e-45, 3e38]
    for name in ("erf", "scalar"):
        y = call(TARGETS[0], x, name)
        assert y[0] == 1
        assert y[1] == -1
        assert np.isnan(y[2])
        assert np.signbit(y[3])
        assert y[3] == 0
        assert y[5] == 1
        assert not y[6:].any()


def test_scalars_and_vectors_agree():
    x = bits(1e-3, 4.5, 4999)
    assert np.array_equal(call(TARGETS[0], x, "scalar"), call(TARGETS[0], x))
