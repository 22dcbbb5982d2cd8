"""Small training steps and their arguments, shared by the tests of the package."""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax.training.train_state import TrainState


def mlp_loss(params, x, y):
    return jnp.mean((jnp.tanh(x @ params["w"]) @ params["v"] - y) ** 2)


def sgd_step(params, x, y):
    """Plain SGD; returns the parameters and the loss."""
    loss, gradients = jax.value_and_grad(mlp_loss)(params, x, y)
    return jax.tree.map(lambda p, g: p - 0.1 * g, params, gradients), loss


def spectral_step(params, x, y):
    """A step with an operation that has no form in linalg."""
    return sgd_step(params, jnp.fft.rfft(x, 14).real, y)


def mlp_params(seed=0):
    rng = np.random.default_rng(seed)
    return {
        "w": jnp.asarray(rng.normal(size=(8, 16)), jnp.float32),
        "v": jnp.asarray(rng.normal(size=(16, 4)), jnp.float32),
    }


def batch(size=8, seed=1):
    rng = np.random.default_rng(seed)
    return (
        rng.normal(size=(size, 8)).astype(np.float32),
        rng.normal(size=(size, 4)).astype(np.float32),
    )


def sgd_args(size=8):
    return (mlp_params(), *batch(size))


def train_state(learning_rate=1e-2):
    """A state whose optimiser is built anew in each call."""
    return TrainState.create(apply_fn=mlp_loss, params=mlp_params(), tx=optax.adam(learning_rate))


def state_step(state, x, y):
    """A step on a flax TrainState; the loss is one of two scalars."""
    loss, gradients = jax.value_and_grad(state.apply_fn)(state.params, x, y)
    metrics = {"loss": loss, "grad_norm": optax.global_norm(gradients)}
    return state.apply_gradients(grads=gradients), metrics


def assert_same(got, want):
    """The same structure, and the same bits in every array."""
    assert jax.tree.structure(got) == jax.tree.structure(want)
    for ours, theirs in zip(jax.tree.leaves(got), jax.tree.leaves(want), strict=True):
        if jax.dtypes.issubdtype(getattr(ours, "dtype", np.float32), jax.dtypes.prng_key):
            ours, theirs = jax.random.key_data(ours), jax.random.key_data(theirs)
        np.testing.assert_array_equal(np.asarray(ours), np.asarray(theirs))


def assert_close(got, want, rtol=1e-6, atol=1e-7):
    """The same structure, and nearly the same arrays."""
    assert jax.tree.structure(got) == jax.tree.structure(want)
    for ours, theirs in zip(jax.tree.leaves(got), jax.tree.leaves(want), strict=True):
        np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), rtol=rtol, atol=atol)
