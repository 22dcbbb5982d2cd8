"""Steps on the level of linalg: jaxlib's own legalization, straight after import.

Common subexpression elimination and fusion come later: they hide forward from
backward half.
"""

import subprocess

import jax
import jax.numpy as jnp
from execution import build_directory
from jax._src.interpreters import mlir as jax_mlir
from jaxlib.mlir import ir, passmanager
from jaxlib.mlir.dialects import stablehlo

stablehlo.register_stablehlo_passes()
_TO_LINALG = "builtin.module(func.func(chlo-legalize-to-stablehlo),stablehlo-legalize-to-linalg,canonicalize)"


def per_opt(text, *passes):
    """The finished process of per-opt on a module in generic form."""
    command = [
        build_directory() / "tools/per-opt/per-opt",
        "--allow-unregistered-dialect",
        "--mlir-print-op-generic",
        *passes,
    ]
    return subprocess.run(list(map(str, command)), input=text, capture_output=True, text=True)


def of_arrays(step, args):
    """The step from arrays to arrays, without what else its trees hold; the arrays."""
    leaves, tree = jax.tree.flatten(args)
    is_array = [hasattr(leaf, "dtype") or isinstance(leaf, (int, float)) for leaf in leaves]

    def of_leaves(*arrays):
        arrays = iter(arrays)
        merged = [
            next(arrays) if known else leaf for leaf, known in zip(leaves, is_array, strict=True)
        ]
        out = jax.tree.leaves(step(*jax.tree.unflatten(tree, merged)))
        return [leaf for leaf in out if hasattr(leaf, "dtype")]

    return of_leaves, [leaf for leaf, known in zip(leaves, is_array, strict=True) if known]


def imported(step, args):
    """The step's StableHLO, inlined, as generic text."""
    module = jax.jit(step, keep_unused=True).lower(*args).compiler_ir("stablehlo")
    result = per_opt(module.operation.get_asm(print_generic_op_form=True), "--per-inline-calls")
    assert result.returncode == 0, result.stderr
    return result.stdout


def to_linalg(text):
    """The legalized module; operations of unknown dialects pass through."""
    context = jax_mlir.make_ir_context()
    context.allow_unregistered_dialects = True  # before parsing: the per operations
    with context:
        module = ir.Module.parse(text)
        passmanager.PassManager.parse(_TO_LINALG).run(module.operation)
        return module.operation.get_asm(print_generic_op_form=True)


def without_attributes(text):
    """The module without what JAX notes on it and its functions, which LLVM refuses."""
    context = jax_mlir.make_ir_context()
    context.allow_unregistered_dialects = True
    with context:
        module = ir.Module.parse(text)
        for name in list(module.operation.attributes):
            if name != "sym_name":
                del module.operation.attributes[name]
        for function in module.body.operations:
            for name in ("arg_attrs", "res_attrs"):
                if name in function.attributes:
                    del function.attributes[name]
        return module.operation.get_asm(print_generic_op_form=True)


def loss_result(step, args):
    """The first floating scalar among the results: the loss, in these models."""
    leaves = jax.tree.leaves(jax.eval_shape(step, *args))
    return next(
        i
        for i, leaf in enumerate(leaves)
        if leaf.shape == () and jnp.issubdtype(leaf.dtype, jnp.floating)
    )


def attach(text, loss, regularizer="#per.l2", **options):
    """The finished process of the attach pass; options with underscores for dashes."""
    options = {"lambda": 0.01, "loss-result": loss, "regularizer": f"{{{regularizer}}}"} | {
        name.replace("_", "-").strip("-"): value for name, value in options.items()
    }
    words = " ".join(f"{name}={value}" for name, value in options.items())
    return per_opt(text, f"--per-attach-regularizers={words}")
