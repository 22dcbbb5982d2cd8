"""Compares the table that `--test-per-scalar-functions` prints with references.

Usage: check_scalar_functions.py TABLE. Prints the numbers of functions and of
partial derivatives that agree; exits 1 with the worst difference of each that
does not.
"""

import sys
from collections import defaultdict

import jax
import jax.numpy as jnp
import numpy as np
import scipy.special as sp
from jax import lax

jax.config.update("jax_enable_x64", True)


def truth(function):
    """A function of floats that are truth values."""
    return lambda *xs: function(*(x != 0 for x in xs))


def tanh(x):
    """Whose derivative, unlike 1 - tanh^2, keeps its digits far from zero."""
    return jnp.sign(x) * (1 - 2 * jax.nn.sigmoid(-2 * jnp.abs(x)))


def trigamma(x):
    """JAX's own is for positive arguments; the others by reflection."""
    reflected = (np.pi / np.sin(np.pi * x)) ** 2 - sp.zeta(2, 1 - np.minimum(x, 0))
    return np.where(x > 0, sp.zeta(2, np.abs(x)), reflected)


# Name of the function: reference for values, reference for derivatives (none:
# all partials are identically zero).
REFERENCES = {
    "identity": (lambda x: x, lambda x: x),
    "negate": (np.negative, jnp.negative),
    "abs": (np.abs, jnp.abs),
    "sign": (np.sign, None),
    "exp": (np.exp, jnp.exp),
    "exp_minus_one": (np.expm1, jnp.expm1),
    "log": (np.log, jnp.log),
    "log_plus_one": (np.log1p, jnp.log1p),
    "logistic": (sp.expit, jax.nn.sigmoid),
    "tanh": (np.tanh, tanh),
    "sqrt": (np.sqrt, jnp.sqrt),
    "rsqrt": (lambda x: x**-0.5, lax.rsqrt),
    "cbrt": (np.cbrt, jnp.cbrt),
    "sine": (np.sin, jnp.sin),
    "cosine": (np.cos, jnp.cos),
    "tan": (np.tan, jnp.tan),
    "sinh": (np.sinh, jnp.sinh),
    "cosh": (np.cosh, jnp.cosh),
    "asin": (np.arcsin, jnp.arcsin),
    "acos": (np.arccos, jnp.arccos),
    "atan": (np.arctan, jnp.arctan),
    "asinh": (np.arcsinh, jnp.arcsinh),
    "acosh": (np.arccosh, jnp.arccosh),
    "atanh": (np.arctanh, jnp.arctanh),
    "erf": (sp.erf, lax.erf),
    "erfc": (sp.erfc, lax.erfc),
    "erf_inv": (sp.erfinv, lax.erf_inv),
    "lgamma": (sp.gammaln, lax.lgamma),
    "digamma": (sp.digamma, lax.digamma),
    "square": (np.square, jnp.square),
    "floor": (np.floor, None),
    "ceil": (np.ceil, None),
    "round_nearest_even": (np.rint, None),
    "round_nearest_away_from_zero": (
        lambda x: np.trunc(x + np.copysign(0.5, x)),
        None,
    ),
    "is_finite": (np.isfinite, None),
    "not": (truth(np.logical_not), None),
    "add": (np.add, jnp.add),
    "subtract": (np.subtract, jnp.subtract),
    "multiply": (np.multiply, jnp.multiply),
    "divide": (np.divide, jnp.divide),
    "remainder": (np.fmod, lax.rem),
    "power": (np.power, lax.pow),
    "atan2": (np.arctan2, jnp.arctan2),
    "maximum": (np.maximum, jnp.maximum),
    "minimum": (np.minimum, jnp.minimum),
    "copy_sign": (np.copysign, jnp.copysign),
    "and": (truth(np.logical_and), None),
    "or": (truth(np.logical_or), None),
    "xor": (truth(np.logical_xor), None),
    "compare_eq": (np.equal, None),
    "compare_ne": (np.not_equal, None),
    "compare_lt": (np.less, None),
    "compare_le": (np.less_equal, None),
    "compare_gt": (np.greater, None),
    "compare_ge": (np.greater_equal, None),
    "compare_ordered": (lambda x, y: ~(np.isnan(x) | np.isnan(y)), None),
    "compare_unordered": (lambda x, y: np.isnan(x) | np.isnan(y), None),
    "select": (
        lambda p, x, y: np.where(p, x, y),
        lambda p, x, y: jnp.where(p != 0, x, y),
    ),
    "clamp": (
        lambda lo, x, hi: np.minimum(np.maximum(x, lo), hi),
        lambda lo, x, hi: jnp.minimum(jnp.maximum(x, lo), hi),
    ),
}
# Derivatives that are not taken from JAX.
DERIVATIVES = {"digamma": trigamma}
# By these operands the derivative is identically zero.
ZERO = {("select", 0), ("copy_sign", 1)}


def difference(got, want):
    """The largest relative difference where the reference is finite; the
    non-finite samples must be the same ones."""
    want = np.asarray(want, dtype=np.float64)
    finite = np.isfinite(want)
    if not np.array_equal(finite, np.isfinite(got)):
        return np.inf
    if not finite.any():
        return np.inf
    return np.max(np.abs(got - want)[finite] / (1e-300 + np.abs(want[finite])))


def main(path):
    table = defaultdict(dict)
    with open(path) as lines:
        for line in lines:
            name, column, *samples = line.split()
            table[name][column] = np.array([float(x) for x in samples])
    wrong = []
    if set(table) != set(REFERENCES):
        wrong.append(f"functions differ: {set(table) ^ set(REFERENCES)}")
    partials = 0
    for name, (values, derivatives) in REFERENCES.items():
        columns = table[name]
        x = [columns[k] for k in ("x0", "x1", "x2") if k in columns]
        with np.errstate(all="ignore"):
            error = difference(columns["y"], values(*x))
        if not error < 2e-12:
            wrong.append(f"{name}: value differs by {error:.1e}")
        for i in range(len(x)):
            zero = derivatives is None or (name, i) in ZERO
            if zero != (f"d{i}" not in columns):
                wrong.append(f"{name}: partial {i} expected zero: {zero}")
            if zero or f"d{i}" not in columns:
                continue
            partials += 1
            if name in DERIVATIVES:
                want = DERIVATIVES[name](*x)
            else:
                want = jax.vmap(jax.grad(derivatives, i))(*map(jnp.asarray, x))
            # Outside of a domain either side may give a number or none.
            got = np.where(np.isfinite(columns["y"]), columns[f"d{i}"], 0)
            want = np.where(np.isfinite(columns["y"]), want, 0)
            error = difference(got, want)
            if not error < 1e-9:
                wrong.append(f"{name}: partial {i} differs by {error:.1e}")
    if wrong:
        sys.exit("\n".join(wrong))
    print(f"{len(table)} functions agree, {partials} partial derivatives agree")


main(sys.argv[1])
