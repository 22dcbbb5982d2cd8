"""Whole attached steps with kernels, against the same steps under XLA."""

import jax
import numpy as np
import pytest
from execution import StableHLOModule
from kernel_execution import TARGETS, KernelModule, bufferized, to_kernels
from legalization import attach, imported, loss_result, of_arrays
from models import MODELS
from per.linalg import to_linalg

SCALARS = {"lambda": "new", "seed": "new", "step": "new"}
LAMBDA = 30  # a term that weighs as much as the loss
SEED, STEP = np.int32(11), np.int32(3)
CASES = [
    ("mlp_gelu_erf", "#per.projected_error<slices = 24>"),
    ("cnn_pool", "#per.projected_error<estimator = analytic>"),
]


def joined(arrays):
    return np.concatenate([np.asarray(array, np.float64).ravel() for array in arrays])


@pytest.mark.parametrize(("name", "regularizer"), CASES)
def test_updates_equal_those_of_xla(name, regularizer):
    step, args = of_arrays(MODELS[name].step(), MODELS[name].arguments())
    results = [(leaf.shape, leaf.dtype) for leaf in jax.eval_shape(step, *args)]
    attached = attach(imported(step, args), loss_result(step, args), regularizer, **SCALARS)
    assert attached.returncode == 0, attached.stderr
    reference = StableHLOModule(attached.stdout)
    vanilla, want = (
        joined(reference("main", [*args, np.float32(lam), SEED, STEP], results))
        for lam in (0, LAMBDA)
    )
    effect = np.linalg.norm(want - vanilla)
    assert effect > 0.01 * np.linalg.norm(vanilla)

    # The name `main` is taken in every process.
    linalg = to_linalg(attached.stdout).replace('sym_name = "main"', 'sym_name = "per_main"')
    linalg = linalg.replace("@main", "@per_main")
    kernels = to_kernels(bufferized(linalg), TARGETS[0], "threads=2")
    assert "call @per_" in kernels
    assert "per.gradient" not in kernels
    arguments = [np.array(a, order="C") for a in [*args, np.float32(LAMBDA), SEED, STEP]]
    outputs = [np.zeros(shape, dtype) for shape, dtype in results]
    KernelModule(kernels, TARGETS[0])("per_main", *arguments, *outputs)
    assert np.linalg.norm(joined(outputs) - want) <= 1e-3 * effect
