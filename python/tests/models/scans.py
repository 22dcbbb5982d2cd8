"""Scanned layers, vmap, and gradients accumulated over micro-batches.

Steps that see the batch in parts have a full-batch step as their reference:
whatever the parts, the term weighs what it weighs in the whole batch.
"""

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax import lax

from .common import CLASSES16, VECTORS, Registry, cross_entropy, descend, layer_norm, sgd, weights

MODELS = Registry()

# -- Scan over layers.


def scanned_layers(remat):
    def loss(p, tap, x, y):
        def block(x, w):
            return x + tap(0, jax.nn.gelu(layer_norm(x) @ w[0])) @ w[1], None

        x, _ = lax.scan(jax.checkpoint(block) if remat else block, x, (p[0], p[1]))
        return cross_entropy(x @ p[2], y)

    return loss


def _stacked(w):
    return np.stack([w * (i + 1) / 2 for i in range(3)]).astype(np.float32)


_UP, _DOWN, _HEAD = weights((20, 32), (32, 20), (20, 5))
_LAYERS = ([_stacked(_UP), _stacked(_DOWN), _HEAD], VECTORS, CLASSES16)
MODELS.add("scan_layers", sgd(scanned_layers(False)), _LAYERS, 1)
MODELS.add("scan_layers_remat", sgd(scanned_layers(True)), _LAYERS, 1)
MODELS.in_double("scan_layers_remat")


def scanned_relu(p, tap, x, y, reverse=False):
    """The loop saves the mask of its activation only: no derivative needs more."""
    body = lambda x, w: (tap(0, jax.nn.relu(x @ w)), None)
    x, _ = lax.scan(body, x, p[0], reverse=reverse)
    return cross_entropy(x @ p[1], y)


def two_scanned_relus(p, tap, x, y):
    def body(x, w):
        x = tap(0, jax.nn.leaky_relu(x @ w))
        return tap(1, jnp.maximum(x @ w.T, 0)), None

    x, _ = lax.scan(body, x, p[0])
    return cross_entropy(x @ p[1], y)


def _in_reverse(p, tap, x, y):
    return scanned_relu(p, tap, x, y, reverse=True)


_SQUARE, _OUT = weights((20, 20), (20, 5))
_UNSAVED = ([_stacked(_SQUARE), _OUT], VECTORS, CLASSES16)
MODELS.add("scan_relu", sgd(scanned_relu), _UNSAVED, 1)
MODELS.add("scan_relu_reverse", sgd(_in_reverse), _UNSAVED, 1)
MODELS.add("scan_two_relus", sgd(two_scanned_relus), _UNSAVED, 2)
MODELS.in_double("scan_relu")


def _over_time(layer):
    """Layers over time steps; `layer` is (time steps, weight) -> time steps."""

    def loss(p, tap, x, y):
        body = lambda xs, w: (layer(tap, xs, w), None)
        xs, _ = lax.scan(body, x.reshape(4, 4, -1), p[0])
        return cross_entropy(xs.reshape(16, -1) @ p[1], y)

    return loss


def _steps(cell, xs, **options):
    return lax.scan(lambda h, x: (cell(h, x),) * 2, jnp.zeros_like(xs[0]), xs, **options)[1]


@_over_time
def nested_scan_relu(tap, xs, w):
    """Both loops have to stack."""
    return _steps(lambda h, x: tap(0, jax.nn.relu(x @ w + h)), xs)


@_over_time
def nested_scan_relus(tap, xs, w):
    """One activation in the outer loop, one in the inner."""
    a = tap(0, jax.nn.relu(xs @ w))
    return _steps(lambda h, x: tap(1, jax.nn.relu(x @ w.T + h)), a, reverse=True)


@_over_time
def nested_scan_branch(tap, xs, w):
    def cell(h, x):
        active = lambda: tap(0, jax.nn.relu(x @ w + h))
        return lax.cond(x[0, 0] > 0, active, lambda: 0.3 * (x @ w))

    return _steps(cell, xs)


MODELS.add("nested_scan_relu", sgd(nested_scan_relu), _UNSAVED, 1)
MODELS.add("nested_scan_relus", sgd(nested_scan_relus), _UNSAVED, 2)
MODELS.add("nested_scan_branch", sgd(nested_scan_branch), _UNSAVED, 1)

# -- The batch in parts. `_two_layers` is the loss of all of them.

_P = weights((20, 24), (24, 16), (16, 5))
_ARGS = (_P, VECTORS, CLASSES16)


def two_layers(p, tap, x, y):
    h = tap(0, jax.nn.relu(x @ p[0]))
    h = tap(1, jax.nn.gelu(h @ p[1]))
    return cross_entropy(h @ p[2], y)


def vmapped_loss(p, tap, x, y):
    return jax.vmap(lambda x, y: two_layers(p, tap, x, y))(x, y).mean()


_FULL = tuple(((16, d), (16, d)) for d in (24, 16))
MODELS.add("vmap_per_example", sgd(vmapped_loss), _ARGS, 2, reference=sgd(two_layers), shapes=_FULL)


def per_example_gradients(clip):
    """vmap(grad), as in DP-SGD; each example's gradient has its term."""

    def make(tap):
        def step(p, x, y):
            one = lambda p, x, y: two_layers(p, tap, x, y)
            losses, grads = jax.vmap(jax.value_and_grad(one), (None, 0, 0))(p, x, y)
            return losses.mean(), descend(p, jax.tree.map(lambda g: clip(g).mean(0), grads))

        return step

    return make


def per_example_reference(clip):
    """The same by a loop over batches of one."""

    def make(tap):
        def step(p, x, y):
            grads = [jax.grad(two_layers)(p, tap, x[i : i + 1], y[i : i + 1]) for i in range(16)]
            mean = jax.tree.map(lambda *g: clip(jnp.stack(g)).mean(0), *grads)
            return two_layers(p, tap, x, y), descend(p, mean)

        return step

    return make


def clip_each(g):
    norm = jnp.sqrt((g**2).sum(tuple(range(1, g.ndim)), keepdims=True))
    return g / jnp.maximum(1, norm / 0.1)


# The weight of a sample is that of a batch of one.
_EACH = tuple((shape, (None, d)) for shape, (_, d) in _FULL)
MODELS.add(
    "per_example_grads",
    per_example_gradients(lambda g: g),
    _ARGS,
    2,
    reference=sgd(two_layers),
    shapes=_EACH,
)
MODELS.add(
    "per_example_grads_clipped",
    per_example_gradients(clip_each),
    _ARGS,
    2,
    reference=per_example_reference(clip_each),
    shapes=_EACH,
)


def accumulate(loss, divide_inside, parts=4):
    """Gradients of micro-batches in a scan; the mean inside or at the end."""

    def make(tap):
        def step(p, x, y):
            inner = 1 / parts if divide_inside else 1.0
            part_loss = lambda p, x, y: loss(p, tap, x, y) * inner

            def body(total, batch):
                value, grads = jax.value_and_grad(part_loss)(p, *batch)
                return (total[0] + value, jax.tree.map(jnp.add, total[1], grads)), None

            zeros = (jnp.zeros((), x.dtype), jax.tree.map(jnp.zeros_like, p))
            split = lambda a: a.reshape(parts, a.shape[0] // parts, *a.shape[1:])
            (value, grads), _ = lax.scan(body, zeros, (split(x), split(y)))
            outer = 1.0 if divide_inside else 1 / parts
            return value * outer, descend(p, jax.tree.map(lambda g: g * outer, grads))

        return step

    return make


MODELS.add(
    "accumulate_divide_at_end", accumulate(two_layers, False), _ARGS, 2, reference=sgd(two_layers)
)
MODELS.add(
    "accumulate_divide_inside", accumulate(two_layers, True), _ARGS, 2, reference=sgd(two_layers)
)
MODELS.add(
    "accumulate_scan_remat",
    accumulate(scanned_layers(True), False),
    _LAYERS,
    1,
    reference=sgd(scanned_layers(True)),
)
MODELS.add(
    "accumulate_scan_remat_divide_inside",
    accumulate(scanned_layers(True), True),
    _LAYERS,
    1,
    reference=sgd(scanned_layers(True)),
)

MODELS.add(
    "accumulate_scan_relu",
    accumulate(scanned_relu, False),
    ([2 * _UNSAVED[0][0], _OUT], *_UNSAVED[1:]),
    1,
    reference=sgd(scanned_relu),
)

# -- A scaled loss.


def static_loss_scale(tap):
    def step(p, x, y):
        value, grads = jax.value_and_grad(lambda p: 1024.0 * two_layers(p, tap, x, y))(p)
        return value / 1024.0, descend(p, jax.tree.map(lambda g: g / 1024.0, grads))

    return step


def dynamic_loss_scale(tap):
    """The scale is an argument and changes as training goes."""

    def step(p, scale, x, y):
        value, grads = jax.value_and_grad(lambda p: scale * two_layers(p, tap, x, y))(p)
        finite = jnp.isfinite(optax.global_norm(grads))
        grads = jax.tree.map(lambda g: g / scale, grads)
        p = jax.tree.map(lambda a, b: jnp.where(finite, a, b), descend(p, grads), p)
        return value / scale, p, jnp.where(finite, scale, scale / 2)

    return step


def unscaled(tap):
    def step(p, scale, x, y):
        value, grads = jax.value_and_grad(two_layers)(p, tap, x, y)
        return value, descend(p, grads), scale

    return step


_SCALED = (_P, np.float32(512.0), VECTORS, CLASSES16)
MODELS.add("loss_scale_measured", static_loss_scale, _ARGS, 2, reference=sgd(two_layers))
MODELS.add(
    "loss_scale_static",
    static_loss_scale,
    _ARGS,
    2,
    reference=sgd(two_layers),
    options={"loss_scale": 1024.0},
)
MODELS.add(
    "loss_scale_dynamic",
    dynamic_loss_scale,
    _SCALED,
    2,
    reference=unscaled,
    options={"loss": 0, "loss_scale": "scale"},
)
