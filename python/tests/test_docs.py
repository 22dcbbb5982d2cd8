"""Every command and snippet of README and docs runs.

Blocks of ```python of one file run in order in one process, ```sh blocks by
bash in the checkout with the tools on the path, ```mlir blocks through per-opt.
A block behind the comment `<!-- not run: REASON -->` is left out: set-up
commands, which the test command itself has just executed.
"""

import os
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PER_BUILD_DIR", ROOT / "build/debug"))
FILES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"(<!-- not run: .+? -->\n+)?^```(\w+)\n(.*?)^```", re.M | re.S)


def blocks(path, language):
    """(line number, text) of the blocks of one language that run."""
    text = path.read_text()
    return [
        (text.count("\n", 0, m.start(3)) + 1, m.group(3))
        for m in BLOCK.finditer(text)
        if m.group(2) == language and not m.group(1)
    ]


def with_blocks(language):
    return [
        pytest.param(path, id=path.name)
        for path in FILES
        if path.exists() and blocks(path, language)
    ]


@pytest.fixture
def environment(tmp_path):
    """The environment of a reader: tools and package on the path."""
    tools = os.pathsep.join(
        [
            *(str(BUILD / "tools" / tool) for tool in ("per-opt", "per-run", "per-compile")),
            str(pathlib.Path(sys.executable).parent),
        ]
    )
    return os.environ | {
        "PATH": tools + os.pathsep + os.environ["PATH"],
        "PYTHONPATH": str(BUILD / "python"),
        "OUT": str(tmp_path),
    }


def run(command, environment, **options):
    result = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, **options
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.mark.parametrize("path", with_blocks("python"))
def test_python_blocks(path, environment, tmp_path):
    # Line numbers of a failure are those of the document.
    lines = []
    for number, text in blocks(path, "python"):
        lines += [""] * (number - 1 - len(lines)) + text.splitlines()
    script = tmp_path / f"{path.stem}.py"
    script.write_text("\n".join(lines))
    run([sys.executable, script], environment)


@pytest.mark.parametrize("path", with_blocks("sh"))
def test_shell_blocks(path, environment):
    for _, text in blocks(path, "sh"):
        run(["bash", "-euo", "pipefail", "-c", text], environment)


@pytest.mark.parametrize("path", with_blocks("mlir"))
def test_mlir_blocks(path, environment):
    for _, text in blocks(path, "mlir"):
        if "func.func" in text or "module" in text:
            run(["per-opt", "--allow-unregistered-dialect", "-"], environment, input=text)


def test_documents_are_found():
    assert (ROOT / "README.md") in FILES
    assert any(blocks(path, "python") for path in FILES if path.exists())
