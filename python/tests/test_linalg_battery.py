"""Whole training steps, natively: attached, imported to linalg, lowered by the
stock passes of MLIR and run.

Parameters after a step equal JAX autodiff of `loss + lam sum R(h)` with the
same slices, within the bounds of the XLA target.
"""

import per
import pytest
from linalg_steps import FUSE, run_step
from models import MODELS
from oracle.tap import BOUNDS, SEED, STEP, Oracle, term_error
from per.linalg import to_linalg
from random_steps import random_model
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


def _parameters():
    for name, model in MODELS.items():
        if model.error is None and name not in TOO_LARGE and not model.sharded:
            yield pytest.param(model, id=name, marks=[pytest.mark.slow] * (name not in SUITE))


def check_native_update(compiled, oracle, key, passes=()):
    model = oracle.model
    lam = oracle.strength(key, None)
    got = run_step(compiled, model, lam, SEED, STEP, passes)
    want = oracle.updated(key, lam, None)
    error = term_error(got, want, oracle.vanilla)
    bound = BOUNDS[model.precision]
    assert error <= bound, f"error {error:.2e} of the term's effect, bound {bound:.0e}"


@pytest.mark.parametrize("model", list(_parameters()))
def test_update(model):
    try:
        compiled = compile_model(model, regularizer("monte_carlo"))
    except NAMED_ERRORS:
        if model.may_refuse:
            return
        raise
    check_native_update(compiled, oracle_of(model.name), "monte_carlo")


@pytest.mark.slow
@pytest.mark.parametrize("name", SUITE)
def test_update_fused(name):
    compiled = compile_model(MODELS[name], regularizer("monte_carlo"))
    check_native_update(compiled, oracle_of(name), "monte_carlo", FUSE)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, model in MODELS.items() if model.sharded])
def test_several_devices(name):
    compiled = compile_model(MODELS[name], regularizer("monte_carlo"))
    with pytest.raises(per.CompileError, match="'sdy.manual_computation': has no conversion"):
        to_linalg(compiled.mlir)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40))
def test_random_step(seed):
    model = random_model(seed)
    key = "analytic" if seed % 3 == 0 else "monte_carlo"
    try:
        compiled = compile_model(model, regularizer(key))
    except NAMED_ERRORS:
        return  # counted in test_random_steps
    check_native_update(compiled, Oracle(model, (key,)), key)
