"""Transformers and attention, with bare JAX and with Flax."""

from collections.abc import Callable

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import lax

from .common import (
    CLASSES4,
    CLASSES16,
    SEQUENCES,
    VECTORS,
    Registry,
    cross_entropy,
    layer_norm,
    optimizer,
    sgd,
    weights,
)

MODELS = Registry()


def attention(p, x, mask=None, cap=None, heads=2):
    b, t, d = x.shape
    q, k, v = ((x @ w).reshape(b, t, heads, -1) for w in p[:3])
    scores = jnp.einsum("bqhd,bkhd->bhqk", q, k) / np.float32(np.sqrt(d / heads))
    if cap:
        scores = cap * jnp.tanh(scores / cap)
    if mask is not None:
        scores = jnp.where(mask, scores, -1e9)
    mixed = jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(scores), v)
    return mixed.reshape(b, t, d) @ p[3]


def transformer(gated, causal=False, cap=None):
    def loss(p, tap, x, y):
        x = x @ p[0]
        mask = jnp.tril(jnp.ones((6, 6), bool)) if causal else None
        for i in range(2):
            q = p[1 + 7 * i : 8 + 7 * i]
            x = x + attention(q, layer_norm(x), mask, cap)
            h = layer_norm(x)
            hidden = jax.nn.silu(h @ q[4]) * (h @ q[6]) if gated else jax.nn.gelu(h @ q[4])
            x = x + tap(i, hidden) @ q[5]
        return cross_entropy(layer_norm(x).mean(1) @ p[15], y)

    return loss


_BLOCK = [(16, 16)] * 4 + [(16, 32), (32, 16), (16, 32)]
_ARGS = (weights((12, 16), *_BLOCK * 2, (16, 5)), SEQUENCES, CLASSES4)
MODELS.add("transformer_gelu", sgd(transformer(gated=False)), _ARGS, 2)
MODELS.in_double("transformer_gelu")
MODELS.add(
    "transformer_swiglu_causal",
    optimizer(transformer(True, causal=True), optax.adam(1e-2)),
    _ARGS,
    2,
)
MODELS.add("transformer_softcap", sgd(transformer(False, causal=True, cap=5.0)), _ARGS, 2)


def late_normalization(p, tap, x, y):
    """The unnormalised exponential feeds the product; the sum divides after."""
    q, k, v = x @ p[0], x @ p[1], x @ p[2]
    scores = jnp.einsum("bqd,bkd->bqk", q, k)
    e = jnp.exp(scores - lax.stop_gradient(scores.max(-1, keepdims=True)))
    o = jnp.einsum("bqk,bkd->bqd", e, v) / e.sum(-1, keepdims=True)
    h = tap(0, jax.nn.relu(o @ p[3]), samples=(0,))  # the mean reduces positions
    return cross_entropy(h.mean(1) @ p[4], y)


MODELS.add(
    "attention_late_norm",
    sgd(late_normalization),
    (weights(*[(12, 16)] * 3, (16, 16), (16, 5)), SEQUENCES, CLASSES4),
    1,
)


def norm_after_activation(p, tap, x, y):
    h = layer_norm(tap(0, jax.nn.gelu(x @ p[0]))) @ p[1]
    return cross_entropy(layer_norm(h + x) @ p[2], y)


MODELS.add(
    "norm_after_activation",
    sgd(norm_after_activation),
    (weights((20, 32), (32, 20), (20, 5)), VECTORS, CLASSES16),
    1,
)


def norm_after_exponential(p, tap, x, y):
    """The mean of the norm sums an exponential, and is no softmax's sum."""
    h = layer_norm(tap(0, jnp.exp(-((x @ p[0]) ** 2))))
    return cross_entropy(h @ p[1], y)


MODELS.add(
    "norm_after_exponential",
    sgd(norm_after_exponential),
    (weights((20, 32), (32, 5)), VECTORS, CLASSES16),
    1,
)


def sum_elsewhere(p, tap, x, y):
    """The sum of an exponential divides what is not made of it: no softmax."""
    h = tap(0, jnp.exp(-((x @ p[0]) ** 2)))
    return cross_entropy(h @ p[1] + (x @ p[2]) / (1 + h.sum(-1, keepdims=True)), y)


MODELS.add(
    "exponential_summed_elsewhere",
    sgd(sum_elsewhere),
    (weights((20, 32), (32, 5), (20, 5)), VECTORS, CLASSES16),
    1,
)


def softmax_by_logarithm(p, tap, x, y):
    s = jnp.einsum("bqd,bkd->bqk", x @ p[0], x @ p[1])
    o = jnp.einsum("bqk,bkd->bqd", jnp.exp(jax.nn.log_softmax(s)), x @ p[2])
    h = tap(0, jax.nn.gelu(o @ p[3]), samples=(0,))
    return cross_entropy(h.mean(1) @ p[4], y)


MODELS.add(
    "softmax_by_logarithm",
    sgd(softmax_by_logarithm),
    (weights(*[(12, 16)] * 3, (16, 16), (16, 5)), SEQUENCES, CLASSES4),
    1,
)


class FlaxTransformer(nn.Module):
    tap: Callable

    @nn.compact
    def __call__(self, x):
        x = nn.Dense(16)(x)
        for i in range(2):
            x = x + nn.SelfAttention(2)(nn.LayerNorm()(x))
            h = self.tap(i, nn.gelu(nn.Dense(32)(nn.LayerNorm()(x))))
            x = x + nn.Dense(16)(h)
        return nn.Dense(5)(nn.LayerNorm()(x).mean(1))


def flax_transformer(p, tap, x, y):
    logits = FlaxTransformer(tap).apply(p, x)
    return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean()


def _flax_args():
    p = jax.jit(FlaxTransformer(lambda i, h: h).init)(jax.random.key(3), SEQUENCES)
    return p, SEQUENCES, np.arange(4, dtype=np.int32)


MODELS.add("flax_transformer", sgd(flax_transformer), _flax_args, 2)
