"""The step of the README: a network of one hidden layer, and its example
arguments. Nothing in it is marked."""

import jax
import jax.numpy as jnp


def loss(weights, x, y):
    hidden = jnp.tanh(x @ weights[0])
    return jnp.mean((hidden @ weights[1] - y) ** 2)


def step(weights, x, y):
    value, gradients = jax.value_and_grad(loss)(weights, x, y)
    return value, jax.tree.map(lambda w, g: w - 0.1 * g, weights, gradients)


def example():
    shape = jax.ShapeDtypeStruct
    weights = [shape((20, 32), jnp.float32), shape((32, 5), jnp.float32)]
    return weights, shape((64, 20), jnp.float32), shape((64, 5), jnp.float32)
