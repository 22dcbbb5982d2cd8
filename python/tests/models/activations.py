"""Two hidden layers with each activation function, in f32, bf16 and f64."""

import functools

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import lax

from .common import (
    CLASSES16,
    TARGETS,
    VECTORS,
    Registry,
    cross_entropy,
    mse,
    optimizer,
    sgd,
    weights,
)

MODELS = Registry()

ACTIVATIONS = {
    "relu": jax.nn.relu,
    "leaky_relu": jax.nn.leaky_relu,
    "elu": jax.nn.elu,
    "selu": jax.nn.selu,
    "gelu_tanh": jax.nn.gelu,
    "gelu_erf": functools.partial(jax.nn.gelu, approximate=False),
    "silu": jax.nn.silu,
    "softplus": jax.nn.softplus,
    "mish": jax.nn.mish,
    "tanh": jnp.tanh,
    "sigmoid": jax.nn.sigmoid,
    "hard_swish": jax.nn.hard_swish,
    "relu6": jax.nn.relu6,
    "hard_tanh": jax.nn.hard_tanh,
    "celu": jax.nn.celu,
    "soft_sign": jax.nn.soft_sign,
    "squareplus": jax.nn.squareplus,
    "log_sigmoid": jax.nn.log_sigmoid,
    "hard_sigmoid": jax.nn.hard_sigmoid,
    # Written by users, in spellings that no table of activations would have.
    "relu_squared": lambda x: jax.nn.relu(x) ** 2,
    "sigmoid_by_hand": lambda x: 1 / (1 + jnp.exp(-x)),
    "gelu_by_hand": lambda x: 0.5 * x * (1 + jnp.tanh(0.79788456 * (x + 0.044715 * x**3))),
    "gelu_factor_last": lambda x: x * (1 + lax.erf(x / np.float32(np.sqrt(2)))) * 0.5,
    "swish_beta": lambda x: x * jax.nn.sigmoid(1.7 * x),
    "lecun_tanh": lambda x: 1.7159 * jnp.tanh(x * 2 / 3),
    "x_plus_tanh": lambda x: x + jnp.tanh(x),
    "softplus_by_parts": lambda x: jnp.log1p(jnp.exp(-jnp.abs(x))) + jnp.maximum(x, 0),
    "sine": lambda x: jnp.sin(3 * x),
    "snake": lambda x: x + jnp.sin(x) ** 2,
    "gauss": lambda x: jnp.exp(-x * x),
    "piecewise": lambda x: jnp.where(x > 0.5, jnp.sqrt(jnp.abs(x) + 1) - 1, x**3 * 0.1) + 0.2 * x,
    "log_cosh": lambda x: jnp.log(jnp.cosh(x)),
}


def mlp(act):
    def loss(p, tap, x, y):
        h = tap(0, act(x @ p[0] + p[1]))
        h = tap(1, act(h @ p[2]))
        return mse(h @ p[3], y)

    return loss


_ARGS = (weights((20, 24), (24,), (24, 16), (16, 5)), VECTORS, TARGETS)
for _i, (_name, _act) in enumerate(ACTIVATIONS.items()):
    _plain = _i % 3 == 0  # plain descent and momentum lower differently
    _make = sgd(mlp(_act)) if _plain else optimizer(mlp(_act), optax.sgd(0.1, momentum=0.9))
    MODELS.add("mlp_" + _name, _make, _ARGS, 2)
MODELS.in_double("mlp_relu", "mlp_gelu_erf", "mlp_tanh", "mlp_softplus")


def mlp_bf16(act):
    """Mixed precision: f32 parameters, bf16 arithmetic, f32 loss."""

    def loss(p, tap, x, y):
        a, b, c = (w.astype(jnp.bfloat16) for w in p)
        h = tap(0, act(x.astype(jnp.bfloat16) @ a))
        h = tap(1, act(h @ b))
        return cross_entropy((h @ c).astype(jnp.float32), y)

    return loss


_ARGS_BF16 = (weights((20, 24), (24, 16), (16, 5)), VECTORS, CLASSES16)
for _name in ["relu", "gelu_tanh", "gelu_erf", "silu", "softplus", "leaky_relu", "selu", "mish"]:
    MODELS.add("bf16_" + _name, sgd(mlp_bf16(ACTIVATIONS[_name])), _ARGS_BF16, 2, precision="bf16")
