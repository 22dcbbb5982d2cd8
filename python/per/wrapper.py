"""`per.regularize`: compiles a step at its first call, like `jax.jit`."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

import jax
from jax.sharding import NamedSharding

from per import shims
from per.arguments import FlatCall, Signature, StaticNames, array_key
from per.compiled import CompiledStep, refuse_collisions
from per.options import Options
from per.regularizers import Regularizer
from per.report import Report, SiteTable


def regularize(
    step: Callable[..., Any], regularizer: Regularizer | None, **options: Any
) -> RegularizedStep:
    """The step with a regulariser on its hidden activations.

    It is traced and compiled at the first call, and again when shapes, dtypes,
    static leaves, shardings or the number of devices change.

    Args:
      step: see `per.compile`.
      regularizer: what to add; None: the vanilla step.
      **options: those of `per.compile`.

    Returns:
      A callable like the step, with the keywords `seed`, `step` and `lam`.
    """
    return RegularizedStep(step, Options(regularizer=regularizer, **options))


class RegularizedStep:
    """A step that compiles itself when it has to; see `per.regularize`.

    Attributes:
      counter: the step of the next call without `step`; may be set.
      compiled: the `CompiledStep` of the last call; None before the first.
    """

    def __init__(self, step: Callable[..., Any], options: Options) -> None:
        refuse_collisions(step, {})
        functools.update_wrapper(self, step, updated=())
        self.counter = 0
        self.compiled: CompiledStep | None = None
        self._step = step
        self._options = options
        self._static = StaticNames(step, options.static_argnums, options.static_argnames)
        self._lock = threading.RLock()
        self._programs: list[tuple[Any, Signature, CompiledStep]] = []
        self._known: dict[Any, tuple[CompiledStep, tuple[Any, ...]]] = {}

    def __call__(
        self, *args: Any, seed: Any = None, step: Any = None, lam: Any = None, **kwargs: Any
    ) -> Any:
        """One training step; see `CompiledStep.__call__`."""
        call = self._static.flatten(args, kwargs)
        compiled = self._lookup(call)
        self.compiled = compiled
        if step is None and self._options.step_arg is None:
            step = self._next_step(compiled)
        return compiled(*args, seed=seed, step=step, lam=lam, **kwargs)

    def _next_step(self, compiled: CompiledStep) -> int:
        """One counter for all programs of this step."""
        with self._lock:
            compiled.counter = self.counter
            step = compiled._next_step()
            self.counter = compiled.counter
        return step

    @property
    def sites(self) -> SiteTable:
        """The sites of the program that was used last."""
        return self.report.sites

    @property
    def report(self) -> Report:
        """The report of the program that was used last."""
        if self.compiled is None:
            raise RuntimeError("nothing is compiled yet: call the step first, or use per.compile")
        return self.compiled.report

    @property
    def mlir(self) -> str:
        """The module of the program that was used last."""
        self.report  # noqa: B018, raises if there is none
        return self.compiled.mlir

    def _lookup(self, call: FlatCall) -> CompiledStep:
        static = call.static_leaves
        context = _context(call)
        key = (call.treedef, tuple(map(array_key, call.arrays)), tuple(map(id, static)), context)
        try:
            if found := self._known.get(key):
                return found[0]
        except TypeError:  # a static part of the structure has no hash
            key = None
        with self._lock:
            compiled = self._find(Signature.of(call), context, call)
            if key is not None:
                if len(self._known) >= 64:
                    self._known.clear()
                self._known[key] = (compiled, tuple(static))
        return compiled

    def _find(self, signature: Signature, context: Any, call: FlatCall) -> CompiledStep:
        for other_context, known, compiled in self._programs:
            if context == other_context and known.mismatch(signature, exact=True) is None:
                return compiled
        args, kwargs = call.rebuild(list(map(_without_tracer, call.arrays)))
        compiled = CompiledStep(self._step, args, kwargs, self._options)
        self._programs.append((context, signature, compiled))
        return compiled


def _context(call: FlatCall) -> tuple[Any, ...]:
    """What a program depends on beside its arguments' shapes and dtypes."""
    shardings = tuple(
        leaf.sharding
        if isinstance(leaf, jax.Array)
        and not isinstance(leaf, jax.core.Tracer)
        and isinstance(leaf.sharding, NamedSharding)
        and leaf.sharding.mesh.size > 1
        else None
        for leaf in call.arrays
    )
    return (shardings, jax.device_count(), *shims.configuration())


def _without_tracer(leaf: Any) -> Any:
    """A traced argument as its shape and dtype: a program is compiled for
    those, outside of the trace."""
    if not isinstance(leaf, jax.core.Tracer):
        return leaf
    aval = jax.typeof(leaf)
    return jax.ShapeDtypeStruct(aval.shape, aval.dtype, weak_type=aval.weak_type)
