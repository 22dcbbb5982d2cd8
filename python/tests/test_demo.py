"""The demo of the README, as a user runs it."""

import os
import pathlib
import re
import subprocess
import sys

import pytest

_DEMO = pathlib.Path(__file__).resolve().parents[1] / "examples/digits/train.py"


def _run(tmp_path, *options):
    """What it prints, once it has drawn its picture."""
    picture = tmp_path / "digits.png"
    environment = {k: v for k, v in os.environ.items() if k != "XLA_FLAGS"}
    result = subprocess.run(
        [sys.executable, _DEMO, "--output", picture, *options],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert picture.read_bytes().startswith(b"\x89PNG")
    return result.stdout


def _accuracies(output):
    line = re.search(r"^test accuracy +(.+)$", output, re.M).group(1)
    return {name: float(value) for name, value in re.findall(r"([A-Za-z ]+?) (\d\.\d+)", line)}


def test_one_epoch(tmp_path):
    output = _run(tmp_path, "--epochs", "1", "--slices", "16")
    assert "attached sites" in output and "relu" in output
    assert output.count(" epoch  1 ") == 3
    assert len(_accuracies(output)) == 3


@pytest.mark.slow
@pytest.mark.parametrize("target", ["xla", "cpu"])
def test_whole(tmp_path, target):
    """The effect is seen, and accuracy does not fall."""
    output = _run(tmp_path, "--target", target)
    accuracies = _accuracies(output)
    *_, last = re.findall(r"^ +\d+ +(\d.+)$", output, re.M)
    _, _, vanilla, _, monte_carlo, _, analytic, _ = map(float, last.split())
    assert max(monte_carlo, analytic) <= 0.8 * vanilla
    names = list(accuracies)
    assert min(accuracies[n] for n in names[1:]) >= accuracies[names[0]] - 0.01
