"""The structure of a step's results, so that it survives pickling.

A part of the results that has the structure of a part of the arguments (a train
state, a model) is rebuilt from the arguments of the call itself: static data
such as an optimiser's functions, which cannot be pickled, come from the caller.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import jax
from jax.tree_util import default_registry

_BUILTIN = (tuple, list, dict, type(None))


@dataclasses.dataclass(frozen=True)
class _Leaf:
    """The next array of the results."""


@dataclasses.dataclass(frozen=True)
class _Static:
    """A result that is no array, as it was when the step was traced."""

    value: Any


@dataclasses.dataclass(frozen=True)
class _Like:
    """Has the structure of a part of the arguments: child numbers from the
    root down; and which of its leaves are arrays."""

    address: tuple[int, ...]
    is_array: tuple[bool, ...]


@dataclasses.dataclass(frozen=True)
class _Node:
    """A pytree node: its type, static data and children."""

    kind: type
    static: Any
    children: tuple[Any, ...]


class ResultStructure:
    """How the arrays of a program's results form the step's own result.

    Args:
      treedef: structure of the results; statics are leaves of it.
      static_leaves: for each leaf, `(value,)` if it is no array, else None.
      arguments: structure of the step's arguments.
      argument_leaves: the leaves of the arguments when the step was traced.
    """

    def __init__(
        self,
        treedef: Any,
        static_leaves: list[tuple[Any] | None],
        arguments: Any,
        argument_leaves: tuple[Any, ...],
    ) -> None:
        self._static_leaves = static_leaves
        self._parts = _index_parts(arguments, argument_leaves)
        self._root, end = self._encode(treedef, 0)
        assert end == len(static_leaves)
        del self._parts
        # Known structures of arguments, with what the results look like then.
        self._resolved: dict[Any, tuple[Any, list[tuple[Any] | None]]] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {"_root": self._root}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._root = state["_root"]
        self._resolved = {}

    def _encode(self, node: Any, start: int) -> tuple[Any, int]:
        data = node.node_data()
        end = start + node.num_leaves
        if data is None:
            static = self._static_leaves[start]
            return (_Leaf() if static is None else _Static(static[0])), end
        kind, static = data
        if kind not in _BUILTIN:
            statics = self._static_leaves[start:end]
            for address, leaves in self._parts.get(node, ()):
                if all(s is None or s[0] is leaf for s, leaf in zip(statics, leaves, strict=True)):
                    return _Like(address, tuple(s is None for s in statics)), end
        children = []
        position = start
        for child in node.children():
            encoded, position = self._encode(child, position)
            children.append(encoded)
        return _Node(kind, static, tuple(children)), end

    def rebuild(self, arrays: list[Any], arguments: Any, argument_leaves: tuple[Any, ...]) -> Any:
        """The step's result for a call with these arguments."""
        treedef = self._resolved.get(arguments)
        if treedef is None:
            if len(self._resolved) >= 16:  # an optimiser built anew in each call
                self._resolved.clear()
            treedef = self._resolved[arguments] = _decode(self._root, arguments)
        left = iter(arrays)
        leaves = [
            next(left) if static is None else static[0]
            for static in _static_values(self._root, arguments, argument_leaves)
        ]
        return treedef.unflatten(leaves)


def _index_parts(arguments: Any, leaves: tuple[Any, ...]) -> dict[Any, list[Any]]:
    """All parts of the arguments by structure, with address and leaves."""
    parts: dict[Any, list[Any]] = {}

    def visit(node: Any, address: tuple[int, ...], start: int) -> None:
        if node.node_data() is None:
            return
        parts.setdefault(node, []).append((address, leaves[start : start + node.num_leaves]))
        for number, child in enumerate(node.children()):
            visit(child, (*address, number), start)
            start += child.num_leaves

    visit(arguments, (), 0)
    return parts


def _decode(node: Any, arguments: Any) -> Any:
    match node:
        case _Like(address=address):
            return _part(arguments, address)[0]
        case _Node(kind=kind, static=static, children=children):
            return jax.tree_util.PyTreeDef.from_node_data_and_children(
                default_registry, (kind, static), [_decode(child, arguments) for child in children]
            )
    return jax.tree_util.tree_structure(0)


def _part(treedef: Any, address: tuple[int, ...]) -> tuple[Any, int]:
    """A part of a structure, and the number of its first leaf."""
    start = 0
    for number in address:
        children = treedef.children()
        start += sum(child.num_leaves for child in children[:number])
        treedef = children[number]
    return treedef, start


def _static_values(node: Any, arguments: Any, leaves: tuple[Any, ...]) -> Any:
    """For each leaf of the results None, or its static value in a tuple."""
    match node:
        case _Leaf():
            yield None
        case _Static(value=value):
            yield (value,)
        case _Node(children=children):
            for child in children:
                yield from _static_values(child, arguments, leaves)
        case _Like(address=address, is_array=is_array):
            start = _part(arguments, address)[1]
            for number, array in enumerate(is_array):
                yield None if array else (leaves[start + number],)
