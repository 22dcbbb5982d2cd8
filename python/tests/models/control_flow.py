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


def nested_branches(p, tap, flags, x, y):
    """A layer is skipped or not within layers that are."""
    layer = lambda x: x + tap(0, jax.nn.gelu(x @ p[0])) @ p[1]
    inner = lambda x: tap(1, jnp.tanh(lax.cond(flags[1], layer, lambda x: x, x)))
    return cross_entropy(lax.cond(flags[0], inner, lambda x: x, x) @ p[2], y)


def layers_in_branch_in_scan(p, tap, flag, x, y):
    """What a branch saves, its weights too, is on the loop's stacks; not so the
    flag, which is the same for all."""
    layers = lambda h: tap(1, jnp.tanh(tap(0, jax.nn.relu(h @ p[0])) @ p[1]))
    body = lambda h, _: (lax.cond(flag, layers, lambda h: h, h), None)
    return cross_entropy(lax.scan(body, x, length=3)[0] @ p[2], y)


_TWO_LAYERS = weights((20, 24), (24, 20), (20, 5))
MODELS.add(
    "nested_branches",
    sgd(nested_branches),
    (_TWO_LAYERS, np.array([True, True]), VECTORS, CLASSES16),
    2,
)
MODELS.add(
    "layers_in_branch_in_scan",
    sgd(layers_in_branch_in_scan),
    (_TWO_LAYERS, np.bool_(True), VECTORS, CLASSES16),
    2,
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
    sharded=True,
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
    sharded=True,
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
    sharded=True,
)


# Layers of weights that are not trained: no gradient reads their inputs, so what
# is saved for the backward half is the derivative of the activation alone.
_FROZEN_SQUARE, _FROZEN_HEAD = weights((24, 24), (24, 5), seed=7)


def frozen_layers(activation):
    def network(tap, x, w):
        h = tap(0, activation(x @ w))
        return tap(1, activation(h @ _FROZEN_SQUARE)) @ _FROZEN_HEAD

    return network


def frozen_loop(activation):
    def network(tap, x, w):
        body = lambda h, _: (tap(0, activation(h @ _FROZEN_SQUARE)), None)
        return lax.scan(body, x @ w, length=3)[0] @ _FROZEN_HEAD

    return network


def alone(network):
    return lambda p, tap, x, y: cross_entropy(network(tap, x, *p), y)


def in_shard_map(network):
    def sharded(tap, x, w):
        return by_hand(lambda x, w: network(tap, x, w), (P("data"), P()), P("data"))(x, w)

    return sharded


def in_branch(network):
    def loss(p, tap, flag, x, y):
        out = lax.cond(flag, lambda x: network(tap, x, *p), lambda x: x[:, :5], x)
        return cross_entropy(out, y)

    return loss


_TRAINED = (weights((20, 24)), VECTORS, CLASSES16)
_TAKEN = (weights((20, 24)), np.bool_(True), VECTORS, CLASSES16)
for _name, _network, _sites in (
    ("frozen_sine", frozen_layers(jnp.sin), 2),
    ("frozen_relu_loop", frozen_loop(jax.nn.relu), 1),
):
    _sharded = in_shard_map(_network)
    _devices = {"sharded": True, "shapes": (((8, 24), (8, 24)),) * _sites}
    MODELS.add(f"{_name}_in_branch", sgd(in_branch(_network)), _TAKEN, _sites)
    MODELS.add(
        f"{_name}_in_shard_map",
        sgd(alone(_sharded)),
        _TRAINED,
        _sites,
        reference=sgd(alone(_network)),
        **_devices,
    )
    MODELS.add(
        f"{_name}_in_shard_map_in_branch",
        sgd(in_branch(_sharded)),
        _TAKEN,
        _sites,
        reference=sgd(in_branch(_network)),
        **_devices,
    )
