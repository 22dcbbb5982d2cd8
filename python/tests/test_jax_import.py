"""`python -m per.import_jax`."""

import os
import pathlib
import subprocess
import sys

import pytest
from per import _core
from per.import_jax import main

HERE = pathlib.Path(__file__).parent


def test_command(tmp_path):
    output = tmp_path / "step.mlir"
    environment = {**os.environ, "PYTHONPATH": f"{HERE}{os.pathsep}{os.environ['PYTHONPATH']}"}
    command = [sys.executable, "-m", "per.import_jax", "jax_steps:sgd_step"]
    command += ["--args", "jax_steps:sgd_args"]
    run = subprocess.run(
        [*command, "-o", output], env=environment, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    text = output.read_text()
    assert '"stablehlo.tanh"' in text and "loc(\"params['w']\")" in text
    assert [file.name for file in tmp_path.iterdir()] == ["step.mlir"]
    _core.run_pipeline(text, "builtin.module()")


def test_standard_output(capsys):
    assert main(["jax_steps:sgd_step", "--args", "jax_steps:sgd_args"]) == 0
    assert capsys.readouterr().out.startswith("#loc")


def test_linalg(capsys):
    assert main(["jax_steps:sgd_step", "--args", "jax_steps:sgd_args", "--linalg"]) == 0
    text = capsys.readouterr().out
    assert "linalg.generic" in text and "loc(\"params['w']\")" in text
    assert "stablehlo" not in text


def test_linalg_of_what_has_none(capsys):
    arguments = ["jax_steps:spectral_step", "--args", "jax_steps:sgd_args", "--linalg"]
    assert main(arguments) == 1
    assert "'stablehlo.fft': has no conversion" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["jax_steps"], "expected module:name"),
        (["no_such_module:f"], "No module named"),
        (["jax_steps:nothing"], "has no attribute 'nothing'"),
        (["jax_steps:sgd_step", "--args", "jax_steps:mlp_params"], "expected a tuple"),
        (["jax_steps:sgd_step"], "missing 3 required positional arguments"),
    ],
)
def test_errors(arguments, message, tmp_path, capsys):
    output = tmp_path / "step.mlir"
    output.write_text("old")
    assert main([*arguments, "-o", str(output)]) == 1
    assert message in capsys.readouterr().err
    assert output.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["step.mlir"]
