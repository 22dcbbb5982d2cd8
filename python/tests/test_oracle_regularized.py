"""Every regulariser on six models; sorted ones as native code; single sites on three."""

import pytest
from models import MODELS
from oracle.regularizers import REGULARIZERS
from under_test import check_sites, check_update, compile_model, oracle_of, regularizer

_SIX = (
    "mlp_gelu_tanh",
    "several_consumers",
    "remat_relu",
    "scan_layers_remat",
    "dropout_label_smoothing",
    "tied_weights",
)
_OTHERS = tuple(k for k in REGULARIZERS if k not in ("monte_carlo", "analytic"))


@pytest.mark.parametrize("key", _OTHERS)
@pytest.mark.parametrize("name", _SIX)
def test_regularizer(name, key):
    oracle = oracle_of(name, _OTHERS)
    step = compile_model(MODELS[name], regularizer(key))
    check_sites(step, oracle)
    check_update(step, oracle, key)


@pytest.mark.parametrize("key", ["sliced_wasserstein", "sliced_wasserstein_2"])
@pytest.mark.parametrize("name", ["mlp_gelu_erf", "cnn_pool", "rnn_scan", "remat_tanh"])
def test_sorted_as_native_code(name, key):
    oracle = oracle_of(name, _OTHERS)
    step = compile_model(MODELS[name], regularizer(key), target="cpu")
    check_sites(step, oracle)
    check_update(step, oracle, key)


_EACH = [
    (n, i)
    for n in ("cnn_pool", "transformer_gelu", "remat_dropout")
    for i in range(MODELS[n].sites)
]


@pytest.mark.parametrize(("name", "site"), _EACH)
def test_one_site_attached(name, site):
    """Selecting a site changes neither its slices nor another site."""
    oracle = oracle_of(name)
    step = compile_model(MODELS[name], regularizer("monte_carlo"), sites=[site])
    assert [s.index for s in step.sites] == [site]
    check_update(step, oracle, "monte_carlo", only=(site,))
