"""Sends modules of jaxlib through per-opt and back.

Usage: round_trip.py PER_OPT FILES...
"""

import os
import subprocess
import sys

from jax._src.interpreters import mlir as jax_mlir
from jaxlib.mlir import ir


def canonical(text):
    """jaxlib's own generic print, with locations, of a module that it verified."""
    with jax_mlir.make_ir_context():
        module = ir.Module.parse(text)
        module.operation.verify()
        return module.operation.get_asm(print_generic_op_form=True, enable_debug_info=True)


def per_opt(text, *flags):
    return subprocess.run(
        [
            sys.argv[1],
            "--allow-unregistered-dialect",
            "--mlir-print-op-generic",
            "--mlir-print-debuginfo",
            *flags,
        ],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    ).stdout


for path in sys.argv[2:]:
    with open(path) as file:
        original = canonical(file.read())
    same = canonical(per_opt(original)) == original
    inlined = canonical(per_opt(original, "--per-inline-calls"))
    valid = "func.call" not in inlined
    print(
        f"{os.path.basename(path)}: {'unchanged' if same else 'CHANGED'}, "
        f"inlined {'is valid' if valid else 'HAS CALLS'}"
    )
