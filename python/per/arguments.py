"""The arguments of a step, flat: which leaves are arrays, which are static.

`per` flattens arguments itself. A leaf that jax can trace (array, number, typed
key, `ShapeDtypeStruct`) is an input of the compiled program; every other leaf,
and every argument named static, is fixed at compile time. Calls are compared
with what was compiled by paths, shapes, dtypes and the fingerprints of the
static parts, never by treedefs: those do not survive pickling, and an optimiser
that was built again is another treedef.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jax
import ml_dtypes
import numpy as np
from jax.tree_util import DictKey, SequenceKey, keystr, tree_flatten_with_path

from per import _core
from per.errors import ArgumentError
from per.fingerprint import fingerprint, structure_fingerprint

#: Our own keywords of a compiled step.
KEYWORDS = ("seed", "step", "lam")


class StaticArgument:
    """Wraps an argument that is static as a whole; a leaf for pytrees."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def is_array_leaf(leaf: Any) -> bool:
    """Whether jax can take the leaf as an input of a program."""
    if isinstance(leaf, (np.ndarray, np.generic)):
        return jax.dtypes.issubdtype(leaf.dtype, np.number) or leaf.dtype == np.bool_
    # Exact types: an IntEnum or a subclass with meaning of its own is static.
    return isinstance(leaf, (jax.Array, jax.ShapeDtypeStruct)) or type(leaf) in (
        bool,
        int,
        float,
        complex,
    )


def as_array(leaf: Any) -> Any:
    """A leaf of another framework as a NumPy array on the same memory, if it has
    DLPack; other leaves as they are.

    Raises:
      ArgumentError: it is not in this machine's memory.
    """
    own = (np.ndarray, np.generic, jax.Array, jax.ShapeDtypeStruct, type)
    if isinstance(leaf, own) or not hasattr(leaf, "__dlpack__"):
        return leaf
    try:
        return np.from_dlpack(leaf)
    except (BufferError, RuntimeError) as error:
        if "bfloat16" in str(getattr(leaf, "dtype", "")):  # NumPy has no such type
            return _core.view_bits(leaf).view(ml_dtypes.bfloat16)
        raise ArgumentError(f"cannot read a {type(leaf).__name__} by DLPack: {error}") from error


@dataclasses.dataclass(frozen=True)
class ArraySpec:
    """Shape and type of one array input.

    Attributes:
      path: where it is in the call, e.g. `state.params['w']`.
      shape: its dimensions.
      dtype: a NumPy dtype, or the extended dtype of typed PRNG keys.
      weak_type: whether it takes part in promotion as a Python number does.
    """

    path: str
    shape: tuple[int, ...]
    dtype: Any
    weak_type: bool

    def __str__(self) -> str:
        dims = ",".join(map(str, self.shape))
        return f"{np.dtype(self.dtype).name if _is_numpy(self.dtype) else self.dtype}[{dims}]"

    def accepts(self, other: ArraySpec, exact: bool) -> bool:
        """Whether a program compiled for this input can take that one.
        `exact`: weak types count, as they change what a new trace gives."""
        same = self.shape == other.shape and self.dtype == other.dtype
        return same and (self.weak_type == other.weak_type or not exact)


def _is_numpy(dtype: Any) -> bool:
    return not jax.dtypes.issubdtype(dtype, jax.dtypes.extended)


def array_key(leaf: Any) -> Any:
    """Stands for the shape and type of a leaf in the key of a cache; cheap."""
    kind = type(leaf)
    if kind in (bool, int, float, complex):
        return kind
    return (leaf.shape, leaf.dtype, getattr(leaf, "weak_type", False))


def describe_array(path: str, leaf: Any) -> ArraySpec:
    """Shape and type of a leaf for which `is_array_leaf` holds."""
    if isinstance(leaf, int) and not isinstance(leaf, bool):
        limits = np.iinfo(jax.dtypes.canonicalize_dtype(np.int64))
        if not limits.min <= leaf <= limits.max:
            raise ArgumentError(f"{path}: the integer {leaf} does not fit {limits.dtype}")
    if isinstance(leaf, np.ndarray) and not leaf.dtype.isnative:
        raise ArgumentError(
            f"{path}: the array ({leaf.dtype.str}) is of another byte order than this machine's; "
            "convert it with array.astype(array.dtype.newbyteorder('='))"
        )
    if isinstance(leaf, jax.ShapeDtypeStruct):
        return ArraySpec(path, tuple(leaf.shape), leaf.dtype, bool(leaf.weak_type))
    aval = jax.typeof(leaf)
    return ArraySpec(path, tuple(aval.shape), aval.dtype, bool(aval.weak_type))


@dataclasses.dataclass(frozen=True)
class FlatCall:
    """One call's arguments, flat.

    Attributes:
      tree: `(args, kwargs)`, static arguments wrapped.
      leaves: all leaves, in order.
      treedef: structure of `(args, kwargs)`; static arguments are leaves.
      is_array: for each leaf, whether it is an input of the program.
      names: names of the positional parameters, for paths.
    """

    tree: Any
    leaves: tuple[Any, ...]
    treedef: Any
    is_array: tuple[bool, ...]
    names: tuple[str, ...]

    @property
    def arrays(self) -> list[Any]:
        return [leaf for leaf, array in zip(self.leaves, self.is_array, strict=True) if array]

    @property
    def static_leaves(self) -> list[Any]:
        return [leaf for leaf, array in zip(self.leaves, self.is_array, strict=True) if not array]

    def paths(self) -> list[str]:
        """Path of every leaf, e.g. `state.params['w']`."""
        flat = tree_flatten_with_path(self.tree)[0]
        return [name_path(path, self.names) for path, _ in flat]

    def rebuild(self, arrays: Sequence[Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """`(args, kwargs)` with other arrays in place; static ones unwrapped."""
        arrays_left = iter(arrays)
        args, kwargs = self.treedef.unflatten(
            next(arrays_left) if array else leaf
            for leaf, array in zip(self.leaves, self.is_array, strict=True)
        )

        def unwrap(value: Any) -> Any:
            return value.value if isinstance(value, StaticArgument) else value

        return tuple(map(unwrap, args)), {key: unwrap(arg) for key, arg in kwargs.items()}


def name_path(path: Sequence[Any], names: Sequence[str]) -> str:
    """A key path of `(args, kwargs)` in the step's own words."""
    match path:
        case (SequenceKey(idx=0), SequenceKey(idx=index), *rest):
            head = names[index] if index < len(names) else f"args[{index}]"
        case (SequenceKey(idx=1), DictKey(key=key), *rest):
            head = key
        case _:
            return keystr(tuple(path))
    return head + keystr(tuple(rest))


class StaticNames:
    """Which arguments of a step are static as a whole.

    Args:
      step: the step; what a jitted step declared static is taken over.
      argnums, argnames: as in `jax.jit`.
    """

    def __init__(
        self,
        step: Callable[..., Any],
        argnums: int | Sequence[int] | None = None,
        argnames: str | Sequence[str] | None = None,
    ) -> None:
        self.names = _parameter_names(step)
        numbers = {argnums} if isinstance(argnums, int) else set(argnums or ())
        keywords = {argnames} if isinstance(argnames, str) else set(argnames or ())
        declared = getattr(step, "_jit_info", None)
        numbers |= set(getattr(declared, "static_argnums", ()) or ())
        keywords |= set(getattr(declared, "static_argnames", ()) or ())
        # As in jax.jit, a number stands for its name and the reverse.
        keywords |= {self.names[n] for n in numbers if -len(self.names) <= n < len(self.names)}
        numbers |= {self.names.index(name) for name in keywords if name in self.names}
        self.argnums, self.argnames = frozenset(numbers), frozenset(keywords)

    def flatten(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> FlatCall:
        """Flattens one call."""
        numbers = {n % len(args) if n < 0 else n for n in self.argnums} if args else ()
        wrapped_args = tuple(
            StaticArgument(arg) if index in numbers else arg for index, arg in enumerate(args)
        )
        wrapped_kwargs = {
            key: StaticArgument(arg) if key in self.argnames else arg for key, arg in kwargs.items()
        }
        tree = (wrapped_args, wrapped_kwargs)
        leaves, treedef = jax.tree_util.tree_flatten(tree)
        leaves = list(map(as_array, leaves))
        return FlatCall(
            tree, tuple(leaves), treedef, tuple(map(is_array_leaf, leaves)), tuple(self.names)
        )


def _parameter_names(step: Callable[..., Any]) -> list[str]:
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    try:
        parameters = inspect.signature(step).parameters.values()
    except (TypeError, ValueError):  # a callable without a signature
        return []
    return [parameter.name for parameter in parameters if parameter.kind in positional]


@dataclasses.dataclass(frozen=True)
class Signature:
    """What a program was compiled for; equal across processes.

    Attributes:
      arrays: the array inputs, in order.
      static_paths: where the static leaves are.
      static: digests of the static leaves and of the structure with its static
        data; with identities, or without after pickling.
    """

    arrays: tuple[ArraySpec, ...]
    static_paths: tuple[str, ...]
    static: tuple[str, ...]
    portable: tuple[str, ...]
    is_portable: bool = False

    @staticmethod
    def of(call: FlatCall) -> Signature:
        paths = call.paths()
        arrays, static_paths = [], []
        for path, leaf, array in zip(paths, call.leaves, call.is_array, strict=True):
            if array:
                arrays.append(describe_array(path, leaf))
            else:
                static_paths.append(path)

        def digests(identity: bool) -> tuple[str, ...]:
            values = [
                leaf.value if isinstance(leaf, StaticArgument) else leaf
                for leaf in call.static_leaves
            ]
            return (
                *(fingerprint(value, identity=identity) for value in values),
                structure_fingerprint(call.treedef, identity=identity),
            )

        return Signature(tuple(arrays), tuple(static_paths), digests(True), digests(False))

    def __getstate__(self) -> dict[str, Any]:
        # Identities mean nothing elsewhere.
        return {**vars(self), "static": self.portable, "is_portable": True}

    def mismatch(self, other: Signature, *, exact: bool = False) -> str | None:
        """Why a program with this signature cannot take a call with that one;
        None if it can. `exact`: or would not be what a new trace gives."""
        mine = {spec.path: spec for spec in self.arrays}
        theirs = {spec.path: spec for spec in other.arrays}
        for path in [*mine, *self.static_paths]:
            if path not in theirs and path not in other.static_paths:
                return f"{path} is missing"
        for path in [*theirs, *other.static_paths]:
            if path not in mine and path not in self.static_paths:
                return f"{path} was not there when it was compiled"
        for path, spec in mine.items():
            if path not in theirs:
                return f"{path}: expected an array {spec}, got a static value"
            if not spec.accepts(theirs[path], exact):
                return f"{path}: expected {spec}, got {theirs[path]}"
        if list(mine) != list(theirs):
            return "the arguments have another order"
        for path in self.static_paths:
            if path in theirs:
                return f"{path}: expected the static value, got an array {theirs[path]}"
        digests = other.portable if self.is_portable else other.static
        for path, old, new in zip(
            (*self.static_paths, "the structure of the arguments"),
            self.static,
            digests,
            strict=True,
        ):
            if old != new:
                return f"{path} is static, and differs from what was compiled"
        return None
