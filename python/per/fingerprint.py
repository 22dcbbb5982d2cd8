"""Comparing the parts of a step's arguments that are no arrays.

Functions in a train state, an optimiser that was built anew, flags, strings:
these are static. Two static values are the same if their fingerprints are. A
fingerprint describes a value by what it is made of (a function by its code,
defaults and closure), so an optimiser built again with the same settings is the
same, one built with another learning rate is not, and the comparison survives
pickling. What cannot be looked into is compared by identity.
"""

from __future__ import annotations

import dataclasses
import enum
import functools
import hashlib
import types
from typing import Any

import jax
import numpy as np

_PLAIN = (type(None), type(...), bool, int, float, complex, str, bytes)


def fingerprint(value: Any, *, identity: bool = True) -> str:
    """A digest of `value`.

    Args:
      value: anything.
      identity: whether what cannot be looked into counts by its identity, as
        within one process. False: by its type alone, as after pickling.
    """
    digest = hashlib.sha256()
    _Describer(digest.update, identity).describe(value)
    return digest.hexdigest()


def structure_fingerprint(treedef: Any, *, identity: bool = True) -> str:
    """A digest of a pytree structure: node types and their static data."""
    digest = hashlib.sha256()
    describer = _Describer(digest.update, identity)

    def visit(node: Any) -> None:
        data = node.node_data()
        if data is None:
            describer.write("leaf")
            return
        kind, static = data
        describer.write("node", _name(kind))
        describer.describe(static)
        for child in node.children():
            visit(child)
        describer.write("end")

    visit(treedef)
    return digest.hexdigest()


def _name(kind: Any) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


class _Describer:
    """Writes a description of a value, once for each object it meets."""

    def __init__(self, update: Any, identity: bool) -> None:
        self._update = update
        self._identity = identity
        # Objects by id, with their order; kept alive so that ids stay unique.
        self._seen: dict[int, tuple[int, Any]] = {}

    def write(self, *words: str) -> None:
        for word in words:
            data = word.encode("utf-8", "surrogatepass")
            self._update(len(data).to_bytes(8, "little") + data)

    def describe(self, value: Any) -> None:
        if isinstance(value, _PLAIN):
            self.write(type(value).__name__, repr(value))
            return
        if isinstance(value, type):
            self.write("type", _name(value))
            return
        if id(value) in self._seen:
            self.write("again", str(self._seen[id(value)][0]))
            return
        self._seen[id(value)] = (len(self._seen), value)
        self._describe_object(value)

    def _describe_object(self, value: Any) -> None:
        self.write("object", _name(type(value)))
        match value:
            case enum.Enum():
                self.write(value.name)
            case tuple() | list():
                self._describe_all(value)
            case set() | frozenset():
                # Sets have no order; their members' digests do.
                self.write(*sorted(fingerprint(v, identity=self._identity) for v in value))
            case dict() | types.MappingProxyType():
                for key, item in value.items():
                    self.describe(key)
                    self.describe(item)
                self.write("end")
            case types.FunctionType():
                self._describe_function(value)
            case types.MethodType():
                self._describe_all((value.__func__, value.__self__))
            case types.CodeType():
                self._describe_code(value)
            case types.ModuleType() | types.BuiltinFunctionType():
                self.write(value.__name__)
                self.describe(getattr(value, "__self__", None))
            case types.CellType():
                self._describe_cell(value)
            case functools.partial():
                self._describe_all((value.func, value.args, value.keywords))
            case np.dtype():
                self.write(str(value))
            case np.ndarray() | np.generic() | jax.Array():
                self._describe_array(value)
            case _:
                self._describe_other(value)

    def _describe_all(self, values: Any) -> None:
        for value in values:
            self.describe(value)
        self.write("end")

    def _describe_function(self, function: types.FunctionType) -> None:
        self.write(function.__module__ or "", function.__qualname__)
        self._describe_all(
            (
                function.__code__,
                function.__defaults__,
                function.__kwdefaults__,
                function.__closure__,
            )
        )

    def _describe_code(self, code: types.CodeType) -> None:
        self._describe_all((code.co_code, code.co_consts, code.co_names, code.co_varnames))

    def _describe_cell(self, cell: types.CellType) -> None:
        try:
            content = cell.cell_contents
        except ValueError:  # an empty cell
            self.write("empty")
            return
        self.describe(content)

    def _describe_array(self, array: Any) -> None:
        if isinstance(array, jax.core.Tracer):
            self._describe_opaque(array)
            return
        if jax.dtypes.issubdtype(array.dtype, jax.dtypes.prng_key):
            self.write(str(array.dtype))
            array = jax.random.key_data(array)
        data = np.asarray(array)
        self.write(str(data.dtype), str(data.shape))
        if data.dtype.hasobject:
            self._describe_all(data.ravel().tolist())
        else:
            self._update(data.tobytes())

    def _describe_other(self, value: Any) -> None:
        if dataclasses.is_dataclass(value):
            fields = [field.name for field in dataclasses.fields(value) if field.compare]
            self._describe_all([(name, getattr(value, name, None)) for name in fields])
        elif callable(wrapped := getattr(value, "__wrapped__", None)):
            self.describe(wrapped)  # jitted functions, custom derivatives
        elif hasattr(value, "__dict__") and type(value).__flags__ & _HEAP_TYPE:
            self._describe_all(sorted(vars(value).items(), key=lambda item: item[0]))
        else:
            self._describe_opaque(value)

    def _describe_opaque(self, value: Any) -> None:
        if self._identity:
            self.write(str(id(value)))


#: Py_TPFLAGS_HEAPTYPE: a class written in Python; others hide their state.
_HEAP_TYPE = 1 << 9
