"""The rival: PER as a user writes it today, by `custom_vjp` and `jax.random`."""

import functools
import math

import jax
import jax.numpy as jnp


@functools.partial(jax.custom_vjp, nondiff_argnums=(2, 3))
def regularize(h, key, lam, slices):
    """The identity, whose cotangent gets lam/b * grad R(h) (Algorithm 1, mean)."""
    return h


def _forward(h, key, lam, slices):
    return h, (h, key)


def _backward(lam, slices, residuals, cotangent):
    h, key = residuals
    rows = h.reshape(len(h), -1)
    directions = jax.random.normal(key, (rows.shape[1], slices))
    directions /= jnp.linalg.norm(directions, axis=0)
    projections = jax.lax.erf(rows @ directions / math.sqrt(2))
    gradient = (lam / len(h) / slices) * projections @ directions.T
    return cotangent + gradient.reshape(h.shape), None


regularize.defvjp(_forward, _backward)


def make_tap(key, lam, slices):
    """A tap for `benchmarks.models`: fresh directions for every site."""
    return lambda h, site: regularize(h, jax.random.fold_in(key, site), lam, slices)
