"""From a step and example arguments to an exported program with three inputs
more: lambda, seed and step.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np
from jax.export import Exported
from jax.sharding import NamedSharding
from jax.tree_util import keystr, tree_flatten_with_path

from per import shims
from per.arguments import FlatCall, StaticArgument, is_array_leaf, name_path
from per.errors import StepError
from per.exporting import Placement, export_flat
from per.losses import Result
from per.results import ResultStructure


@dataclasses.dataclass(frozen=True)
class TracedStep:
    """A step as an exported program.

    Attributes:
      exported: the program; its inputs are the arrays of the call, then lambda,
        seed and step, then the extra inputs, all kept though unused.
      text: its module in generic form; the inputs have the names of the step's
        own arguments.
      paths: names of the inputs, as the user knows them.
      num_arrays: how many arrays the call has.
      results: the arrays of its results.
      structure: how they form the step's own result.
      placement: where its inputs live.
    """

    exported: Exported
    text: str
    paths: tuple[str, ...]
    num_arrays: int
    results: tuple[Result, ...]
    structure: ResultStructure
    placement: Placement


def scalar_avals() -> list[jax.ShapeDtypeStruct]:
    """lambda (f32; f64 where x64 is on), seed and step (32 bits each)."""
    return [
        jax.ShapeDtypeStruct((), jax.dtypes.canonicalize_dtype(np.float64)),
        jax.ShapeDtypeStruct((), np.int32),
        jax.ShapeDtypeStruct((), np.int32),
    ]


def trace_step(
    step: Callable[..., Any],
    call: FlatCall,
    donated: Sequence[int] = (),
    extra: Sequence[jax.ShapeDtypeStruct] = (),
) -> TracedStep:
    """Traces and exports a step for the arguments of one call.

    Args:
      step: a pure function, jitted or not.
      call: its flat arguments: arrays, or shapes and dtypes.
      donated: numbers of the arrays that may be donated.
      extra: further inputs of the program.

    Raises:
      StepError: the step has side effects, changes its arguments, or cannot be
        exported.
    """
    shims.check_version()
    refuse_wrappers(step)
    name = getattr(step, "__name__", type(step).__name__)
    outcome: dict[str, Any] = {}

    def flat(*per_inputs: Any) -> list[Any]:
        arrays = per_inputs[: sum(call.is_array)]
        args, kwargs = call.rebuild(arrays)
        try:
            out = step(*args, **kwargs)
        except TypeError as error:
            _refuse_leaf_under_jit(step, call, error)
            raise
        refuse_mutation(call, arrays, args, kwargs, out)
        leaves, treedef = tree_flatten_with_path(out)
        is_array = [is_array_leaf(leaf) for _, leaf in leaves]
        outcome["treedef"] = treedef
        outcome["static"] = [
            None if array else (leaf,) for array, (_, leaf) in zip(is_array, leaves, strict=True)
        ]
        outcome["paths"] = [
            path for array, (path, _) in zip(is_array, leaves, strict=True) if array
        ]
        return [leaf for array, (_, leaf) in zip(is_array, leaves, strict=True) if array]

    # The step's name is the outermost scope of all locations.
    flat.__name__ = flat.__qualname__ = name
    avals = [*map(_aval, call.arrays), *scalar_avals(), *extra]
    jitted = jax.jit(flat, keep_unused=True)
    jaxpr = jitted.trace(*avals).jaxpr
    refuse_effects(jaxpr)
    shardings, inner_donated = _inner_placement(jaxpr)
    if any(s is not None for s in shardings):
        own = [getattr(aval, "sharding", None) for aval in avals]
        shardings = [inner or mine for inner, mine in zip(shardings, own, strict=True)]
        jitted = jax.jit(
            flat,
            keep_unused=True,
            in_shardings=tuple(shardings),
        )
        avals = [_without_sharding(aval) for aval in avals]
    else:
        shardings = [getattr(aval, "sharding", None) for aval in avals]

    exported = export_flat(jitted, avals)
    paths = [path for path, array in zip(call.paths(), call.is_array, strict=True) if array]
    paths += ["lam", "seed", "step"]
    results = tuple(
        Result(path, tuple(aval.shape), aval.dtype)
        for path, aval in zip(outcome["paths"], exported.out_avals, strict=True)
    )
    text = _name_inputs(shims.module_text(exported), paths)
    return TracedStep(
        exported,
        _name_results(text, results),
        tuple(paths),
        len(call.arrays),
        results,
        ResultStructure(outcome["treedef"], outcome["static"], call.treedef, call.leaves),
        Placement.of(
            exported, shardings, sorted({*donated, *inner_donated}), _manual_meshes(jaxpr)
        ),
    )


def _name_inputs(text: str, paths: Sequence[str]) -> str:
    """Gives the locations of the inputs the names that the user knows."""

    def name(match: re.Match[str]) -> str:
        number = int(match[1])
        if number >= len(paths):
            return match[0]
        escaped = paths[number].replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'

    return re.sub(r'"per_inputs\[(\d+)\]"', name, text)


def _name_results(text: str, results: Sequence[Result]) -> str:
    """Gives the results, which are one flat list, their paths as names."""

    def name(match: re.Match[str]) -> str:
        escaped = keystr(results[int(match[1])].path).replace("\\", "\\\\").replace('"', '\\"')
        return f'jax.result_info = "result{escaped}"'

    return re.sub(r'jax\.result_info = "result\[(\d+)\]"', name, text)


def _aval(leaf: Any) -> jax.ShapeDtypeStruct:
    if isinstance(leaf, jax.ShapeDtypeStruct):
        return leaf
    aval = jax.typeof(leaf)
    sharding = None
    if isinstance(leaf, jax.Array) and not isinstance(leaf, jax.core.Tracer):
        placed = leaf.sharding
        if isinstance(placed, NamedSharding) and placed.mesh.size > 1:
            sharding = placed
    return jax.ShapeDtypeStruct(aval.shape, aval.dtype, weak_type=aval.weak_type, sharding=sharding)


def _without_sharding(aval: jax.ShapeDtypeStruct) -> jax.ShapeDtypeStruct:
    return jax.ShapeDtypeStruct(aval.shape, aval.dtype, weak_type=aval.weak_type)


def _manual_meshes(jaxpr: Any) -> list[Any]:
    """The meshes of all `shard_map` in a step."""
    equations = shims.subjaxprs(jaxpr)
    return [e.params["mesh"] for e in equations if e.primitive.name == "shard_map"]


def _inner_placement(jaxpr: Any) -> tuple[list[NamedSharding | None], list[int]]:
    """What a step that is itself jitted says of its inputs: shardings, and
    which of them it donates."""
    numbers = {id(variable): number for number, variable in enumerate(jaxpr.jaxpr.invars)}
    shardings: list[NamedSharding | None] = [None] * len(numbers)
    donated: set[int] = set()
    used_again: set[int] = set()
    returned = {id(variable) for variable in jaxpr.jaxpr.outvars}
    for equation in jaxpr.eqns:
        own_shardings = equation.params.get("in_shardings", ())
        own_donated = equation.params.get("donated_invars", ())
        is_jit = len(own_shardings) == len(own_donated) == len(equation.invars)
        for position, variable in enumerate(equation.invars):
            number = numbers.get(id(variable))
            if number is None:
                continue
            if is_jit and isinstance(own_shardings[position], NamedSharding):
                shardings[number] = own_shardings[position]
            if is_jit and own_donated[position] and id(variable) not in returned:
                donated.add(number)
            else:
                used_again.add(number)
    return shardings, sorted(donated - used_again)


def refuse_wrappers(step: Callable[..., Any]) -> None:
    """Raises StepError for wrappers that do more than call a pure function."""
    kind = type(step)
    if kind.__module__.startswith("flax.nnx"):
        raise StepError(
            "the step is wrapped by nnx.jit, which updates its arguments in place; a step must "
            "return what it changes: split the modules with nnx.split outside, merge them with "
            "nnx.merge inside, and return nnx.state of them"
        )
    if not callable(step):
        raise StepError(f"expected a function as step, got {kind.__name__}")


def refuse_mutation(
    call: FlatCall, arrays: Sequence[Any], args: tuple[Any, ...], kwargs: dict[str, Any], out: Any
) -> None:
    """Raises StepError if the step put values into its arguments that it does
    not return: they would be lost. `nnx.merge` of a state writes into that
    state too, and `nnx.state` returns what it wrote."""
    known = {id(leaf) for leaf in (*arrays, *call.leaves, *jax.tree_util.tree_leaves(out))}
    static = {id(wrapper.value) for wrapper in call.leaves if isinstance(wrapper, StaticArgument)}
    dynamic_args = tuple(None if id(argument) in static else argument for argument in args)
    dynamic_kwargs = {k: None if id(v) in static else v for k, v in kwargs.items()}
    lost = [
        name_path(path, call.names)
        for path, leaf in tree_flatten_with_path((dynamic_args, dynamic_kwargs))[0]
        if is_array_leaf(leaf) and id(leaf) not in known
    ]
    if lost:
        more = f" and {len(lost) - 1} more" if lost[1:] else ""
        raise StepError(
            f"the step changes its arguments in place, at {lost[0]}{more}, and does not return "
            "the new value, which would be lost: a step must return what it changes (for "
            "flax.nnx: nnx.split outside, nnx.merge inside, and return nnx.state)"
        )


def _refuse_leaf_under_jit(step: Callable[..., Any], call: FlatCall, error: TypeError) -> None:
    """Raises StepError if the step is jitted and has leaves that jit refuses."""
    if not hasattr(step, "_jit_info"):
        return
    for path, leaf in zip(call.paths(), call.leaves, strict=True):
        if not is_array_leaf(leaf) and not isinstance(leaf, StaticArgument):
            raise StepError(
                f"the step is under jax.jit, which cannot take {path}, a "
                f"{type(leaf).__name__}: pass the function without jax.jit, or under "
                "eqx.filter_jit"
            ) from error


#: Primitives that leave the program, by the name that users know them by.
_EFFECTS = {
    "debug_callback": "jax.debug.callback",
    "debug_print": "jax.debug.print",
    "pure_callback": "jax.pure_callback",
    "io_callback": "jax.experimental.io_callback",
    "infeed": "infeed",
    "outfeed": "outfeed",
    "xla_pmap": "jax.pmap",
}


def refuse_effects(jaxpr: Any) -> None:
    """Raises StepError for callbacks, ordered effects and pmap."""
    for equation in shims.subjaxprs(jaxpr):
        name = _EFFECTS.get(equation.primitive.name)
        mesh = equation.params.get("mesh")
        if name is None and "_internal_pmap_axis_name" in getattr(mesh, "axis_names", ()):
            name = "jax.pmap"
        if name is None:
            continue
        if name == "jax.pmap":
            advice = "use jax.jit with jax.sharding, or jax.shard_map"
        else:
            advice = "a step must be pure; remove it, or compute what it needs as a result"
        raise StepError(f"the step uses {name} ({shims.source_line(equation)}): {advice}")
    if jaxpr.effects:
        effects = ", ".join(sorted(str(effect) for effect in jaxpr.effects))
        raise StepError(f"the step has side effects ({effects}); a step must be pure")
