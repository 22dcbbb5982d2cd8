"""Everything that is private in jax, in one place.

The tested versions are pinned; on another one the road is tried on a small step
at the first use, and refused with a clear error if it is broken there.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax.export import DisabledSafetyCheck, Exported
from jax.extend import source_info_util

from per.errors import CompileError, VersionError

#: Versions of jax on which the whole test suite passed.
TESTED_VERSIONS = ("0.10.2",)

#: Custom calls are compiled by the very jaxlib that made them, so promises
#: between versions do not matter.
ALLOW_CUSTOM_CALLS = (DisabledSafetyCheck.custom_call("ALL"),)


# Locations of operations are lines of the step's program, not of what runs it.
source_info_util.register_exclusion(os.path.dirname(__file__) + os.sep)
source_info_util.register_exclusion("<frozen runpy>")


def is_tracing() -> bool:
    """Whether a jax transformation is under way in this thread."""
    from jax._src import core

    return not core.trace_state_clean()


def configuration() -> tuple[object, ...]:
    """Settings of jax under which the same step is another program."""
    return (
        jax.config.jax_enable_x64,
        jax.config.jax_default_matmul_precision,
        jax.config.jax_default_prng_impl,
        jax.config.jax_numpy_dtype_promotion,
        jax.config.jax_threefry_partitionable,
        jax.default_backend(),
    )


def wrap_key(dtype: Any, bits: Any) -> jax.Array:
    """Typed random keys of an extended dtype, with these bits."""
    return jax.random.wrap_key_data(jnp.asarray(bits), impl=dtype._impl)


def module_text(exported: Exported) -> str:
    """The module in MLIR's generic form, with locations: what an MLIR without
    StableHLO can read."""
    from jax._src.interpreters import mlir

    with mlir.make_ir_context():
        module = exported.mlir_module(serialized=False)
        return module.operation.get_asm(enable_debug_info=True, print_generic_op_form=True)


@functools.cache
def _register_stablehlo_passes() -> None:
    from jaxlib.mlir.dialects import stablehlo

    stablehlo.register_stablehlo_passes()


def run_stablehlo_passes(text: str, pipeline: str) -> str:
    """Runs passes of jaxlib's MLIR, which StableHLO's are among.

    Args:
      text: a module. Operations and attributes of unknown dialects are kept.
      pipeline: the passes as text.

    Returns:
      The module in generic form, with locations.

    Raises:
      CompileError: a pass failed.
    """
    from jax._src.interpreters import mlir
    from jaxlib.mlir import ir, passmanager

    _register_stablehlo_passes()
    with mlir.make_ir_context() as context:
        context.allow_unregistered_dialects = True  # before parsing
        try:
            module = ir.Module.parse(text)
            passmanager.PassManager.parse(pipeline).run(module.operation)
        except ir.MLIRError as error:
            raise CompileError(f"jaxlib's passes failed on the step: {error}") from error
        return module.operation.get_asm(enable_debug_info=True, print_generic_op_form=True)


def load_module(text: str) -> tuple[bytes, list[Any]]:
    """Parses a module with jaxlib.

    Returns:
      The module as `Exported` holds it, and the abstract values of the results
      of its `main`.
    """
    from jax._src.export import _export
    from jax._src.interpreters import mlir
    from jaxlib.mlir import ir

    with mlir.make_ir_context() as context, ir.Location.unknown(context):
        module = ir.Module.parse(text)
        main = ir.SymbolTable(module.operation)["main"]
        types = ir.FunctionType(ir.TypeAttr(main.attributes["function_type"]).value).results
        results = [_float_aval(ir.RankedTensorType(kind)) for kind in types]
        return _export._module_to_bytecode(module), results


def _float_aval(tensor: Any) -> Any:
    """Abstract value of a float tensor; None for others, which are never added
    to a module."""
    dtype = {
        "bf16": jnp.bfloat16,
        "f16": jnp.float16,
        "f32": jnp.float32,
        "f64": jnp.float64,
    }.get(str(tensor.element_type))
    return None if dtype is None else jax.core.ShapedArray(tuple(tensor.shape), jnp.dtype(dtype))


def subjaxprs(jaxpr: Any) -> Iterator[Any]:
    """The equations of a jaxpr and of all that it calls."""
    for equation in jaxpr.eqns:
        yield equation
        for parameter in equation.params.values():
            for value in parameter if isinstance(parameter, (tuple, list)) else (parameter,):
                inner = getattr(value, "jaxpr", value)
                if hasattr(inner, "eqns"):
                    yield from subjaxprs(inner)


def source_line(equation: Any) -> str:
    """`file:line` of the user's code behind an equation."""
    from jax._src import source_info_util

    return source_info_util.summarize(equation.source_info)


def check_version() -> None:
    """Raises VersionError if this jax is untested and the road fails on it."""
    if jax.__version__ not in TESTED_VERSIONS:
        _self_test()


@functools.cache
def _self_test() -> None:
    from per import _core, exporting

    def step(x: Any) -> Any:
        return jax.value_and_grad(lambda x: jax.numpy.tanh(x).sum())(x)

    x = np.linspace(-1, 1, 5, dtype=np.float32)
    try:
        exported = exporting.export_flat(jax.jit(step, keep_unused=True), [x])
        text = _core.run_pipeline(module_text(exported), "builtin.module()").text
        got = exporting.replace_module(exported, text).call(x)
        for ours, theirs in zip(got, jax.tree.leaves(jax.jit(step)(x)), strict=True):
            np.testing.assert_array_equal(ours, theirs)
    except Exception as error:
        raise VersionError(
            f"jax {jax.__version__} is not one of the tested versions "
            f"({', '.join(TESTED_VERSIONS)}), and the self-test failed on it: {error}"
        ) from error
