"""Writes the StableHLO module of a step, as `per-opt` takes it.

    python -m per.import_jax package.module:step --args package.module:example > step.mlir

With `--linalg`, the module is converted to linalg on tensors.

`step` is a training step; `example` is its example arguments (a tuple), or a
function that returns them. Three inputs are added at the end: lambda (a float),
seed and step (i32).
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import pathlib
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from per.arguments import StaticNames
from per.errors import CompileError, StepError
from per.linalg import to_linalg
from per.tracing import trace_step


def import_jax(
    step: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any] | None = None,
    *,
    static_argnums: int | Sequence[int] | None = None,
    static_argnames: str | Sequence[str] | None = None,
) -> str:
    """The StableHLO module of a step, in MLIR's generic form.

    Args:
      step, args, kwargs, static_argnums, static_argnames: see `per.compile`.

    Returns:
      The text. Its `main` takes the arrays of the arguments in order, then
      lambda (a float), seed and step (i32); it returns the arrays of the
      results in order.

    Raises:
      StepError: the step is not pure.
    """
    names = StaticNames(step, static_argnums, static_argnames)
    return trace_step(step, names.flatten(tuple(args), kwargs or {})).text


def _load(reference: str) -> Any:
    module, _, name = reference.partition(":")
    if not name:
        raise ValueError(f"expected module:name, got {reference!r}")
    value = importlib.import_module(module)
    for part in name.split("."):
        value = getattr(value, part)
    return value


def write_atomically(path: pathlib.Path, text: str) -> None:
    """Writes a file as a whole or not at all."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".partial")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        pathlib.Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def main(argv: Sequence[str] | None = None) -> int:
    """The command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m per.import_jax", description=__doc__.splitlines()[0]
    )
    parser.add_argument("step", metavar="MODULE:FUNCTION", help="the training step")
    parser.add_argument(
        "--args",
        metavar="MODULE:NAME",
        default=None,
        help="its example arguments: a tuple, or a function that returns one",
    )
    parser.add_argument(
        "-o", "--output", type=pathlib.Path, help="file to write; standard output if omitted"
    )
    parser.add_argument(
        "--linalg", action="store_true", help="write linalg on tensors instead of StableHLO"
    )
    options = parser.parse_args(argv)
    # As with `python -m` itself, modules of the working directory are found.
    sys.path.insert(0, os.getcwd())
    try:
        step = _load(options.step)
        example = _load(options.args) if options.args else ()
        args = example() if callable(example) else example
        if not isinstance(args, tuple):
            raise ValueError(f"expected a tuple of arguments, got {type(args).__name__}")
        text = import_jax(step, args)
        if options.linalg:
            text = to_linalg(text)
    except (
        ImportError,
        AttributeError,
        ValueError,
        TypeError,
        StepError,
        CompileError,
    ) as error:
        print(f"per.import_jax: error: {error}", file=sys.stderr)
        return 1
    if options.output is None:
        sys.stdout.write(text)
    else:
        write_atomically(options.output, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
