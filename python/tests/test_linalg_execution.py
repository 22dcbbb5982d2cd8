"""Attached steps that leave over linalg, executed, against the road over StableHLO and XLA."""

import jax
import numpy as np
import pytest
from execution import LinalgModule, StableHLOModule
from legalization import (
    attach,
    imported,
    loss_result,
    of_arrays,
    to_linalg,
    without_attributes,
)
from models import MODELS

MONTE_CARLO = "#per.projected_error<slices = 24>"
ANALYTIC = "#per.projected_error<estimator = analytic>"
#: New arguments of the function, in this order.
SCALARS = {"lambda": "new", "seed": "new", "step": "new"}
#: The rate of the models' descent is 0.1: a term that weighs as much as the loss.
LAMBDA = 30
SEED, STEP = np.int32(11), np.int32(3)
TOLERANCE = {"f32": 1e-3, "bf16": 5e-2, "f64": 1e-8}


def run(module, arguments, results, lam):
    """All results of one call, as one vector."""
    out = module("main", [*arguments, np.float32(lam), SEED, STEP], results)
    return np.concatenate([np.asarray(array, np.float64).ravel() for array in out])


def on_linalg(text):
    return LinalgModule(without_attributes(text))


def attached(text, loss, regularizer):
    result = attach(text, loss, regularizer, **SCALARS)
    assert result.returncode == 0, result.stderr
    return result.stdout


CASES = [
    ("mlp_gelu_erf", MONTE_CARLO),
    ("cnn_pool", "#per.pseudo_huber"),
    ("lstm_unrolled", ANALYTIC),
]


@pytest.mark.parametrize(("name", "regularizer"), CASES)
def test_updates_equal_those_over_stablehlo(name, regularizer):
    model = MODELS[name]
    with model.precision_scope():
        step, args = of_arrays(model.step(), model.arguments())
        text, loss = imported(step, args), loss_result(step, args)
        results = [(leaf.shape, leaf.dtype) for leaf in jax.eval_shape(step, *args)]
    reference = attached(text, loss, regularizer)
    roads = {
        "attached on StableHLO, then legalized": to_linalg(reference),
        "legalized, then attached": attached(to_linalg(text), loss, regularizer),
    }
    over_xla = StableHLOModule(reference)
    vanilla, want = (run(over_xla, args, results, lam) for lam in (0, LAMBDA))
    effect = np.linalg.norm(want - vanilla)
    assert effect > 0.01 * np.linalg.norm(vanilla)
    for road, module in roads.items():
        got = run(on_linalg(module), args, results, LAMBDA)
        assert np.linalg.norm(got - want) <= TOLERANCE[model.precision] * effect, road
