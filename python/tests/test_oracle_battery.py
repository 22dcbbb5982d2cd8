"""Every model of the suite: right, or the error that it names.

Parameters after a compiled step equal JAX autodiff of `loss + lam sum R(h)`
with the same slices; the sites found are exactly the hidden activations.
"""

import per
import pytest
from models import MODELS
from oracle.tap import BOUNDS
from under_test import (
    NAMED_ERRORS,
    check_native_near_kinks,
    check_sites,
    check_update,
    compile_model,
    measure,
    oracle_of,
    regularizer,
)


def _parameters(chosen):
    return [
        pytest.param(m, id=n, marks=[pytest.mark.slow] * m.slow)
        for n, m in MODELS.items()
        if chosen(m)
    ]


#: Of each family of models one that also runs as native code in the suite; the
#: others do in the nightly run.
NATIVE = {
    "mlp_relu",
    "mlp_gelu_erf",
    "cnn_pool",
    "rnn_scan",
    "rnn_scan_wide",
    "remat_tanh",
    "bf16_silu",
}


def _on_targets():
    for parameter in _parameters(lambda m: m.error is None):
        (model,) = parameter.values
        yield pytest.param(model, "xla", id=model.name, marks=parameter.marks)
        if model.sharded:
            continue
        slow = [] if model.name in NATIVE else [pytest.mark.slow]
        yield pytest.param(model, "cpu", id=f"{model.name}-cpu", marks=slow)


@pytest.mark.parametrize("key", ["monte_carlo", "analytic"])
@pytest.mark.parametrize(("model", "target"), list(_on_targets()))
def test_update(model, target, key):
    try:
        step = compile_model(model, regularizer(key), target=target)
    except NAMED_ERRORS:
        if model.may_refuse:
            return
        raise
    oracle = oracle_of(model.name)
    check_sites(step, oracle)
    if target == "xla" or model.precision != "f32":
        return check_update(step, oracle, key)
    # XLA rounds as the oracle does, native code in its own way.
    error, lam = measure(step, oracle, key)
    if error > BOUNDS["f32"]:
        check_native_near_kinks(oracle, key, error, lam)


@pytest.mark.slow
@pytest.mark.parametrize("model", _parameters(lambda m: m.sharded))
def test_native_code_is_for_one_device(model):
    with pytest.raises(per.StepError, match="with target='cpu' a step runs on one"):
        compile_model(model, regularizer("analytic"), target="cpu")


@pytest.mark.parametrize("model", _parameters(lambda m: m.error is not None))
def test_refused(model):
    with pytest.raises(NAMED_ERRORS, match=model.error):
        compile_model(model, regularizer("analytic"))


@pytest.mark.parametrize("name", ["flax_resnet110_pre_bn", "flax_resnet110_post_bn"])
def test_resnet110_is_attached_and_proved(name):
    """The largest graph of the suite; it is run in the slow suite only."""
    step = compile_model(MODELS[name], regularizer("analytic"))
    assert len(step.sites) == MODELS[name].sites
