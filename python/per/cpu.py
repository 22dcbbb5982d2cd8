"""Steps as native code for this machine's processor: `target="cpu"`."""

from __future__ import annotations

import dataclasses
import warnings
from collections.abc import Sequence
from typing import Any

import jax
import ml_dtypes
import numpy as np

from per import _core, shims
from per.errors import ArgumentError, StepError, TransformError
from per.linalg import to_linalg
from per.options import CPU
from per.tracing import TracedStep


class CacheWarning(UserWarning):
    """Compiled code could not be kept on disk."""


@dataclasses.dataclass(frozen=True)
class _Tensor:
    """An argument or result, as NumPy has it.

    Attributes:
      name: its path, for errors.
      dtype: of the memory; of a typed key that of its data.
      shape: of the memory.
      key: the extended dtype of a typed key, else None.
    """

    name: str
    dtype: np.dtype[Any]
    shape: tuple[int, ...]
    key: Any = None

    @staticmethod
    def of(name: str, aval: Any) -> _Tensor:
        if not jax.dtypes.issubdtype(aval.dtype, jax.dtypes.prng_key):
            return _Tensor(name, np.dtype(aval.dtype), tuple(aval.shape))
        data = jax.eval_shape(jax.random.key_data, jax.ShapeDtypeStruct(aval.shape, aval.dtype))
        return _Tensor(name, np.dtype(data.dtype), tuple(data.shape), aval.dtype)

    def __str__(self) -> str:
        return f"{self.dtype.name}[{','.join(map(str, self.shape))}]"


class NativeProgram:
    """A step's module as a function of flat arrays, in native code.

    Arguments are read where they are: NumPy arrays, jax arrays of this
    machine's memory, anything with DLPack. Donated arrays are updated in place,
    and are the results; a jax array, which nobody may write to, is copied then.
    Safe to call from several threads, on different donated arrays.

    Args:
      text: the module, StableHLO with operations of `per`.
      traced: the step that it was made of.
      name: the step's name, for errors.
      target: what to compile for.
    """

    def __init__(self, text: str, traced: TracedStep, name: str, target: CPU) -> None:
        exported = traced.exported
        if exported.nr_devices > 1:
            raise StepError(
                f"{name} is for {exported.nr_devices} devices; with target='cpu' a step runs on "
                "one: leave out its shardings"
            )
        names = [*traced.paths, *["loss scale"] * (len(exported.in_avals) - len(traced.paths))]
        self._arguments = list(map(_Tensor.of, names, exported.in_avals))
        self._results = [
            _Tensor.of(str(result), aval)
            for result, aval in zip(traced.results, exported.out_avals, strict=True)
        ]
        donated = traced.placement.donated
        self._donations = _match_donations(self._arguments, self._results, donated)
        self._name = name
        self._target = target
        self._module = to_linalg(text)
        self._compile()

    def _compile(self) -> None:
        self._code = _core.compile_native(
            self._module,
            donations=list(self._donations.items()),
            **self._target.compilation,
        )
        if self._code.cache_error:
            warnings.warn(self._code.cache_error, CacheWarning, stacklevel=2)
        self._own_results = self._code.own_results

    @property
    def was_cached(self) -> bool:
        """Whether the code came from the cache on disk."""
        return self._code.was_cached

    @property
    def arena_bytes(self) -> int:
        """Working memory of a call, beside arguments and results."""
        return self._code.arena_bytes

    def __call__(self, arrays: Sequence[Any]) -> list[Any]:
        if shims.is_tracing():
            raise TransformError(
                f"{self._name} is native code and cannot be part of a jax transformation; compile "
                "it with target='xla'"
            )
        arguments = [
            self._take(number, spec, leaf)
            for number, (spec, leaf) in enumerate(zip(self._arguments, arrays, strict=True))
        ]
        results: list[Any] = [None] * len(self._results)
        for argument, result in self._donations.items():
            results[result] = arguments[argument]
        for number in self._own_results:
            spec = self._results[number]
            results[number] = np.empty(spec.shape, spec.dtype)
        try:
            self._code.call(
                list(map(_bits, arguments)), [_bits(results[n]) for n in self._own_results]
            )
        except ValueError as error:
            raise ArgumentError(f"{self._name}: {error}") from None
        return [
            array if spec.key is None else shims.wrap_key(spec.key, array)
            for spec, array in zip(self._results, results, strict=True)
        ]

    def _take(self, number: int, spec: _Tensor, leaf: Any) -> np.ndarray[Any, Any]:
        """The memory of an argument; raises ArgumentError if it cannot be used as
        it is."""
        is_donated = number in self._donations
        if isinstance(leaf, np.ndarray):
            array = leaf
        elif isinstance(leaf, jax.Array):
            array = np.asarray(leaf if spec.key is None else jax.random.key_data(leaf))
            if is_donated:
                array = array.copy()
        else:
            array = np.asarray(leaf, spec.dtype)
        reason = None
        if array.dtype != spec.dtype:
            reason = f"of type {array.dtype}"
        elif not array.flags.c_contiguous:
            reason = "that is not contiguous (row-major); see numpy.ascontiguousarray"
        elif not array.flags.aligned:
            reason = "whose elements are not aligned; copy it"
        elif is_donated and not array.flags.writeable:
            reason = "that is read-only, and it is donated; copy it"
        if reason is not None:
            raise ArgumentError(
                f"{self._name}: {spec.name}: expected {spec}, got an array {reason}"
            )
        return array

    def __getstate__(self) -> dict[str, Any]:
        state = vars(self).copy()
        del state["_code"], state["_own_results"]
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._compile()


def _bits(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The array, with elements of a type that DLPack knows."""
    return array.view(np.uint16) if array.dtype == ml_dtypes.bfloat16 else array


def _match_donations(
    arguments: Sequence[_Tensor], results: Sequence[_Tensor], donated: Sequence[int]
) -> dict[int, int]:
    """For donated arguments the result that takes their memory: one of the same
    type, with the longest common end of the path, the first of equal ones. An
    argument for which none is left is only read."""
    free = list(range(len(results)))
    matched = {}
    for number in donated:
        spec = arguments[number]
        fitting = [
            n
            for n in free
            if (results[n].dtype, results[n].shape, results[n].key)
            == (spec.dtype, spec.shape, spec.key)
            and spec.key is None
        ]
        if fitting:
            best = max(fitting, key=lambda n: _common_end(spec.name, results[n].name))
            matched[number] = best
            free.remove(best)
    return matched


def _common_end(a: str, b: str) -> int:
    count = 0
    while count < min(len(a), len(b)) and a[-1 - count] == b[-1 - count]:
        count += 1
    return count
