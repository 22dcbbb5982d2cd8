"""From StableHLO to linalg on tensors: jaxlib's own legalization, between two
passes of ours.

The operations of `per` stay whole: `convert-per-to-linalg` expands them.
"""

from __future__ import annotations

from per import _core, shims

#: Composites and calls go first: what follows does not see through them.
_PREPARE = "builtin.module(per-expand-composites,per-inline-calls,per-prepare-import)"
#: jaxlib's own part of the road.
LEGALIZE = (
    "builtin.module("
    "func.func(chlo-legalize-to-stablehlo),stablehlo-legalize-to-linalg,canonicalize)"
)
_FINISH = "builtin.module(per-finish-import,inline,symbol-dce,canonicalize,cse)"


def to_linalg(text: str) -> str:
    """Converts a module of StableHLO to linalg on tensors.

    Args:
      text: the module in generic form, as `import_jax` writes it or as the
        `mlir` of a `CompiledStep` is: operations of `per` may be in it.

    Returns:
      The module in generic form. Arguments, results and operations keep their
      names and locations. Unsigned integers are signless ones, in the signature
      too.

    Raises:
      CompileError: operations that cannot be converted; the message lists all
        of them with their locations.
    """
    text = _core.run_pipeline(text, _PREPARE).text
    legalized = shims.run_stablehlo_passes(text, LEGALIZE)
    return _core.run_pipeline(legalized, _FINISH).text
