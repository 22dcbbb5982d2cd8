"""Executes what `--test-per-frontend-create` makes of an exported function.

Usage: run_created_ops.py PER_OPT
"""

import dataclasses
import subprocess
import sys

import jax
import jax.numpy as jnp
import numpy as np
from jax._src.export import _export
from jax._src.interpreters import mlir as jax_mlir
from jaxlib.mlir import ir

jax.config.update("jax_enable_x64", True)


def print_generic(module):
    return module.operation.get_asm(print_generic_op_form=True)


def run(dtype, index_dtype):
    x = jnp.linspace(-2, 3, 12, dtype=dtype).reshape(3, 4)
    stack = jnp.sin(jnp.arange(60, dtype=jnp.float32)).astype(jnp.float16)
    stack = stack.reshape(5, 3, 4)
    i = jnp.asarray(3, index_dtype)
    zero = jnp.zeros((), dtype)
    # Returns values of the right types; the pass puts its own in their places.
    exported = jax.export.export(
        jax.jit(lambda x, stack, i: (x, i, zero, zero, stack), keep_unused=True)
    )(x, stack, i)
    with jax_mlir.make_ir_context():
        text = print_generic(ir.Module.parse(exported.mlir_module()))
    edited = subprocess.run(
        [
            sys.argv[1],
            "--allow-unregistered-dialect",
            "--mlir-print-op-generic",
            "--test-per-frontend-create",
        ],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    with jax_mlir.make_ir_context():
        module = ir.Module.parse(edited)
        module.operation.verify()
        # jaxlib prints every property that an op has: equal text means that
        # none was missing or in excess.
        unchanged = print_generic(module).split() == edited.split()
        replaced = dataclasses.replace(
            exported,
            mlir_module_serialized=_export._module_to_bytecode(module),
            _get_vjp=None,
        )
    got = [np.asarray(r, np.float64) for r in replaced.call(x, stack, i)]
    want = [
        x * x + stack[3].astype(dtype),
        i + 1,
        jnp.asarray(1 / 3, dtype),
        jnp.asarray(np.inf, dtype),
        jnp.zeros_like(stack).at[3].set(stack[3]),
    ]
    # XLA may fuse the product and the sum.
    tolerance = 4 * float(jnp.finfo(dtype).eps)
    equal = sum(
        np.allclose(g, np.asarray(w, np.float64), rtol=tolerance, atol=tolerance)
        for g, w in zip(got, want, strict=True)
    )
    return equal, unchanged


for name, dtype, index_dtype in (
    ("f32", jnp.float32, jnp.int32),
    ("bf16", jnp.bfloat16, jnp.uint32),
    ("f64", jnp.float64, jnp.int64),
):
    equal, unchanged = run(dtype, index_dtype)
    print(f"{name}: {equal} results equal, text {'un' if unchanged else ''}changed")
