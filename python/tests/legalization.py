"""Steps on the level of linalg, straight after import.

Common subexpression elimination and fusion come later: they hide forward from
backward half.
"""

import subprocess

import jax
import jax.numpy as jnp
from execution import LLVM, build_directory, run_tool
from per import shims
from per.linalg import LEGALIZE


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


def legalized(text):
    """jaxlib's legalization alone: loops, branches and barriers stay StableHLO's."""
    return shims.run_stablehlo_passes(text, LEGALIZE)


def finished(text):
    """The import of `per.linalg` up to common subexpression elimination: all is linalg and scf."""
    prepared = per_opt(text, "--per-prepare-import")
    assert prepared.returncode == 0, prepared.stderr
    return finish(legalized(prepared.stdout))


def finish(text):
    """What `legalized` left, as linalg and scf."""
    result = per_opt(text, "--per-finish-import")
    assert result.returncode == 0, result.stderr
    return result.stdout


def fused(text):
    """What a pipeline makes of it that attaches too late."""
    passes = ["linalg-fold-unit-extent-dims", "canonicalize", "cse", "linalg-fuse-elementwise-ops"]
    generic = ["--allow-unregistered-dialect", "--mlir-print-op-generic"]
    return run_tool([LLVM / "mlir-opt", *generic, *(f"--{name}" for name in passes)], text)


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
