"""The oracle with `kernel="native"`: terms as kernels that XLA calls."""

import pytest
from models import MODELS
from under_test import check_sites, check_update, compile_model, oracle_of, regularizer

#: In the suite: layers, convolutions, loops, recomputation, branches, all types,
#: several devices. The others run in the nightly run.
SUITE = {
    "mlp_relu",
    "mlp_tanh_f64",
    "bf16_silu",
    "cnn_pool",
    "lstm_scan",
    "scan_layers_remat",
    "accumulate_scan_remat",
    "activation_in_branch_true",
    "layer_in_shard_map",
}


def _models():
    for name, model in MODELS.items():
        if model.error is None:
            slow = [] if name in SUITE else [pytest.mark.slow]
            yield pytest.param(name, id=name, marks=slow)


def check(name, key):
    step = compile_model(MODELS[name], regularizer(key), kernel="native")
    assert step._library is not None
    oracle = oracle_of(name, (key,))
    check_sites(step, oracle)
    check_update(step, oracle, key)


@pytest.mark.parametrize("name", list(_models()))
def test_monte_carlo(name):
    check(name, "monte_carlo")


@pytest.mark.parametrize("name", ["mlp_tanh", "cnn_pool", "rnn_scan"])
def test_sliced_wasserstein(name):
    check(name, "sliced_wasserstein")
