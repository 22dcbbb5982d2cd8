"""The description of a test model, and the parts that models are made of."""

import contextlib
import dataclasses
import functools
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import lax


@dataclasses.dataclass(frozen=True)
class Model:
    """A training step and what is expected of it.

    `make(tap)` builds the step; with the identity as tap it is the step that a
    user would write. `reference(tap)`, where given, builds a full-batch step
    with the same result, for steps whose own activations are parts of a batch.
    """

    name: str
    make: Callable
    args: tuple | Callable[[], tuple]
    sites: int
    error: str | None = None  # regular expression of the expected error
    may_refuse: bool = False  # a named error is right as well
    precision: str = "f32"
    reference: Callable | None = None
    before: Callable = lambda args: args[0]  # parameters among the arguments
    after: Callable = lambda out: out[1]  # parameters among the results
    options: dict = dataclasses.field(default_factory=dict)  # for per.compile
    shapes: tuple = ()  # ((shape, (samples or None, features)), ...), for taps inside a vmap
    sharded: bool = False  # on several devices by shard_map, which a processor is not
    slow: bool = False

    def arguments(self):
        args = self.args() if callable(self.args) else self.args
        if self.precision != "f64":
            return args
        wide = lambda x: x.astype(np.float64) if _is_floating(x) else x
        return jax.tree.map(wide, args)

    def precision_scope(self):
        if self.precision == "f64":
            return jax.enable_x64(True)
        return contextlib.nullcontext()

    def step(self):
        """The unmodified step."""
        return self.make(lambda site, h, samples=None: h)


def _is_floating(x):
    return hasattr(x, "dtype") and np.issubdtype(x.dtype, np.floating)


class Registry(dict):
    """Models by name."""

    def add(self, name, make, args, sites, **more):
        if name in self:
            raise ValueError(f"model '{name}' is defined twice")
        once = functools.cache(args) if callable(args) else args
        self[name] = Model(name, make, once, sites, **more)

    def in_double(self, *names):
        """Adds the named models in double precision."""
        for name in names:
            double = dataclasses.replace(self[name], name=name + "_f64", precision="f64")
            self[double.name] = double


def weights(*shapes, seed=0):
    """Normal weights, scaled by the fan-in."""
    rng = np.random.default_rng(seed)
    fan_in = lambda shape: max(1, int(np.prod(shape[:-1])))
    return [(rng.normal(size=s) / np.sqrt(fan_in(s))).astype(np.float32) for s in shapes]


def one_hot(n, k):
    return np.eye(k, dtype=np.float32)[np.arange(n) % k]


_RNG = np.random.default_rng(3)
VECTORS = _RNG.normal(size=(16, 20)).astype(np.float32)
IMAGES = _RNG.normal(size=(4, 8, 8, 3)).astype(np.float32)
SEQUENCES = _RNG.normal(size=(4, 6, 12)).astype(np.float32)
CLASSES16, CLASSES4 = one_hot(16, 5), one_hot(4, 5)
TARGETS = _RNG.normal(size=(16, 5)).astype(np.float32)
KEY = np.array([0, 1], np.uint32)  # data of a threefry key


def sgd(loss, rate=0.1):
    """step(p, *batch) -> (loss, updated p) by plain gradient descent."""

    def make(tap):
        def step(p, *batch):
            value, grads = jax.value_and_grad(lambda p: loss(p, tap, *batch))(p)
            return value, descend(p, grads, rate)

        return step

    return make


def descend(p, grads, rate=0.1):
    return jax.tree.map(lambda a, g: a - rate * g, p, grads)


def optimizer(loss, tx):
    """step(p, *batch) -> (loss, updated p) by an optax transformation."""

    def make(tap):
        def step(p, *batch):
            value, grads = jax.value_and_grad(lambda p: loss(p, tap, *batch))(p)
            updates, _ = tx.update(grads, tx.init(p), p)
            return value, optax.apply_updates(p, updates)

        return step

    return make


def conv(x, w, stride=1):
    layout = ("NHWC", "HWIO", "NHWC")
    return lax.conv_general_dilated(x, w, (stride, stride), "SAME", dimension_numbers=layout)


def max_pool(x):
    return lax.reduce_window(x, -np.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")


def mean_pool(x):
    return lax.reduce_window(x, 0.0, lax.add, (1, 2, 2, 1), (1, 2, 2, 1), "VALID") / 4


def layer_norm(x):
    centred = x - x.mean(-1, keepdims=True)
    return centred * lax.rsqrt((centred**2).mean(-1, keepdims=True) + 1e-5)


def batch_norm(x, gain, bias):
    mean = x.mean((0, 1, 2))
    variance = ((x - mean) ** 2).mean((0, 1, 2))
    return (x - mean) * lax.rsqrt(variance + 1e-5) * gain + bias


def dropout(key, x, rate=0.3):
    keep = jax.random.bernoulli(key, 1 - rate, x.shape)
    return jnp.where(keep, x / (1 - rate), 0)


def mse(o, y):
    return jnp.mean((o - y) ** 2)


def cross_entropy(o, y):
    return -jnp.mean(jnp.sum(jax.nn.log_softmax(o) * y, -1))
