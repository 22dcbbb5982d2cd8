"""Which static parts of two calls are the same."""

import dataclasses
import enum
import functools

import flax.linen as nn
import jax
import numpy as np
import optax
import pytest
from per.fingerprint import fingerprint, structure_fingerprint


class Color(enum.Enum):
    RED = 1
    BLUE = 2


@dataclasses.dataclass
class Settings:
    rate: float
    name: str = "x"


class Plain:
    def __init__(self, value):
        self.value = value


def closure(rate):
    def scale(x, factor=2):
        return x * rate * factor

    return scale


def recursive(rate):
    def loop(n):
        return loop(n - 1) * rate if n else 1

    return loop


SAME = {
    "lambda": lambda: lambda x: x + 1,
    "closure": lambda: closure(0.1),
    "recursive": lambda: recursive(0.1),
    "partial": lambda: functools.partial(closure(1), 3, factor=4),
    "adam": lambda: optax.adam(1e-3),
    "chain": lambda: optax.chain(optax.clip(1.0), optax.adamw(optax.constant_schedule(1e-3))),
    "flax method": lambda: nn.Dense(3).apply,
    "jitted": lambda: jax.jit(closure(0.5)),
    "dataclass": lambda: Settings(0.1),
    "object": lambda: Plain([1, {"a": 2}]),
    "array": lambda: np.arange(4.0),
    "jax array": lambda: jax.numpy.arange(4.0),
    "set": lambda: {"b", "a", Color.RED},
    "enum": lambda: Color.RED,
    "builtin": lambda: len,
    "module": lambda: np,
    "dtype": lambda: np.dtype("float32"),
    "class": lambda: Plain,
}

DIFFERENT = {
    "code": (lambda: lambda x: x + 1, lambda: lambda x: x + 2),
    "closure": (lambda: closure(0.1), lambda: closure(0.2)),
    "partial": (lambda: functools.partial(len, 1), lambda: functools.partial(len, 2)),
    "adam": (lambda: optax.adam(1e-3), lambda: optax.adam(1e-2)),
    "optimiser": (lambda: optax.sgd(1e-3), lambda: optax.adam(1e-3)),
    "flax method": (lambda: nn.Dense(3).apply, lambda: nn.Dense(4).apply),
    "jitted": (lambda: jax.jit(closure(0.5)), lambda: jax.jit(closure(0.6))),
    "dataclass": (lambda: Settings(0.1), lambda: Settings(0.1, "y")),
    "object": (lambda: Plain(1), lambda: Plain(2)),
    "array": (lambda: np.arange(4.0), lambda: np.arange(4)),
    "set": (lambda: {1, 2}, lambda: {1, 3}),
    "enum": (lambda: Color.RED, lambda: Color.BLUE),
    "number": (lambda: 1, lambda: 1.0),
    "bool": (lambda: 1, lambda: True),
    "nesting": (lambda: (1, (2, 3)), lambda: ((1, 2), 3)),
    "strings": (lambda: ("ab", "c"), lambda: ("a", "bc")),
}


@pytest.mark.parametrize("identity", [True, False])
@pytest.mark.parametrize("make", SAME.values(), ids=SAME)
def test_built_twice_is_the_same(make, identity):
    assert fingerprint(make(), identity=identity) == fingerprint(make(), identity=identity)


@pytest.mark.parametrize("identity", [True, False])
@pytest.mark.parametrize(("make", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_other_values_differ(make, other, identity):
    assert fingerprint(make(), identity=identity) != fingerprint(other(), identity=identity)


def test_what_cannot_be_looked_into_counts_by_identity():
    one, other = object(), object()
    assert fingerprint(one) == fingerprint(one) != fingerprint(other)
    assert fingerprint(one, identity=False) == fingerprint(other, identity=False)


def test_cycles_end():
    value = Plain(None)
    value.value = [value]
    assert fingerprint(value) == fingerprint(value)


@pytest.mark.parametrize(
    ("tree", "other"),
    [
        ((1, [2]), (1, (2,))),
        ({"a": 1}, {"b": 1}),
        ((1, None), (1, ())),
        ((1, (2, 3)), ((1, 2), 3)),
    ],
)
def test_structures(tree, other):
    of = lambda t: structure_fingerprint(jax.tree.structure(t))
    assert of(tree) == of(jax.tree.map(lambda x: x + 1, tree)) != of(other)
