"""Conditionals and shard_map."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.sharding import PartitionSpec as P

from .common import CLASSES16, VECTORS, Registry, cross_entropy, descend, sgd, weights

MODELS = Registry()


def activation_in_branch(p, tap, flag, x, y):
    h = x @ p[0]  # in the program the branch for false comes first
    h = lax.cond(flag, lambda h: tap(1, jax.nn.relu(h)), lambda h: tap(0, jnp.tanh(h)), h)
    return cross_entropy(h @ p[1], y)


def layer_in_branch(p, tap, flag, x, y):
    """The whole layer, its activation inside, is skipped or not."""
    block = lambda x: x + tap(0, jax.nn.gelu(x @ p[0])) @ p[1]
    return cross_entropy(lax.cond(flag, block, lambda x: x, x) @ p[2], y)


_ONE = weights((20, 24), (24, 5))
for _flag in (True, False):
    _args = (_ONE, np.bool_(_flag), VECTORS, CLASSES16)
    # Refused today: the residuals of branches are not met again.
    MODELS.add(
        f"activation_in_branch_{_flag}".lower(),
        sgd(activation_in_branch),
        _args,
        2,
        may_refuse=True,
    )
MODELS.add(
    "layer_in_branch",
    sgd(layer_in_branch),
    (weights((20, 24), (24, 20), (20, 5)), np.bool_(True), VECTORS, CLASSES16),
    1,
    may_refuse=True,
)


def one_layer(p, tap, x, y):
    return cross_entropy(tap(0, jax.nn.relu(x @ p[0])) @ p[1], y)


def gradient_in_branch(tap):
    """The whole differentiated loss stands in a branch."""

    def step(p, flag, x, y):
        train = lambda p: jax.value_and_grad(one_layer)(p, tap, x, y)
        rest = lambda p: (jnp.zeros(()), jax.tree.map(jnp.zeros_like, p))
        value, grads = lax.cond(flag, train, rest, p)
        return value, descend(p, grads)

    return step


MODELS.add("gradient_in_branch", gradient_in_branch, (_ONE, np.bool_(True), VECTORS, CLASSES16), 1)


def data_parallel(tap):
    """Each device has its shard of the batch; the user's own pmean joins them."""
    auto = (jax.sharding.AxisType.Auto,)
    mesh = jax.make_mesh((2,), ("data",), auto, devices=jax.devices()[:2])

    def step(p, x, y):
        @functools.partial(
            jax.shard_map,
            mesh=mesh,
            in_specs=(P(), P("data"), P("data")),
            out_specs=(P(), P()),
            check_vma=False,
        )
        def shard(p, x, y):
            value, grads = jax.value_and_grad(one_layer)(p, tap, x, y)
            return lax.pmean(value, "data"), lax.pmean(grads, "data")

        value, grads = shard(p, x, y)
        return value, descend(p, grads)

    return step


# Inside of the region b is that of the shard.
MODELS.add(
    "shard_map",
    data_parallel,
    (_ONE, VECTORS, CLASSES16),
    1,
    reference=sgd(one_layer),
    shapes=(((8, 24), (8, 24)),),
)
