"""Regularisers in double precision, from their definitions: independent of the project's code."""

import ml_dtypes
import numpy as np
from scipy.special import erf, ndtr, ndtri

#: (i, k, v): element i of slice k for seed 1234, step 7, site 3, before
#: normalisation (`docs/slices.md`).
SLICE_VALUES = [
    (0, 0, -7838),
    (1, 0, -8816),
    (0, 1, 7309),
    (0, 4, -5655),
    (2, 0, 211),
    (3, 5, 731),
    (649, 255, -4529),
    (16383, 255, 1938),
    (16384, 0, 2091),
    (1000000, 17, -7929),
    (7, 1023, 9763),
    (4095, 128, -4871),
]


def projected_error(h, theta):
    t = h @ theta
    penalty = np.sum(t * erf(t / np.sqrt(2)) + np.sqrt(2 / np.pi) * np.exp(-t * t / 2))
    return penalty, erf(t / np.sqrt(2)) @ theta.T


def to_bf16(x):
    """The nearest bf16 of numbers that are rounded to f32 before."""
    return x.astype(np.float32).astype(ml_dtypes.bfloat16).astype(np.float64)


def projected_error_bf16(h, theta):
    """With operands of the products rounded to bf16."""
    h, theta = to_bf16(h), to_bf16(theta)
    penalty, _ = projected_error(h, theta)
    return penalty, to_bf16(erf(h @ theta / np.sqrt(2))) @ theta.T


def projected_error_analytic(h):
    import mpmath

    d = h.shape[1]
    penalty, gradient = 0.0, np.zeros_like(h)
    root = mpmath.sqrt(2 / mpmath.pi)
    for i, row in enumerate(h):
        x = -mpmath.mpf(float(row @ row)) / 2
        penalty += float(
            root * mpmath.hyp1f1(mpmath.mpf(-1) / 2, mpmath.mpf(d) / 2, x, maxterms=10**6)
        )
        gradient[i] = row * float(
            root / d * mpmath.hyp1f1(mpmath.mpf(1) / 2, mpmath.mpf(d) / 2 + 1, x, maxterms=10**6)
        )
    return penalty, gradient


def l1(h):
    return np.sum(np.abs(h)), np.sign(h)


def l2(h):
    return np.sum(h * h), 2 * h


def huber(h, delta):
    inside = np.abs(h) <= delta
    return np.sum(np.where(inside, h * h / 2, delta * (np.abs(h) - delta / 2))), np.where(
        inside, h, delta * np.sign(h)
    )


def pseudo_huber(h, delta):
    root = np.sqrt(1 + (h / delta) ** 2)
    return np.sum(delta**2 * (root - 1)), h / root


def variance_constancy(h, n, beta):
    first, second = h[:n], h[n : 2 * n]
    v1, v2 = first.var(axis=0, ddof=1), second.var(axis=0, ddof=1)
    off = 1 - v1 / (v2 + beta)
    gradient = np.zeros_like(h)
    gradient[:n] = -2 * off / (v2 + beta) * 2 * (first - first.mean(axis=0)) / (n - 1)
    gradient[n : 2 * n] = (
        2 * off * v1 / (v2 + beta) ** 2 * 2 * (second - second.mean(axis=0)) / (n - 1)
    )
    return np.sum(off**2), gradient


def _density(x):
    return np.exp(-x * x / 2) / np.sqrt(2 * np.pi)


def _quantile_integral(u):
    """The integral of the quantiles of N(0, 1) from 0 to u."""
    return -_density(ndtri(u))


def sliced_wasserstein(h, theta, p):
    """b sum_k W_p^p of the projections on column k; see the quadrature in test_wasserstein.py."""
    b = len(h)
    t = h @ theta
    order = np.argsort(t, axis=0, kind="stable")
    x = np.take_along_axis(t, order, axis=0)
    a, c = np.arange(b)[:, None] / b, np.arange(1, b + 1)[:, None] / b
    mean = b * (_quantile_integral(c) - _quantile_integral(a))
    if p == 1:
        u = np.clip(ndtr(x), a, c)  # from here on, quantiles are above x
        below = x * (u - a) - (_quantile_integral(u) - _quantile_integral(a))
        above = (_quantile_integral(c) - _quantile_integral(u)) - x * (c - u)
        cells = b * (below + above)
        ranked = b * (2 * u - a - c)
    else:
        # The square of N(0, 1) is 1 in the mean, over all cells.
        cells = (x - mean) ** 2 + (1 - np.mean(mean**2))
        ranked = 2 * (x - mean)
    derivative = np.empty_like(ranked)
    np.put_along_axis(derivative, order, ranked, axis=0)
    return np.sum(cells), derivative @ theta.T
