"""Bits of native steps: the same in every run and process, for any number of
threads, and those of the vanilla step where lambda is the constant 0."""

import hashlib
import os
import pathlib
import subprocess
import sys

import jax
import numpy as np
import per
import pytest
from models import MODELS
from oracle.tap import SEED, STEP
from under_test import compile_model, regularizer

#: One of each kind of layer, loop, type and optimiser.
VARIED = (
    "mlp_gelu_erf",
    "mlp_tanh",
    "cnn_pool",
    "cnn_adamw",
    "rnn_scan",
    "lstm_unrolled",
    "flax_transformer",
    "scan_layers_remat",
    "remat_tanh",
    "bf16_silu",
    "flax_train_state",
    "flax_resnet20_post_bn",
)
QUICK = ("cnn_adamw",)
_PARAMETERS = [pytest.param(n, marks=[] if n in QUICK else [pytest.mark.slow]) for n in VARIED]


def _bits(results):
    return [np.asarray(x).tobytes() for x in jax.tree.leaves(results) if hasattr(x, "dtype")]


def run(name, key="monte_carlo", term=True, **options):
    """The bits of all results of one step, compiled anew."""
    model = MODELS[name]
    target = per.CPU(**{"cache_dir": "", **options.pop("target", {})})
    compiled = compile_model(model, regularizer(key) if term else None, target=target, **options)
    with model.precision_scope():
        return _bits(compiled(*model.arguments(), seed=SEED, step=STEP))


def digest(name, directory):
    """A digest of the results, and the names and bytes of the code."""
    result = hashlib.sha256(b"".join(run(name, target={"cache_dir": str(directory)})))
    for path in sorted(pathlib.Path(directory).glob("llvmcache-per-*")):
        result.update(path.name.encode() + path.read_bytes())
    return result.hexdigest()


@pytest.mark.parametrize("name", _PARAMETERS)
def test_every_process_gives_the_same_bits(name, tmp_path):
    """Code and results: nothing depends on addresses or on the order of a hash."""
    here = str(pathlib.Path(__file__).parent)
    script = f"import sys; sys.path.insert(0, {here!r}); import conftest, test_cpu_bits\n"
    found = set()
    for number in range(2):
        command = f"print(test_cpu_bits.digest({name!r}, {str(tmp_path / str(number))!r}))"
        environment = {**os.environ, "PYTHONHASHSEED": str(number)}
        output = subprocess.run(
            [sys.executable, "-c", script + command],
            env=environment, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        found.add(output.split()[-1])
    assert len(found) == 1


@pytest.mark.parametrize("name", _PARAMETERS)
def test_threads_do_not_change_bits(name):
    one = run(name)
    for threads in (2, 3):
        assert run(name, target={"threads": threads}) == one


@pytest.mark.parametrize("name", _PARAMETERS)
def test_constant_zero_is_the_vanilla_step(name):
    assert run(name, lam=per.Constant(0.0)) == run(name, term=False)
