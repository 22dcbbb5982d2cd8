"""Dropout and rematerialisation."""

import functools

import jax
import jax.numpy as jnp
import optax

from .common import (
    CLASSES16,
    KEY,
    VECTORS,
    Registry,
    cross_entropy,
    dropout,
    layer_norm,
    sgd,
    weights,
)

MODELS = Registry()


def dropout_smoothing(p, tap, x, y, key):
    a, b = jax.random.split(jax.random.wrap_key_data(key))
    h = dropout(a, tap(0, jax.nn.relu(x @ p[0])))
    h = dropout(b, tap(1, jax.nn.selu(h @ p[1])))
    return cross_entropy(h @ p[2], optax.smooth_labels(y, 0.1))


MODELS.add(
    "dropout_label_smoothing",
    sgd(dropout_smoothing),
    (weights((20, 24), (24, 16), (16, 5)), VECTORS, CLASSES16, KEY),
    2,
)


def dropout_both_sides(p, tap, x, y, key):
    key = jax.random.wrap_key_data(key)
    h = tap(0, jax.nn.gelu(dropout(key, x @ p[0])))
    mask = jax.random.bernoulli(key, 0.8, h.shape).astype(h.dtype)
    return cross_entropy((h * mask / 0.8) @ p[1], y)


MODELS.add(
    "dropout_both_sides",
    sgd(dropout_both_sides),
    (weights((20, 24), (24, 5)), VECTORS, CLASSES16, KEY),
    1,
)


def remat_blocks(act, policy=None):
    def loss(p, tap, x, y):
        for i in range(3):

            @functools.partial(jax.checkpoint, policy=policy)
            def block(x, a, b, i=i):
                return x + tap(i, act(layer_norm(x) @ a)) @ b

            x = block(x, p[2 * i], p[2 * i + 1])
        return cross_entropy(x @ p[6], y)

    return loss


_ARGS = (weights(*[(20, 32), (32, 20)] * 3, (20, 5)), VECTORS, CLASSES16)
for _name, _act in (("gelu", jax.nn.gelu), ("relu", jax.nn.relu), ("tanh", jnp.tanh)):
    MODELS.add("remat_" + _name, sgd(remat_blocks(_act)), _ARGS, 3)
MODELS.add(
    "remat_dots_saveable",
    sgd(remat_blocks(jax.nn.gelu, jax.checkpoint_policies.dots_saveable)),
    _ARGS,
    3,
)


def remat_dropout(p, tap, x, y, key):
    key = jax.random.wrap_key_data(key)
    for i in range(2):

        @jax.checkpoint
        def block(x, a, b, key, i=i):
            h = tap(i, jax.nn.gelu(dropout(key, x @ a)))
            return x + dropout(key, h) @ b

        x = block(x, p[2 * i], p[2 * i + 1], jax.random.fold_in(key, i))
    return cross_entropy(x @ p[4], y)


MODELS.add(
    "remat_dropout",
    sgd(remat_dropout),
    (weights(*[(20, 32), (32, 20)] * 2, (20, 5)), VECTORS, CLASSES16, KEY),
    2,
)
