"""Whole training steps, natively: attached, imported to linalg, lowered by the
stock passes of MLIR and run.

Parameters after a step equal JAX autodiff of `loss + lam sum R(h)` with the
same slices, within the bounds of the XLA target.
"""

import jax
import numpy as np
import pytest
from linalg_steps import NativeFunction
from models import MODELS
from oracle.tap import BOUNDS, SEED, STEP, flatten, term_error
from under_test import NAMED_ERRORS, compile_model, oracle_of, regularizer

#: One for each thing that imports in its own way.
SUITE = [
    "mlp_gelu_erf",
    "bf16_silu",
    "cnn_pool",
    "lstm_scan",
    "flax_lstm_tokens",  # an embedding
    "dropout_both_sides",
    "remat_tanh",
    "scan_layers_remat_f64",
    "accumulate_divide_at_end",
    "vmap_per_example",
]
#: Scalar loops over whole convolutions, which take minutes to compile and run.
TOO_LARGE = {name for name, model in MODELS.items() if model.slow} | {
    "resnet20_post_bn",
    "resnet20_pre_bn",
}


def _bits(array):
    """The array that a key of random numbers holds; others as they are."""
    if jax.dtypes.issubdtype(getattr(array, "dtype", np.float32), jax.dtypes.prng_key):
        array = jax.random.key_data(array)
    return np.asarray(array)


def run_natively(compiled, model, lam):
    """The updated parameters of one step, flat."""
    with model.precision_scope():
        call = compiled._static.flatten(model.arguments(), {})
        traced = compiled._traced
        step = NativeFunction(compiled.mlir, traced.exported.out_avals)
        inputs = [*call.arrays, *compiled._scalars(call, SEED, STEP, lam)]
        results = step(*map(_bits, inputs))
        out = traced.structure.rebuild(results, call.treedef, call.leaves)
        return flatten(model.after(out))


def _parameters():
    for name, model in MODELS.items():
        if model.error is None and name not in TOO_LARGE:
            yield pytest.param(model, id=name, marks=[pytest.mark.slow] * (name not in SUITE))


@pytest.mark.parametrize("model", list(_parameters()))
def test_update(model):
    try:
        compiled = compile_model(model, regularizer("monte_carlo"))
    except NAMED_ERRORS:
        if model.may_refuse:
            return
        raise
    oracle = oracle_of(model.name)
    lam = oracle.strength("monte_carlo", None)
    got = run_natively(compiled, model, lam)
    want = oracle.updated("monte_carlo", lam, None)
    error = term_error(got, want, oracle.vanilla)
    bound = BOUNDS[model.precision]
    assert error <= bound, f"error {error:.2e} of the term's effect, bound {bound:.0e}"
