"""Conditionals and shard_map."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax
from jax.sharding import PartitionSpec as P

from .common import CLASSES16, VECTORS, Registry, cross_entropy, descend, mse, sgd, weights

MODELS = Registry()


def activation_in_branch(p, tap, flag, x, y):
    h = x @ p[0]  # in the program the branch for false comes first
    h = lax.cond(flag, lambda h: tap(1, jax.nn.relu(h)), lambda h: tap(0, jnp.tanh(h)), h)
    return cross_entropy(h @ p[1], y)


def layer_in_branch(p, tap, flag, x, y):
    """The whole layer, its activation inside, is skipped or not."""
    block = lambda x: x + tap(0, jax.nn.gelu(x @ p[0])) @ p[1]
    return cross_entropy(lax.cond(flag, block, lambda x: x, x) @ p[2], y)


def same_activation_in_branches(p, tap, flag, x, y):
    """Both branches compute the same activation, and have it read by a layer."""
    h = x @ p[0]
    first = lambda h: tap(1, jax.nn.relu(h)) @ p[1]
    second = lambda h: tap(0, jax.nn.relu(h)) @ p[2]
    return cross_entropy(lax.cond(flag, first, second, h), y)


def branch_in_scan(p, tap, flags, x, y, activation=lambda h: jnp.tanh(2 * h)):
    """Layers in a scan, each with one of two activations."""
    first = lambda h: tap(1, activation(h))
    second = lambda h: tap(0, jnp.tanh(h))

    def body(h, layer):
        w, flag = layer
        return lax.cond(flag, first, second, h @ w), None

    h, _ = lax.scan(body, x, (p[0], flags))
    return cross_entropy(h @ p[1], y)


_ONE = weights((20, 24), (24, 5))
for _flag in (True, False):
    _args = (_ONE, np.bool_(_flag), VECTORS, CLASSES16)
    MODELS.add(f"activation_in_branch_{_flag}".lower(), sgd(activation_in_branch), _args, 2)
MODELS.add(
    "layer_in_branch",
    sgd(layer_in_branch),
    (weights((20, 24), (24, 20), (20, 5)), np.bool_(True), VECTORS, CLASSES16),
    1,
)


for _flag in (True, False):
    MODELS.add(
        f"same_activation_in_branches_{_flag}".lower(),
        sgd(same_activation_in_branches),
        (weights((20, 24), (24, 5), (24, 5)), np.bool_(_flag), VECTORS, CLASSES16),
        2,
    )
_LAYERS = (weights((4, 20, 20), (20, 5)), np.array([True, False, True, False]), VECTORS, CLASSES16)
MODELS.add("branch_in_scan", sgd(branch_in_scan), _LAYERS, 2)
# Of a ReLU the loop saves the mask only.
MODELS.add(
    "relu_branch_in_scan",
    sgd(functools.partial(branch_in_scan, activation=jax.nn.relu)),
    _LAYERS,
    2,
)


def loop_in_branch(p, tap, flag, x, y, activation=jnp.tanh):
    """A stack of layers is skipped or not."""
    body = lambda h, w: (tap(0, activation(h @ w)), None)
    h = lax.cond(flag, lambda x: lax.scan(body, x, p[0])[0], lambda x: x, x)
    return cross_entropy(h @ p[1], y)


_SKIPPED = (_LAYERS[0], np.bool_(True), VECTORS, CLASSES16)
MODELS.add("loop_in_branch", sgd(loop_in_branch), _SKIPPED, 1)
MODELS.add(
    "relu_loop_in_branch",
    sgd(functools.partial(loop_in_branch, activation=jax.nn.relu)),
    _SKIPPED,
    1,
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


def by_hand(layer, in_specs, out_specs):
    """The layer on two devices."""
    auto = (jax.sharding.AxisType.Auto,)
    mesh = jax.make_mesh((2,), ("data",), auto, devices=jax.devices()[:2])
    return jax.shard_map(layer, mesh=mesh, in_specs=in_specs, out_specs=out_specs, check_vma=False)


def layer_in_shard_map(p, tap, x, y):
    """One layer is sharded by hand, and differentiated from outside."""
    layer = lambda x, w: tap(0, jax.nn.relu(x @ w))
    layer = by_hand(layer, (P("data"), P()), P("data"))
    return cross_entropy(layer(x, p[0]) @ p[1], y)


# The mean is over the batch of both devices.
MODELS.add(
    "layer_in_shard_map",
    sgd(layer_in_shard_map),
    (_ONE, VECTORS, CLASSES16),
    1,
    reference=sgd(one_layer),
    shapes=(((8, 24), (8, 24)),),
)


def pooled_in_shard_map(p, tap, x, y):
    """What leaves the region does not tell how the devices share the batch: what
    enters it does."""

    def layer(x, w, v):
        return lax.pmean((tap(0, jnp.tanh(x @ w)) @ v).mean(0), "data")

    pooled = by_hand(layer, (P("data"), P(), P()), P())
    return mse(pooled(x, *p), y[0])


def pooled(p, tap, x, y):
    return mse((tap(0, jnp.tanh(x @ p[0])) @ p[1]).mean(0), y[0])


MODELS.add(
    "pooled_in_shard_map",
    sgd(pooled_in_shard_map),
    (_ONE, VECTORS, CLASSES16),
    1,
    reference=sgd(pooled),
    shapes=(((8, 24), (8, 24)),),
)
