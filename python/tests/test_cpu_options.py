"""Every pass of per-to-cpu that is an option, on and off: the results are equal."""

import dataclasses
import re
import subprocess

import numpy as np
import per
import pytest
from execution import build_directory
from kernel_execution import TARGETS
from models import MODELS
from oracle.tap import flatten
from test_onednn import has_onednn
from under_test import compile_model, regularizer, updated

PASSES = (
    "linalg-fold-unit-extent-dims",
    "per-fold-reshapes",
    "per-fuse-elementwise",
    "per-compare-rectified",
    "per-order-outputs",
    "per-fold-additions",
    "per-sink-products",
    "per-interchange-loops",
    "per-split-sums",
    "per-pack-operands",
    "loop-invariant-code-motion",
    "per-expand-pads",
    "eliminate-empty-tensors",
    "per-join-epilogues",
    "per-outline-kernels",
    "convert-linalg-to-vector",
    "convert-linalg-to-threads",
    "per-parallel-to-openmp",
    "per-approximate-math",
)
ALL_OFF = f"disable={','.join(PASSES)}"
VARIANTS = (
    *(f"disable={name}" for name in PASSES),
    "separate-buffers",
    "tiles=5x1,2:3x2,3:4x3",
    *(f"target={target}" for target in TARGETS[1:]),
    *(["providers=onednn provider-min-work=0"] if has_onednn() else []),
)
#: The largest difference, relative to the update.
BOUNDS = {"f32": 2e-5, "bf16": 2e-2, "f64": 1e-12}


def test_these_are_all():
    tool = build_directory() / "tools/per-opt/per-opt"
    run = subprocess.run([tool, "--per-to-cpu=disable=x"], capture_output=True, text=True, input="")
    names = re.search(r"those that can are (.*)", run.stderr)[1]
    assert tuple(names.split(", ")) == PASSES


def differences(name, variants):
    """The differences of the update against that with all passes, by variant."""
    model = MODELS[name]
    # Monte Carlo: both kinds of kernels, of terms and of contractions.
    compiled = compile_model(model, regularizer("monte_carlo"), target=per.CPU(cache_dir=""))
    program = compiled._program
    reference = updated(compiled, model, lam=0.1)
    size = np.linalg.norm(reference - flatten(model.before(model.arguments())))
    found = {}
    for variant in variants:
        program._target = dataclasses.replace(program._target, pipeline=variant)
        program._compile()
        found[variant] = np.linalg.norm(updated(compiled, model, lam=0.1) - reference) / size
    return found


NAMES = [
    name
    for name, model in MODELS.items()
    if model.error is None and not (model.slow or model.sharded)
]


def _check(name, variants):
    try:
        found = differences(name, variants)
    except per.CompileError:
        if MODELS[name].may_refuse:
            pytest.skip("refused")
        raise
    bound = BOUNDS[MODELS[name].precision]
    wrong = {variant: error for variant, error in found.items() if not error <= bound}
    assert not wrong


def test_without_all_passes():
    _check("mlp_gelu_erf", [ALL_OFF])


def test_dimensions_of_one_element():
    """Reshapes that add them change places without end, if nothing stops them."""
    _check("accumulate_scan_remat", ["disable=linalg-fold-unit-extent-dims"])


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_options_do_not_change_results(name):
    """Everything off, and a third of the variants, another one for each model."""
    _check(name, [ALL_OFF, *VARIANTS[NAMES.index(name) % 3 :: 3]])
