"""Recurrent networks: unrolled, under scan, from Flax, and the paper's LSTM."""

import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import lax

from .common import CLASSES4, KEY, SEQUENCES, Registry, cross_entropy, sgd, weights

MODELS = Registry()


def lstm_cell(p, c, h, x):
    i, f, g, o = jnp.split(x @ p[0] + h @ p[1] + p[2], 4, -1)
    c = jax.nn.sigmoid(f + 1) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
    return c, jax.nn.sigmoid(o) * jnp.tanh(c)


def gru_cell(p, h, x, lerp):
    r = jax.nn.sigmoid(x @ p[0] + h @ p[1])
    z = jax.nn.sigmoid(x @ p[2] + h @ p[3])
    n = jnp.tanh(x @ p[4] + r * (h @ p[5]))
    return n + z * (h - n) if lerp else (1 - z) * n + z * h


def lstm_unrolled(p, tap, x, y):
    c = h = jnp.zeros((4, 8), x.dtype)
    for t in range(x.shape[1]):
        c, h = lstm_cell(p, c, h, x[:, t])
        h = tap(t, h)
    return cross_entropy(h @ p[3], y)


def lstm_scan(p, tap, x, y):
    def cell(state, x):
        c, h = lstm_cell(p, *state, x)
        return (c, tap(0, h)), None

    (_, h), _ = lax.scan(cell, (jnp.zeros((4, 8), x.dtype),) * 2, jnp.swapaxes(x, 0, 1))
    return cross_entropy(h @ p[3], y)


def gru_unrolled(lerp):
    def loss(p, tap, x, y):
        h = jnp.zeros((4, 8), x.dtype)
        for t in range(x.shape[1]):
            h = tap(t, gru_cell(p, h, x[:, t], lerp))
        return cross_entropy(h @ p[6], y)

    return loss


def rnn_scan(p, tap, x, y):
    def cell(h, x):
        return tap(0, jnp.tanh(x @ p[0] + h @ p[1])), None

    h, _ = lax.scan(cell, jnp.zeros((4, len(p[1])), x.dtype), jnp.swapaxes(x, 0, 1))
    return cross_entropy(h @ p[2], y)


_LSTM = (weights((12, 32), (8, 32), (32,), (8, 5)), SEQUENCES, CLASSES4)
_GRU = (weights(*[(12, 8), (8, 8)] * 3, (8, 5)), SEQUENCES, CLASSES4)
MODELS.add("lstm_unrolled", sgd(lstm_unrolled), _LSTM, 6)
MODELS.add("gru_unrolled", sgd(gru_unrolled(lerp=False)), _GRU, 6)
MODELS.add("gru_lerp", sgd(gru_unrolled(lerp=True)), _GRU, 6)
MODELS.add("rnn_scan", sgd(rnn_scan), (weights((12, 8), (8, 8), (8, 5)), SEQUENCES, CLASSES4), 1)
# Recurrent weights that are larger than the factors of their gradient in all steps.
_WIDE = (weights((12, 40), (40, 40), (40, 5)), SEQUENCES, CLASSES4)
MODELS.add("rnn_scan_wide", sgd(rnn_scan), _WIDE, 1)
MODELS.add("lstm_scan", sgd(lstm_scan), _LSTM, 1)
MODELS.in_double("rnn_scan")


# -- Flax: nn.RNN around the library's own cells.


def tapped_cell(base, tap):
    """The library's cell with a tap on its new hidden state."""

    class Cell(base):
        def __call__(self, carry, x):
            carry, h = super().__call__(carry, x)
            h = tap(0, h)
            return ((carry[0], h) if isinstance(carry, tuple) else h), h

    return Cell


class Recurrent(nn.Module):
    cell: nn.Module
    per_token: bool

    @nn.compact
    def __call__(self, x):
        h = nn.RNN(self.cell)(x)
        return nn.Dense(5)(h if self.per_token else h[:, -1])


def flax_rnn(base, per_token):
    def make(tap):
        cell = tapped_cell(base, tap)(8)
        net = Recurrent(cell, per_token)

        def loss(p, x, y):
            return optax.softmax_cross_entropy_with_integer_labels(net.apply(p, x), y).mean()

        def step(p, x, y):
            value, grads = jax.value_and_grad(loss)(p, x, y)
            return value, jax.tree.map(lambda a, g: a - 0.1 * g, p, grads)

        return step

    def args():
        p = jax.jit(Recurrent(base(8), per_token).init)(jax.random.key(3), SEQUENCES)
        labels = np.arange(24).reshape(4, 6) % 5 if per_token else np.arange(4)
        return p, SEQUENCES, labels.astype(np.int32)

    return make, args


for _name, _base in (("lstm", nn.LSTMCell), ("gru", nn.GRUCell)):
    MODELS.add(f"flax_{_name}_last", *flax_rnn(_base, False), 1)
    MODELS.add(f"flax_{_name}_tokens", *flax_rnn(_base, True), 1)


# -- The paper's language model: two layers of 650 units, variational dropout.


def variational_lstm(units, vocabulary):
    """One dropout mask per layer and sequence, the same at every time step."""

    def loss(p, tap, tokens, targets, key):
        embedding, first, second, head = p
        keys = jax.random.split(jax.random.wrap_key_data(key), 3)
        shape = (tokens.shape[0], units)
        masks = [jax.random.bernoulli(k, 0.5, shape).astype(jnp.float32) / 0.5 for k in keys]

        def cell(state, x):
            (c1, h1), (c2, h2) = state
            c1, h1 = lstm_cell(first, c1, h1, x * masks[0])
            h1 = tap(0, h1)
            c2, h2 = lstm_cell(second, c2, h2, h1 * masks[1])
            h2 = tap(1, h2)
            return ((c1, h1), (c2, h2)), h2 * masks[2]

        zero = (jnp.zeros(shape),) * 2
        _, h = lax.scan(cell, (zero, zero), jnp.swapaxes(embedding[tokens], 0, 1))
        logits = jnp.swapaxes(h, 0, 1) @ head
        return optax.softmax_cross_entropy_with_integer_labels(logits, targets).mean()

    def args():
        layer = [(units, 4 * units), (units, 4 * units), (4 * units,)]
        flat = weights((vocabulary, units), *layer, *layer, (units, vocabulary))
        p = (flat[0], flat[1:4], flat[4:7], flat[7])
        tokens = (np.arange(12).reshape(3, 4) * 7 % vocabulary).astype(np.int32)
        return p, tokens, (tokens * 3 + 1) % vocabulary, KEY

    return sgd(loss), args


MODELS.add("paper_lstm", *variational_lstm(650, 40), 2)
