"""Functions of JAX imported to linalg, lowered by the stock passes and run."""

import jax
import numpy as np
from execution import LinalgModule
from oracle.tap import flatten
from per import exporting, shims
from per.linalg import to_linalg

#: Elementwise fusion by the stock passes.
FUSE = (
    "--linalg-fold-unit-extent-dims",
    "--canonicalize",
    "--cse",
    "--linalg-fuse-elementwise-ops",
    "--canonicalize",
    "--cse",
)


class NativeFunction:
    """A module with a function `main` of arrays, on the processor."""

    def __init__(self, text, results, passes=()):
        self.linalg = to_linalg(text)
        # The name `main` is taken in every process.
        renamed = self.linalg.replace('sym_name = "main"', 'sym_name = "per_main"')
        self.module = LinalgModule(renamed, passes)
        self.results = [(result.shape, result.dtype) for result in results]

    def __call__(self, *arrays):
        return self.module("per_main", arrays, self.results)


def stablehlo_of(function, *args):
    """The StableHLO of a function of arrays in generic form, and its results."""
    flat = lambda *arrays: jax.tree.leaves(function(*arrays))
    exported = exporting.export_flat(jax.jit(flat, keep_unused=True), args)
    return shims.module_text(exported), exported.out_avals


def native(function, *args):
    return NativeFunction(*stablehlo_of(function, *args))


def check_against_jax(function, *args, rtol=1e-5, atol=1e-6):
    """Runs the function natively; all results must be what JAX computes.

    Returns:
      The native function, for checks of its linalg.
    """
    args = [np.asarray(a) for a in args]
    compiled = native(function, *args)
    want = jax.tree.leaves(jax.jit(function)(*args))
    got = compiled(*args)
    assert len(got) == len(want) > 0
    for ours, theirs in zip(got, want, strict=True):
        theirs = np.asarray(theirs)
        assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
        if np.issubdtype(theirs.dtype, np.integer) or theirs.dtype == bool:
            np.testing.assert_array_equal(ours, theirs)
        else:
            ours, theirs = ours.astype(np.float64), theirs.astype(np.float64)
            # Differences of functions such as tanh count against the whole array.
            finite = np.abs(theirs[np.isfinite(theirs)])
            bound = max(atol, rtol * finite.max(initial=0))
            np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=bound)
    return compiled


def _bits(array):
    """The array that a key of random numbers holds; others as they are."""
    if jax.dtypes.issubdtype(getattr(array, "dtype", np.float32), jax.dtypes.prng_key):
        array = jax.random.key_data(array)
    return np.asarray(array)


def run_step(compiled, model, lam, seed, step, passes=()):
    """The updated parameters of one step of a compiled step, run natively; flat."""
    with model.precision_scope():
        call = compiled._static.flatten(model.arguments(), {})
        traced = compiled._traced
        native_step = NativeFunction(compiled.mlir, traced.exported.out_avals, passes)
        inputs = [*call.arrays, *compiled._scalars(call, seed, step, lam)]
        results = native_step(*map(_bits, inputs))
        out = traced.structure.rebuild(results, call.treedef, call.leaves)
        return flatten(model.after(out))
