"""Things around or inside a step that must not lead the analysis astray."""

import jax
import jax.numpy as jnp
import optax
from jax import lax

from .common import CLASSES16, VECTORS, Registry, cross_entropy, descend, mse, sgd, weights

MODELS = Registry()

_P = weights((20, 24), (24, 5))
_ARGS = (_P, VECTORS, CLASSES16)


def one_layer(p, tap, x, y):
    return cross_entropy(tap(0, jax.nn.relu(x @ p[0])) @ p[1], y)


def untapped(site, h, samples=None):
    return h


def model(sites=1, args=_ARGS, **more):
    """Registers the decorated maker of a step under its own name."""

    def register(make):
        MODELS.add(make.__name__, make, args, sites, **more)
        return make

    return register


@model()
def loss_and_gradient_apart(tap):
    """The loss comes from one forward pass, the gradient from another."""

    def step(p, x, y):
        return one_layer(p, tap, x, y), descend(p, jax.grad(one_layer)(p, tap, x, y))

    return step


@model()
def metrics_after_update(tap):
    """A forward pass with the new parameters, accuracy, gradient norm."""

    def step(p, x, y):
        value, grads = jax.value_and_grad(one_layer)(p, tap, x, y)
        q = descend(p, grads)
        accuracy = (jnp.argmax(x @ p[0] @ p[1], -1) == jnp.argmax(y, -1)).mean()
        return value, q, one_layer(q, untapped, x, y), accuracy, optax.global_norm(grads)

    return step


@model()
def guards_and_tanh_update(tap):
    """Guards against infinities; the update is a tanh of the gradient."""

    def step(p, x, y):
        value, grads = jax.value_and_grad(one_layer)(p, tap, x, y)
        ok = jnp.isfinite(value) & jnp.isfinite(optax.global_norm(grads))
        grads = jax.tree.map(lambda g: jnp.where(jnp.isfinite(g), g, 0), grads)
        return value, jax.tree.map(lambda a, g: jnp.where(ok, a - 0.1 * jnp.tanh(g), a), p, grads)

    return step


@model(args=(_P, weights((20, 24), (24, 5), seed=5), VECTORS, CLASSES16))
def target_network(tap):
    """The teacher's activations are in the loss; nothing is differentiated there."""

    def step(p, q, x, y):
        def loss(p):
            # The teacher's activation is site 0: found, and without a gradient.
            teacher = lax.stop_gradient(jax.nn.relu(x @ q[0]) @ q[1])
            return mse(tap(1, jax.nn.relu(x @ p[0])) @ p[1], teacher)

        value, grads = jax.value_and_grad(loss)(p)
        p = descend(p, grads)
        return value, p, jax.tree.map(lambda a, b: 0.99 * a + 0.01 * b, q, p)

    return step


def _stopped(p, tap, x, y):
    h = lax.stop_gradient(jax.nn.relu(x @ p[0]))
    return cross_entropy(h @ p[1], y) + 0.0 * p[0].sum()


# No attached site is always an error.
MODELS.add("stopped_activation", sgd(_stopped), _ARGS, 0, error=r"site")


@jax.custom_vjp
def _tanh_derived_wrongly(x):
    return jnp.tanh(x)


_tanh_derived_wrongly.defvjp(lambda x: (jnp.tanh(x), x), lambda x, c: (c * jax.nn.sigmoid(x),))


@jax.custom_vjp
def _clipped_backwards(x):
    return x


_clipped_backwards.defvjp(lambda x: (x, None), lambda _, c: (jnp.clip(c, -1e-3, 1e-3),))


def _wrong_derivative(p, tap, x, y):
    return cross_entropy(_tanh_derived_wrongly(x @ p[0]) @ p[1], y)


def _clipped_cotangent(p, tap, x, y):
    """Cotangents are clipped before the term is added to them."""
    return cross_entropy(_clipped_backwards(tap(0, jnp.tanh(x @ p[0]))) @ p[1], y)


MODELS.add("wrong_derivative", sgd(_wrong_derivative), _ARGS, 1, error="by its derivative")
MODELS.add("clipped_cotangent", sgd(_clipped_cotangent), _ARGS, 1)


@model()
def directional_derivative(tap):
    """Reverse mode for the update, forward mode along it for a metric."""

    def step(p, x, y):
        value, grads = jax.value_and_grad(one_layer)(p, tap, x, y)
        _, d = jax.jvp(lambda p: one_layer(p, untapped, x, y), (p,), (grads,))
        return value, descend(p, grads), lax.stop_gradient(d) * 0

    return step


def _forward_gradient(loss):
    def make(tap):
        def step(p, x, y):
            v = jax.tree.map(jnp.ones_like, p)
            value, d = jax.jvp(lambda p: loss(p, tap, x, y), (p,), (v,))
            return value, jax.tree.map(lambda a, v: a - 0.1 * d * v, p, v)

        return step

    return make


def _two_tanh(p, tap, x, y):
    return mse(jnp.tanh(jnp.tanh(x @ p[0]) @ p[1]) @ p[2], y)


MODELS.add(
    "forward_gradient",
    _forward_gradient(one_layer),
    _ARGS,
    0,
    error=r"backward|cotangent|adjoint|site",
)
MODELS.add(
    "forward_gradient_tanh",
    _forward_gradient(_two_tanh),
    (weights((20, 24), (24, 24), (24, 5)), VECTORS, CLASSES16),
    0,
    error=r"backward|cotangent|adjoint|site",
)


def _gradient_penalty(p, tap, x, y):
    inner = lambda x: (jnp.tanh(x @ p[0]) @ p[1]).sum()
    penalty = jnp.mean(jnp.sum(jax.grad(inner)(x) ** 2, -1))
    return cross_entropy(tap(0, jnp.tanh(x @ p[0])) @ p[1], y) + penalty


MODELS.add(
    "gradient_penalty",
    sgd(_gradient_penalty),
    _ARGS,
    1,
    error=r"differentiat|ambiguous|cotangent|adjoint",
)


@model()
def two_losses_two_gradients(tap):
    """As in a GAN: the term belongs to the gradient of the returned loss."""

    def step(p, x, y):
        value, g = jax.value_and_grad(one_layer)(p, tap, x, y)
        other = jax.grad(lambda p: mse(jax.nn.relu(x @ p[0]) @ p[1], y))(p)
        return value, jax.tree.map(lambda a, g, h: a - 0.1 * g - 0.2 * h, p, g, other)

    return step


@model()
def sum_of_two_losses(tap):
    """Two losses with one gradient."""

    def step(p, x, y):
        def loss(p):
            o = tap(0, jax.nn.relu(x @ p[0])) @ p[1]
            return cross_entropy(o, y) + 0.3 * mse(o, y)

        value, grads = jax.value_and_grad(loss)(p)
        return value, descend(p, grads)

    return step


@model()
def two_steps_in_one(tap):
    """The returned loss is that of the second optimiser step."""

    def step(p, x, y):
        p = descend(p, jax.grad(one_layer)(p, untapped, x, y))
        value, grads = jax.value_and_grad(one_layer)(p, tap, x, y)
        return value, descend(p, grads)

    return step
