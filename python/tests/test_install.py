"""`pip install .`, as a user does it: what it installs works by itself."""

import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

_TRAIN = """
import pathlib
import sys

import jax
import jax.numpy as jnp
import numpy as np
import per

assert pathlib.Path(per.__file__).is_relative_to(sys.prefix), per.__file__


def loss(weights, x, y):
    hidden = jnp.tanh(x @ weights[0])
    return jnp.mean((hidden @ weights[1] - y) ** 2)


def step(weights, x, y):
    value, gradients = jax.value_and_grad(loss)(weights, x, y)
    return value, jax.tree.map(lambda w, g: w - 0.1 * g, weights, gradients)


rng = np.random.default_rng(0)
draw = lambda *shape: rng.standard_normal(shape).astype(np.float32)
start = [draw(20, 32) / 4, draw(32, 5) / 4]
batch = draw(64, 20), draw(64, 5)


def train(regularizer=per.ProjectedError(slices=16), **options):
    regularized = per.compile(step, (start, *batch), regularizer=regularizer, lam=10.0, **options)
    weights, losses = start, []
    for number in range(20):
        scalars = {"seed": 0, "step": number} if regularizer else {}
        value, weights = regularized(weights, *batch, **scalars)
        losses.append(float(value))
    assert losses[-1] < losses[0], losses
    return np.concatenate([np.ravel(w) for w in weights])


vanilla = train(regularizer=None)
by_xla = train(target="xla")
effect = np.linalg.norm(by_xla - vanilla)
assert effect > 1e-2 * np.linalg.norm(vanilla), effect
for options in ({"kernel": "native"}, {"target": "cpu"}):
    error = np.linalg.norm(train(**options) - by_xla)
    assert error < 1e-3 * effect, (options, error, effect)
"""


def _run(command, directory, **environment):
    """In a directory without the project, with a clean path."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PER_", "PYTHON", "XLA_"))}
    result = subprocess.run(
        command,
        cwd=directory,
        env={**kept, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert result.returncode == 0, result.stdout[-6000:]


@pytest.mark.slow
def test_installed_package_trains(tmp_path):
    _run([sys.executable, "-m", "venv", tmp_path / "venv"], tmp_path)
    python = tmp_path / "venv/bin/python"
    pins = ROOT / "python/requirements.txt"
    # Compilations are found again where the path of the build is the same.
    build = f"--config-settings=build-dir={ROOT / 'build/pip'}"
    _run(
        [python, "-m", "pip", "install", "--constraint", pins, build, ROOT],
        tmp_path,
        CMAKE_CXX_COMPILER_LAUNCHER="ccache",
    )
    _run([python, "-c", _TRAIN], tmp_path, PER_CACHE_DIR=str(tmp_path / "cache"))
