"""Exceptions of the package. Every refusal is one of these; nothing is ever
attached or computed in part.
"""

from per._core import CompileError, TargetError


class StepError(ValueError):
    """The step itself cannot be compiled: it has side effects, changes its
    arguments, is no pure function of arrays, or its loss is not clear.
    """


class ArgumentError(TypeError):
    """A compiled step was called with other arguments than it was compiled
    for, or with a seed, step or lambda that is out of range.
    """


class TransformError(TypeError):
    """A compiled step was differentiated or vmapped. It already is a whole
    training step; its derivative would not contain the term.
    """


class VersionError(RuntimeError):
    """The installed jax is not one of the tested versions, and the self-test
    of the road through `jax.export` failed on it.
    """


__all__ = [
    "ArgumentError",
    "CompileError",
    "StepError",
    "TargetError",
    "TransformError",
    "VersionError",
]
