"""`per.capture`: the hidden activations of a step, for one set of arguments."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jax
import numpy as np

from per.arguments import Signature, StaticNames
from per.derive import Derivation
from per.exporting import Program
from per.losses import select_loss
from per.options import Options, native_options
from per.regularizers import L2
from per.tracing import trace_step

#: Programs by step, so that capturing again and again compiles once.
_programs: weakref.WeakKeyDictionary[Any, list[tuple[Any, Signature, Program]]] = (
    weakref.WeakKeyDictionary()
)
_lock = threading.RLock()


def capture(
    step: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any] | None = None,
    *,
    sites: Any = "hidden",
    loss: str | int | None = None,
    static_argnums: int | Sequence[int] | None = None,
    static_argnames: str | Sequence[str] | None = None,
) -> list[jax.Array]:
    """The activations of a step's sites.

    The step is compiled at the first call for arguments of these shapes.

    Args:
      step, args, kwargs: as in `per.compile`; real arrays.
      sites, loss, static_argnums, static_argnames: as in `per.compile`.

    Returns:
      One array for each selected site, in the order of the sites. A site in a
      loop has a leading axis, the iterations in the order in which they run; in
      nested loops one for each, outermost first. In a branch that is not taken
      it is zero. In `shard_map` it is the array of all devices.

    Raises:
      CompileError: there is no site; or one is inside of a loop that runs a
        number of times which is not known before, or of a `shard_map` in which
        it is not clear how the parts of the devices make up one array.
      StepError: the step is not pure, or its loss is not clear.
    """
    names = StaticNames(step, static_argnums, static_argnames)
    call = names.flatten(tuple(args), kwargs or {})
    options = Options(
        regularizer=L2(),
        sites=sites,
        loss=loss,
        static_argnums=static_argnums,
        static_argnames=static_argnames,
    )
    program = _find_program(step, call, options)
    scalars = [np.zeros((), a.dtype) for a in program.exported.in_avals[len(call.arrays) :]]
    return program([*call.arrays, *scalars])


def _find_program(step: Callable[..., Any], call: Any, options: Options) -> Program:
    signature = Signature.of(call)
    with _lock:
        try:
            known = _programs.setdefault(step, [])
        except TypeError:  # a callable that cannot be referred to weakly
            known = []
        for other, compiled_for, program in known:
            if other == options and compiled_for.mismatch(signature, exact=True) is None:
                return program
        traced = trace_step(step, call)
        derivation = Derivation(
            traced,
            native_options(
                options,
                num_arrays=traced.num_arrays,
                loss_result=select_loss(traced.results, options.loss),
            ),
        )
        program = derivation.capture("activations").without_donation()
        known.append((options, signature, program))
        return program
