"""The analytic form: its exact values and its fits, against 40 digits."""

import ctypes
import subprocess

import mpmath
import numpy as np
import pytest
from execution import LLVM, SOURCE

SHIM = """
#include "per/Support/RadialFit.h"
using namespace mlir::per;
static RadialForm formOf(int form) { return form ? RadialForm::Penalty : RadialForm::Gradient; }
extern "C" {
double exact(int form, double d, double r) { return evaluateRadialForm(formOf(form), d, r); }
// The number of coefficients, or 0; then the fit's values at n points.
int fit(int form, double d, double tolerance, int n, const double *r, double *out) {
  auto fit = fitRadialForm(formOf(form), d, tolerance);
  if (!fit)
    return 0;
  for (int i = 0; i < n; ++i)
    out[i] = fit->evaluate(r[i]);
  return fit->coefficients.size();
}
}
"""
GRADIENT, PENALTY = 0, 1
FEATURES = [1, 2, 3, 8, 64, 650, 16384, 1_000_000]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    directory = tmp_path_factory.mktemp("radial")
    (directory / "shim.cpp").write_text(SHIM)
    sources = [
        directory / "shim.cpp",
        *(SOURCE / "lib/Support" / f"{n}.cpp" for n in ("RadialFit", "ConfluentHypergeometric")),
    ]
    flags = [
        "-std=c++17",
        "-O2",
        "-fPIC",
        "-shared",
        f"-I{SOURCE / 'include'}",
        "-o",
        directory / "shim.so",
    ]
    subprocess.run([str(word) for word in [LLVM / "clang++", *flags, *sources]], check=True)
    loaded = ctypes.CDLL(str(directory / "shim.so"))
    loaded.exact.restype = ctypes.c_double
    return loaded


def reference(form, d, r):
    with mpmath.workdps(40):
        half = mpmath.mpf(1) / 2
        a, b = (-half, mpmath.mpf(d) / 2) if form == PENALTY else (half, mpmath.mpf(d) / 2 + 1)
        return float(mpmath.hyp1f1(a, b, -(mpmath.mpf(float(r)) ** 2) / 2, maxterms=10**7))


def points(d):
    """Radii from far below to far above the root of d, where the function turns."""
    return np.concatenate([[0.0], np.sqrt(d) * np.logspace(-3, 4, 15)])


@pytest.mark.parametrize("form", [GRADIENT, PENALTY])
@pytest.mark.parametrize("d", FEATURES)
def test_exact_values(library, form, d):
    for r in points(d):
        got = library.exact(form, ctypes.c_double(d), ctypes.c_double(r))
        assert abs(got / reference(form, d, r) - 1) < 1e-13, r


@pytest.mark.parametrize("tolerance", [1e-7, 1e-12])
@pytest.mark.parametrize("form", [GRADIENT, PENALTY])
@pytest.mark.parametrize("d", FEATURES)
def test_fits(library, form, d, tolerance):
    r = points(d)
    out = np.empty_like(r)
    pointer = [a.ctypes.data_as(ctypes.c_void_p) for a in (r, out)]
    size = library.fit(form, ctypes.c_double(d), ctypes.c_double(tolerance), len(r), *pointer)
    assert 0 < size <= (15 if tolerance == 1e-7 else 30)
    want = np.array([reference(form, d, x) for x in r])
    # A factor for points between those of the grid that the compiler checks.
    assert np.abs(out / want - 1).max() < 1.1 * tolerance
