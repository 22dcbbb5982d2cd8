"""Idioms that decide what a site is, and which of its readers count."""

import jax
import jax.numpy as jnp
import optax
from jax import lax

from .common import CLASSES16, TARGETS, VECTORS, Registry, cross_entropy, mse, sgd, weights

MODELS = Registry()


def model(*shapes, sites=1, targets=CLASSES16):
    """Registers the decorated loss under its own name."""

    def register(loss):
        MODELS.add(loss.__name__, sgd(loss), (weights(*shapes), VECTORS, targets), sites)
        return loss

    return register


@model((20, 24), (24, 5), (24, 16), (16, 5), (24, 5), sites=2)
def several_consumers(p, tap, x, y):
    h = tap(0, jax.nn.silu(x @ p[0]))
    side = tap(1, jnp.tanh(h @ p[2])) @ p[3]
    return cross_entropy(h @ p[1] + side + (h * 0.5) @ p[4] + h[:, :5], y) + 1e-2 * jnp.sum(h**2)


@model((20, 24), (24, 5), targets=TARGETS)
def duplicated_preactivation(p, tap, x, y):
    h = jnp.log1p(jnp.exp(-jnp.abs(x @ p[0]))) + jnp.maximum(x @ p[0], 0)
    return mse(tap(0, h) @ p[1], y)


@model((20, 24), (24,), (24, 5), targets=TARGETS)
def prelu_trained(p, tap, x, y):
    h = x @ p[0]
    return mse(tap(0, jnp.where(h > 0, h, p[1] * h)) @ p[2], y)


@model((20, 24), (20, 24), (24, 5), targets=TARGETS)
def maxout(p, tap, x, y):
    return mse(tap(0, jnp.maximum(x @ p[0], x @ p[1])) @ p[2], y)


@model((20, 24), (20, 24), (20, 24), (24, 5), targets=TARGETS)
def highway(p, tap, x, y):
    t, h = jax.nn.sigmoid(x @ p[0]), jnp.tanh(x @ p[1])
    return mse(tap(0, t * h + (1 - t) * (x @ p[2])) @ p[3], y)


@model((20, 24), (24,))
def vector_output(p, tap, x, y):
    logits = tap(0, jax.nn.relu(x @ p[0])) @ p[1]
    return optax.sigmoid_binary_cross_entropy(logits, y[:, 0]).mean()


@model((20, 24), (24, 5))
def loss_by_einsum(p, tap, x, y):
    o = tap(0, jax.nn.relu(x @ p[0])) @ p[1]
    return -jnp.einsum("bc,bc->", jax.nn.log_sigmoid(o), y) / 16


@model((20, 24), (24, 5))
def tanh_output_vdot(p, tap, x, y):
    o = jnp.tanh(tap(0, jax.nn.relu(x @ p[0])) @ p[1])
    d = (o - y).reshape(-1)
    return jnp.dot(d, d)


@model((10, 4), (80, 16), (16, 5))
def embedding(p, tap, x, y):
    rows = (jnp.abs(x) * 3).astype(int) % 10
    return cross_entropy(tap(0, jax.nn.relu(p[0][rows].reshape(16, -1) @ p[1])) @ p[2], y)


@model((20, 24), (24, 5))
def straight_through(p, tap, x, y):
    h = tap(0, jax.nn.relu(x @ p[0]))
    quantised = h + lax.stop_gradient(jnp.round(h * 8) / 8 - h)
    return cross_entropy(quantised @ p[1], y)


@model((20, 24), (24, 8), sites=3)
def tied_weights(p, tap, x, y):
    h = tap(0, jax.nn.relu(x @ p[0]))
    h = tap(1, jax.nn.relu(h @ p[1]))
    h = tap(2, jax.nn.relu(h @ p[1].T))
    return mse(h @ p[0].T, x)


@model((20, 24), (24, 5), (24, 5), targets=TARGETS)
def same_activation_called_twice(p, tap, x, y):
    return mse(tap(0, jax.nn.relu(x @ p[0])) @ p[1] + jax.nn.relu(x @ p[0]) @ p[2], y)


@model((20, 24), (24, 5), (24, 5))
def same_scale_both_sides(p, tap, x, y):
    h = tap(0, jnp.tanh(0.5 * (x @ p[0])))
    return cross_entropy((h * 0.5) @ p[1] + h @ p[2], y)


def bounded(p, tap, x, y):
    """A clip around an activation belongs to the activation."""
    h = tap(0, jnp.clip(jax.nn.gelu(x @ p[0]), -10, 1.5))
    return cross_entropy(h @ p[1], y)


MODELS.add("clipped_activation", sgd(bounded), (weights((20, 24), (24, 5)), VECTORS, CLASSES16), 1)


def one_feature(p, tap, x, y):
    return cross_entropy(tap(0, jnp.tanh(x @ p[0])) @ p[1], y)


# d = 1 is valid: the only directions are +1 and -1.
MODELS.add("one_feature", sgd(one_feature), (weights((20, 1), (1, 5)), VECTORS, CLASSES16), 1)
