"""Convolutional networks written with bare JAX."""

import jax
import numpy as np
import optax

from .common import (
    CLASSES4,
    IMAGES,
    Registry,
    batch_norm,
    conv,
    cross_entropy,
    max_pool,
    mean_pool,
    optimizer,
    sgd,
    weights,
)

MODELS = Registry()


def small_cnn(p, tap, x, y):
    h = tap(0, jax.nn.relu(conv(x, p[0]) + p[1]))
    h = tap(1, jax.nn.relu(conv(max_pool(h), p[2])))
    h = mean_pool(h)
    h = tap(2, jax.nn.relu(h.reshape(h.shape[0], -1) @ p[3]))
    return cross_entropy(h @ p[4], y)


_CNN = (weights((3, 3, 3, 8), (8,), (3, 3, 8, 8), (32, 16), (16, 5)), IMAGES, CLASSES4)
MODELS.add("cnn_pool", sgd(small_cnn), _CNN, 3)
MODELS.in_double("cnn_pool")
_CLIPPED_ADAMW = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(1e-2, weight_decay=0.1))
MODELS.add("cnn_adamw", optimizer(small_cnn, _CLIPPED_ADAMW), _CNN, 3)


def squeeze_excite(p, tap, x, y):
    h = tap(0, jax.nn.relu(conv(x, p[0])))
    squeezed = tap(1, jax.nn.relu(h.mean((1, 2)) @ p[1]))
    gate = jax.nn.sigmoid(squeezed @ p[2])
    h = tap(2, jax.nn.relu(conv(h * gate[:, None, None, :], p[3])))
    return cross_entropy(h.mean((1, 2)) @ p[4], y)


MODELS.add(
    "squeeze_excite",
    sgd(squeeze_excite),
    (weights((3, 3, 3, 8), (8, 4), (4, 8), (3, 3, 8, 8), (8, 5)), IMAGES, CLASSES4),
    3,
)


def _plan(blocks):
    """(channels in, channels out, stride) of each residual block."""
    width, plan = 8, []
    for stage in range(3):
        for block in range(blocks):
            out = 8 * 2**stage
            plan.append((width, out, 2 if stage and block == 0 else 1))
            width = out
    return plan, width


def resnet(pre, normalized, blocks):
    """ResNet of 6 * blocks + 2 layers. Returns (loss, weights, sites)."""
    plan, width = _plan(blocks)
    shapes = [(3, 3, 3, 8)]
    for i, o, _ in plan:
        shapes += [(3, 3, i, o), (3, 3, o, o)] + ([(1, 1, i, o)] if i != o else [])
    shapes.append((width, 5))

    def norm(x):
        if not normalized:
            return x
        ones = np.ones(x.shape[-1], np.float32)
        return batch_norm(x, 1.1 * ones, 0.1 * ones)

    def loss(p, tap, x, y):
        w, sites = iter(p), iter(range(2 * len(plan) + 1))
        act = lambda x: tap(next(sites), jax.nn.relu(x))
        x = conv(x, next(w))
        if not pre:
            x = act(norm(x))
        for i, o, stride in plan:
            skip = x
            if pre:
                z = conv(act(norm(x)), next(w), stride)
                z = conv(act(norm(z)), next(w))
                if i != o:
                    skip = conv(skip, next(w), stride)
                x = skip + z
            else:
                z = act(norm(conv(x, next(w), stride)))
                z = norm(conv(z, next(w)))
                if i != o:
                    skip = norm(conv(skip, next(w), stride))
                x = act(skip + z)
        if pre:
            x = act(norm(x))
        return cross_entropy(x.mean((1, 2)) @ next(w), y)

    return loss, weights(*shapes), 2 * len(plan) + 1


for _pre in (False, True):
    for _norm in (False, True):
        _loss, _p, _sites = resnet(_pre, _norm, 3)
        _name = f"resnet20_{'pre' if _pre else 'post'}{'_bn' if _norm else ''}"
        MODELS.add(_name, sgd(_loss), (_p, IMAGES, CLASSES4), _sites)
