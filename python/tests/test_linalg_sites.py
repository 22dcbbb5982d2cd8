"""The two levels agree: a step has the same sites on linalg as on StableHLO."""

import re

import pytest
from legalization import attach, finished, imported, legalized, loss_result, of_arrays, per_opt
from models import MODELS

#: One model for each rule of the adapter; the others are in the slow suite.
REPRESENTATIVE = {
    "mlp_gelu_erf",
    "mlp_silu",
    "mlp_elu",
    "cnn_pool",
    "lstm_unrolled",
    "rnn_scan",
    "scan_layers_remat",
    "remat_dropout",
    "per_example_grads",
    "vector_output",
    "embedding",
    "transformer_gelu",
    "bf16_gelu_tanh",
}


def sites(text, loss):
    """(shape and type, family, sample dimensions) of each site."""
    result = per_opt(text, f"--test-per-print-sites=loss={loss}")
    assert result.returncode == 0, result.stderr
    found = re.findall(r"^site \d+: (\S+) \S+, (\S+), samples \[([^\]]*)\]", result.stderr, re.M)
    assert len(found) == len(re.findall("^site", result.stderr, re.M))
    return found


LEVELS = {"legalized": legalized, "finished": finished}


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in REPRESENTATIVE else [pytest.mark.slow])
        for name in MODELS
    ],
)
def test_same_sites_and_attached(name, level):
    model = MODELS[name]
    with model.precision_scope():
        step, args = of_arrays(model.step(), model.arguments())
        text, loss = imported(step, args), loss_result(step, args)
    if level == "finished" and model.sharded:
        with pytest.raises(AssertionError, match="sdy.manual_computation"):
            finished(text)
        return
    converted = LEVELS[level](text)
    assert "linalg.generic" in converted
    want = sites(text, loss)
    assert sites(converted, loss) == want
    reference, got = attach(text, loss), attach(converted, loss)
    assert got.returncode == reference.returncode, got.stderr
    assert got.stdout.count('"per.gradient"') == reference.stdout.count('"per.gradient"')
    if reference.returncode == 0:
        assert reference.stdout.count('"per.gradient"') > 0


def test_representative_models_exist():
    assert set(MODELS) >= REPRESENTATIVE


@pytest.mark.parametrize(
    "name", ["mlp_gelu_tanh", "cnn_pool", "rnn_scan", "bf16_silu", "remat_gelu"]
)
def test_attached_stablehlo_is_legalized_whole(name):
    """Attached on StableHLO, legalized by a jaxlib that does not know `per`."""
    model = MODELS[name]
    step, args = of_arrays(model.step(), model.arguments())
    attached = attach(imported(step, args), loss_result(step, args))
    assert attached.returncode == 0, attached.stderr
    count = attached.stdout.count('"per.gradient"')
    assert count == model.sites
    converted = legalized(attached.stdout)
    assert converted.count('"per.gradient"') == count
    assert "stablehlo.dot" not in converted
    parsed = per_opt(converted, "--canonicalize", "--cse")
    assert parsed.returncode == 0, parsed.stderr
    assert parsed.stdout.count('"per.gradient"') == count
