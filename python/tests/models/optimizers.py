"""Optimisers and what surrounds them."""

import jax
import jax.numpy as jnp
import optax
from jax import lax

from .common import CLASSES16, VECTORS, Registry, cross_entropy, descend, optimizer, weights

MODELS = Registry()

_P = weights((20, 24), (24, 5))
_ARGS = (_P, VECTORS, CLASSES16)


def one_layer(p, tap, x, y):
    return cross_entropy(tap(0, jax.nn.relu(x @ p[0])) @ p[1], y)


_WITHOUT_STATE = {
    "adam": optax.adam(1e-2),
    "lion": optax.lion(1e-2),
    "adafactor": optax.adafactor(1e-2),
    "weight_decay": optax.chain(optax.add_decayed_weights(0.1), optax.sgd(0.1)),
    "clip_by_global_norm": optax.chain(optax.clip_by_global_norm(0.05), optax.sgd(0.1)),
    "clip_by_value": optax.chain(optax.clip(0.01), optax.sgd(0.1)),
}
for _name, _tx in _WITHOUT_STATE.items():
    MODELS.add(_name, optimizer(one_layer, _tx), _ARGS, 1)


def stateful(tx):
    """step((p, state), x, y) with the optimiser's state among the arguments."""

    def make(tap):
        def step(train, x, y):
            p, state = train
            value, grads = jax.value_and_grad(lambda p: one_layer(p, tap, x, y))(p)
            updates, state = tx.update(grads, state, p)
            return value, (optax.apply_updates(p, updates), state)

        return step

    def args():
        start = (_P, tx.init(_P))
        _, train = jax.jit(make(lambda i, h: h))(start, VECTORS[::-1], CLASSES16)
        return train, VECTORS, CLASSES16  # a state that one step has filled

    return make, args


_WITH_STATE = {
    "momentum": optax.sgd(0.1, momentum=0.9),
    "multi_steps": optax.MultiSteps(optax.sgd(0.1), 2),
    "apply_if_finite": optax.apply_if_finite(optax.sgd(0.1), 5),
    "inject_hyperparams": optax.inject_hyperparams(optax.sgd)(optax.exponential_decay(0.1, 2, 0.5)),
}
for _name, _tx in _WITH_STATE.items():
    MODELS.add(_name, *stateful(_tx), 1)


def named_results(tap):
    """Loss, accuracy and gradient norm in a dictionary beside the state."""

    def step(p, x, y):
        def loss(p):
            logits = tap(0, jax.nn.relu(x @ p[0])) @ p[1]
            return cross_entropy(logits, y), logits

        (value, logits), grads = jax.value_and_grad(loss, has_aux=True)(p)
        accuracy = (jnp.argmax(logits, -1) == jnp.argmax(y, -1)).mean()
        metrics = {"accuracy": accuracy, "grad_norm": optax.global_norm(grads), "loss": value}
        return descend(p, grads), metrics

    return step


MODELS.add("results_as_dictionary", named_results, _ARGS, 1, after=lambda out: out[0])
MODELS.add(
    "gradient_norm_as_loss",
    named_results,
    _ARGS,
    1,
    after=lambda out: out[0],
    error="its weight gradient is a part of the loss",
    options={"loss": "[1]['grad_norm']"},
)


def scan_over_steps(tap):
    """Three optimiser steps in one call; the loss is that of the last one."""

    def step(p, x, y):
        def body(p, batch):
            value, grads = jax.value_and_grad(one_layer)(p, tap, *batch)
            return descend(p, grads), value

        batches = (x.reshape(2, 8, -1), y.reshape(2, 8, -1))
        p, losses = lax.scan(body, p, batches)
        return losses[-1], p

    return step


MODELS.add("scan_over_steps", scan_over_steps, _ARGS, 1)
