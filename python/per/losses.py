"""Which result of a step is the loss."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import jax.numpy as jnp
from jax.tree_util import DictKey, FlattenedIndexKey, GetAttrKey, SequenceKey, keystr

from per.errors import StepError


@dataclasses.dataclass(frozen=True)
class Result:
    """One array of a step's results: its key path, shape and dtype."""

    path: tuple[Any, ...]
    shape: tuple[int, ...]
    dtype: Any

    @property
    def is_candidate(self) -> bool:
        """Whether it can be a loss: a floating scalar."""
        return self.shape == () and jnp.issubdtype(self.dtype, jnp.floating)

    @property
    def name(self) -> str:
        return keystr(self.path) or "the result"

    @property
    def last_key(self) -> Any:
        match self.path[-1:]:
            case (DictKey(key=key),) | (FlattenedIndexKey(key=key),):
                return key
            case (GetAttrKey(name=name),):
                return name
            case (SequenceKey(idx=index),):
                return index
        return None


def select_loss(results: Sequence[Result], loss: str | int | None) -> int:
    """The flat index of the loss among the results.

    Args:
      results: the arrays of the step's results, in order.
      loss: a path, `"[1]['loss']"` or `"1.loss"`; or a flat index. None: the
        only floating scalar; else the one whose last key is `loss`; else the
        first array, if it is a floating scalar.

    Raises:
      StepError: nothing or too much fits; it lists the candidates.
    """
    if loss is not None:
        return _find(results, loss)
    candidates = [index for index, result in enumerate(results) if result.is_candidate]
    if len(candidates) == 1:
        return candidates[0]
    named = [index for index in candidates if results[index].last_key == "loss"]
    if len(named) == 1:
        return named[0]
    if candidates and candidates[0] == 0 and not named:
        return 0
    raise StepError(f"it is not clear which result is the loss: {_list(results)}; say loss=PATH")


def _find(results: Sequence[Result], loss: str | int) -> int:
    matches = [
        index
        for index, result in enumerate(results)
        if loss == index
        or (
            isinstance(loss, str)
            and loss in (result.name, keystr(result.path, simple=True, separator="."))
        )
    ]
    if not matches:
        raise StepError(f"no result is at loss={loss!r}: {_list(results)}")
    index = matches[0]
    if not results[index].is_candidate:
        dims = ",".join(map(str, results[index].shape))
        raise StepError(
            f"the loss {results[index].name} is no floating scalar: {results[index].dtype}[{dims}]"
        )
    return index


def _list(results: Sequence[Result]) -> str:
    names = [result.name for result in results if result.is_candidate]
    if not names:
        return "no result is a floating scalar"
    return "the floating scalars are " + ", ".join(names)
