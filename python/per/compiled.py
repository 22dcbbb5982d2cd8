"""`per.compile`: a training step with a regulariser attached, as a callable."""

from __future__ import annotations

import dataclasses
import inspect
import threading
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jax
import numpy as np

from per import _core, shims
from per.arguments import KEYWORDS, FlatCall, Signature, StaticNames, array_key
from per.cpu import NativeProgram
from per.derive import EXPAND, Derivation
from per.errors import ArgumentError, StepError
from per.exporting import Program, replace_module
from per.kernels import KernelLibrary, outline_terms
from per.losses import select_loss
from per.options import CPU, Constant, Options, Sites, native_options
from per.regularizers import Regularizer
from per.report import Report, SiteTable
from per.runtime import as_lam, as_word
from per.tracing import scalar_avals, trace_step
from per.verify import measure_weights


class MeasuredWeightWarning(UserWarning):
    """The weight of a term was measured, on the first inputs."""


def compile(  # noqa: A001, the name is the public one
    step: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any] | None = None,
    *,
    regularizer: Regularizer | None,
    **options: Any,
) -> CompiledStep:
    """Attaches a regulariser to every hidden activation of a training step.

    Args:
      step: a pure function, already with its backward half and its update: any
        pytrees of arrays in, any out. Jitted or not. Leaves that are no arrays
        are static.
      args, kwargs: example arguments: arrays, or `jax.ShapeDtypeStruct`.
      regularizer: what to add, e.g. `per.ProjectedError()`. None: nothing, the
        vanilla step.
      lam: weight of the term; the default of the run-time value. At least 0.
        `per.Constant(x)` fixes it in the module.
      sites: `"hidden"` (all), a regular expression on locations, indices, or
        `per.Sites`.
      sample_dims: `"auto"`, or the dimensions of every site that are samples.
      loss: path or flat index of the loss among the results. None: the only
        floating scalar; else the one whose last key is `loss`; else the first
        result if it is a floating scalar.
      loss_scale: the factor by which the step scales the loss before it
        differentiates, as a number or as the path of an argument.
      step_arg, seed_arg, lam_arg: path of an argument that holds the value,
        e.g. `step_arg="state.step"`; then it need not be given at the call.
        `per.Constant(x)` as `step_arg` or `seed_arg` fixes it in the module.
      target: `"xla"`, or `"cpu"`: native code of our own pipeline, on NumPy
        arrays; `per.CPU(...)` is that with options.
      kernel: what computes terms that draw, with target `"xla"`: `"xla"` itself,
        or `"native"`: a kernel of our own pipeline, which XLA calls;
        `per.CPU(...)` is that with options. Other terms are always XLA's. XLA
        does not divide calls among devices: it gathers sharded operands.
      on_failure: `"error"`, or `"skip"` to leave out sites without a cotangent.
      differentiated: False: the step has no backward half; the term is added to
        its loss. In a loop it is the sum over the iterations.
      bounds: `per.Bounds` of the search for cotangents.
      report: a file that the report is written to, as JSON.
      static_argnums, static_argnames, donate_argnums: as in `jax.jit`. What a
        jitted step declares is taken over.

    Returns:
      A `CompiledStep`, called like the step.

    Raises:
      StepError: the step is not pure, or its loss is not clear.
      CompileError: no hidden activation was found, or one has no cotangent.
    """
    return CompiledStep(step, args, kwargs or {}, Options(regularizer=regularizer, **options))


class CompiledStep:
    """A training step with a regulariser in it; see `per.compile`.

    Call it like the step. Three keywords are its own: `seed` and `step`
    (integers of 0 to 2^32 - 1) key the random directions, `lam` is the weight;
    changing them does not compile again. Without `step` a counter is used.

    It can be jitted, called in jax loops, donated, sharded, pickled, and called
    from several threads. It cannot be differentiated or vmapped.

    Attributes:
      counter: the step of the next call without `step`; may be set.
      report: the `Report` of the attach pass.
      mlir: the module with its `per` ops, before expansion, as text.
    """

    def __init__(
        self,
        step: Callable[..., Any],
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        options: Options,
    ) -> None:
        refuse_collisions(step, kwargs)
        self._static = StaticNames(step, options.static_argnums, options.static_argnames)
        call = self._static.flatten(tuple(args), kwargs)
        self._init(step, call, options)

    def _init(self, step: Callable[..., Any], call: FlatCall, options: Options) -> None:
        self.__name__ = getattr(step, "__name__", type(step).__name__)
        self.counter = 0
        self._options = options
        self._lock = threading.Lock()
        self._known: dict[Any, tuple[Any, ...]] = {}
        self._signature = Signature.of(call)
        self._paths = _Paths(call)
        for path in (options.step_arg, options.seed_arg, options.lam_arg):
            if isinstance(path, str):
                self._paths.find(path)
        extra = []
        if isinstance(options.loss_scale, str):
            self._paths.find(options.loss_scale)
            extra = scalar_avals()[:1]
        self._traced = trace_step(step, call, self._donated(call), extra)
        self._penalties: Program | None = None
        self._program: Program | NativeProgram | None = None
        self._library: KernelLibrary | None = None
        self._attach(call)

    def _attach(self, call: FlatCall) -> None:
        """Makes the program, unless weights have to be measured and the call
        has shapes only."""
        options, traced = self._options, self._traced
        if options.regularizer is None:
            self.mlir, self.report = traced.text, Report()
            self._program = self._compile(traced.text)
            return
        self._loss = select_loss(traced.results, options.loss)
        attached = _core.attach(traced.text, self._native_options())
        self.mlir = attached.text
        self.report = Report(attached.report, attached.remarks)
        # Without a backward half there is nothing to measure it by.
        is_open = options.differentiated and any(not site.weight_known for site in self.sites)
        if is_open and not options.is_zero:
            if any(isinstance(a, jax.ShapeDtypeStruct | jax.core.Tracer) for a in call.arrays):
                return
            measured = self._measure_weights(call)
            weights = [measured.get(site.index, 1.0) for site in self.sites]
            attached = _core.attach(traced.text, self._native_options(weights))
            self.mlir = attached.text
            self.report = Report(attached.report, attached.remarks, measured)
        if options.report is not None:
            self.report.save(options.report)
        self._program = self._compile(attached.text)

    def _compile(self, text: str) -> Program | NativeProgram:
        """The program of a module with its `per` ops."""
        traced, target = self._traced, self._options.target
        if isinstance(target, CPU):
            return NativeProgram(text, traced, self.__name__, target)
        exported = traced.exported
        kernel = self._options.kernel
        if isinstance(kernel, CPU) and exported.platforms != ("cpu",):
            raise StepError(
                f"{self.__name__} is for {', '.join(exported.platforms)}; native kernels are for "
                "processors: leave out kernel, or set JAX_PLATFORMS=cpu"
            )
        if text is not traced.text:
            if isinstance(kernel, CPU):
                text, self._library = outline_terms(text, kernel)
            exported = replace_module(exported, _core.run_pipeline(text, EXPAND).text)
        return Program(exported, traced.placement, self.__name__)

    def _native_options(self, weights: Sequence[float] = ()) -> _core.Options:
        return native_options(
            self._options,
            num_arrays=self._traced.num_arrays,
            loss_result=self._loss,
            weights=weights,
        )

    def _measure_weights(self, call: FlatCall) -> dict[int, float]:
        scale = self._options.loss_scale
        if isinstance(scale, str):
            scale = self._paths.read(call, scale)
        measured = measure_weights(
            self._traced,
            self._options,
            self._loss,
            [site for site in self.sites if not site.weight_known],
            call.arrays,
            1.0 if scale is None else float(scale),
        )
        in_parts = self._options.regularizer.couples_samples and any(
            site.micro_batches != 1 for site in self.sites
        )
        coupling = (
            "; the regularizer couples samples, and its term is that of each micro-batch, not of "
            "the whole batch"
            if in_parts
            else ""
        )
        factors = ", ".join(f"{weight:.4g} at site {site}" for site, weight in measured.items())
        warnings.warn(
            f"{self.__name__}: the graph leaves the weight of the term open; measured on the "
            f"first inputs: {factors}{coupling}",
            MeasuredWeightWarning,
            stacklevel=2,
        )
        return measured

    def _ensure_program(self, call: FlatCall) -> Program | NativeProgram:
        """The program; measures weights first if that had to wait for inputs."""
        if self._program is None:
            with self._lock:
                if self._program is None:
                    if shims.is_tracing():
                        raise ArgumentError(
                            f"{self.__name__}: the graph leaves the weight of the term open, and "
                            "it is measured on the first inputs: compile it with arrays, or call "
                            "it once outside of jax transformations"
                        )
                    self._attach(call)
        assert self._program is not None
        return self._program

    def penalties(
        self, *args: Any, seed: Any = None, step: Any = None, **kwargs: Any
    ) -> list[jax.Array]:
        """The value R(h) of the regulariser at each attached site, without
        lambda, for one set of arguments; nothing is updated or donated.

        Args:
          *args, **kwargs: the step's own.
          seed, step: of the directions, 0 if omitted and not among the arguments.

        Returns:
          A scalar for each site of `sites`: of time steps or layers in a loop
          the sum, of micro-batches and devices that share the batch the mean, 0
          for a branch that is not taken. A vector for sites in a loop over
          optimizer steps, one value a step.
        """
        call = self._static.flatten(args, kwargs)
        self._check(call)
        if not self.sites:
            return []
        with self._lock:
            if self._penalties is None:
                indices = Sites(indices=tuple(site.index for site in self.sites))
                options = dataclasses.replace(self._options, sites=indices)
                native = native_options(
                    options, num_arrays=self._traced.num_arrays, loss_result=self._loss
                )
                program = Derivation(self._traced, native).capture("penalties")
                self._penalties = program.without_donation()
        if step is None and self._options.step_arg is None:
            step = 0
        return self._penalties([*call.arrays, *self._scalars(call, seed, step, None)])

    @property
    def sites(self) -> SiteTable:
        """Every attached site; prints as a table."""
        return self.report.sites

    def __call__(
        self, *args: Any, seed: Any = None, step: Any = None, lam: Any = None, **kwargs: Any
    ) -> Any:
        """One training step.

        Args:
          *args, **kwargs: the step's own, of the shapes and dtypes that it was
            compiled for.
          seed: of 0 to 2^32 - 1; 0 if omitted.
          step: of 0 to 2^32 - 1; the counter if omitted.
          lam: weight of the term; the one given to `compile` if omitted.

        Returns:
          The step's own results.

        Raises:
          ArgumentError: other arguments, or a value out of range.
        """
        call = self._static.flatten(args, kwargs)
        self._check(call)
        program = self._ensure_program(call)
        scalars = self._scalars(call, seed, step, lam)
        results = program([*call.arrays, *scalars])
        return self._traced.structure.rebuild(results, call.treedef, call.leaves)

    def _check(self, call: FlatCall) -> None:
        """Raises ArgumentError if the program was not compiled for the call."""
        static = call.static_leaves
        key = (call.treedef, tuple(map(array_key, call.arrays)), tuple(map(id, static)))
        try:
            if key in self._known:
                return
        except TypeError:  # a static part of the structure has no hash
            key = None
        if reason := self._signature.mismatch(Signature.of(call)):
            raise ArgumentError(
                f"{self.__name__} was compiled for other arguments: {reason}; compile it again, "
                "or use per.regularize, which does so by itself"
            )
        if key is not None:
            if len(self._known) >= 16:
                self._known.clear()
            self._known[key] = tuple(static)  # alive, so that ids stay unique

    def _scalars(self, call: FlatCall, seed: Any, step: Any, lam: Any) -> list[Any]:
        """The inputs of the program beyond the arrays of the call."""
        options = self._options

        def choose(given: Any, path: str | Constant | None, default: Any) -> Any:
            if given is not None:
                return given
            if isinstance(path, Constant):
                return path.value
            return default if path is None else self._paths.read(call, path)

        if lam is not None and not isinstance(options.lam, float | int):
            raise ArgumentError("lam is a constant of this program; compile it with a number")
        for name, value, path in (
            ("seed", seed, options.seed_arg),
            ("step", step, options.step_arg),
        ):
            if value is not None and isinstance(path, Constant):
                raise ArgumentError(
                    f"{name} is the constant {path.value} of this program; "
                    f"compile it without {name}_arg"
                )
        float_type = jax.dtypes.canonicalize_dtype(np.float64)
        default = options.lam if isinstance(options.lam, float | int) else 0.0
        values = [
            as_lam(choose(lam, options.lam_arg, default), float_type),
            as_word("seed", choose(seed, options.seed_arg, 0)),
        ]
        step = choose(step, options.step_arg, None)
        values.append(as_word("step", self._next_step() if step is None else step))
        if isinstance(options.loss_scale, str):
            scale = self._paths.read(call, options.loss_scale)
            values.append(jax.numpy.asarray(scale, float_type))
        return values

    def _next_step(self) -> int:
        regularizer = self._options.regularizer
        if regularizer is None or not regularizer.draws:
            return 0
        if shims.is_tracing():
            raise ArgumentError(
                f"{self.__name__} draws directions, and inside a jax transformation the counter "
                "would be the same in every call: pass step=, or compile with step_arg="
            )
        with self._lock:
            step = self.counter
            self.counter = (step + 1) % 2**32
        return step

    def _donated(self, call: FlatCall) -> list[int]:
        """Numbers of the arrays that belong to donated arguments."""
        chosen = self._options.donate_argnums
        numbers = () if chosen is None else (chosen,) if isinstance(chosen, int) else chosen
        return self._paths.arrays_of_arguments([n % len(call.tree[0]) for n in numbers])

    def __getstate__(self) -> dict[str, Any]:
        state = {**vars(self), "_known": {}}
        del state["_lock"]
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<per step {self.__name__}, {len(self.sites)} sites>"


class _Paths:
    """Finds arrays of a call by path; the same in every process."""

    def __init__(self, call: FlatCall) -> None:
        paths = [path for path, array in zip(call.paths(), call.is_array, strict=True) if array]
        self._numbers = {path: number for number, path in enumerate(paths)}
        self._simple = {_simplify(path): number for number, path in enumerate(paths)}
        owners = []
        for index, argument in enumerate(call.tree[0]):
            owners += [index] * jax.tree_util.tree_structure(argument).num_leaves
        owners += [None] * (len(call.leaves) - len(owners))
        self._owners = [owner for owner, a in zip(owners, call.is_array, strict=True) if a]

    def find(self, path: str) -> int:
        """The number of the array at a path."""
        number = self._numbers.get(path, self._simple.get(path))
        if number is None:
            known = ", ".join(list(self._simple)[:8]) + (", ..." if len(self._simple) > 8 else "")
            raise ArgumentError(f"no array argument is at {path!r}; there are {known}")
        return number

    def read(self, call: FlatCall, path: str) -> Any:
        """The array at a path in another call of the same signature."""
        return call.arrays[self.find(path)]

    def arrays_of_arguments(self, arguments: Sequence[int]) -> list[int]:
        """Numbers of the arrays in some positional arguments."""
        return [number for number, owner in enumerate(self._owners) if owner in arguments]


def _simplify(path: str) -> str:
    """`state.params['w'][0]` as `state.params.w.0`."""
    return path.replace("['", ".").replace("']", "").replace("[", ".").replace("]", "")


def refuse_collisions(step: Callable[..., Any], kwargs: Mapping[str, Any]) -> None:
    """Raises StepError if a keyword of ours is also one of the step's."""
    try:
        parameters = inspect.signature(step).parameters.values()
    except (TypeError, ValueError):
        parameters = ()
    keyword = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    own = {parameter.name for parameter in parameters if parameter.kind in keyword}
    for name in KEYWORDS:
        if name in own or name in kwargs:
            raise StepError(
                f"the step has a parameter {name!r}, which is a keyword of the compiled step too: "
                f"rename it, or make it positional-only (def step(..., {name}, /))"
            )
