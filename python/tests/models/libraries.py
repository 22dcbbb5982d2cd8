"""Unmodified models of real libraries: Flax, Equinox, NNX."""

from collections.abc import Callable

import equinox as eqx
import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax import nnx
from flax.training.train_state import TrainState

from .common import CLASSES16, KEY, VECTORS, Registry, cross_entropy, descend

MODELS = Registry()

_RNG = np.random.default_rng(7)
PHOTOS = _RNG.normal(size=(4, 16, 16, 3)).astype(np.float32)
LABELS = np.array([1, 4, 0, 2], np.int32)

# -- The paper's plain network: ten convolutions and a dense layer.


class PaperCNN(nn.Module):
    """Widths are scaled down; the order of layers is that of the paper."""

    act: Callable
    tap: Callable
    width: int = 4

    @nn.compact
    def __call__(self, x):
        site = iter(range(10))
        for i, growth in enumerate((1, 1, 2, 2, 2, 4, 4, 4, 4, 4)):
            x = nn.Conv(self.width * growth, (3, 3))(x)
            x = self.tap(next(site), self.act(x))
            if i in (1, 4, 7):
                x = nn.max_pool(x, (2, 2), (2, 2))
        return nn.Dense(5)(x.mean((1, 2)))


def flax_classifier(build, sites, slow=False):
    """step(variables, x, y) by gradient descent, with running statistics."""

    def make(tap):
        net = build(tap)

        def step(variables, x, y):
            def loss(p):
                inputs = {**variables, "params": p}
                logits, state = net.apply(inputs, x, mutable=["batch_stats"])
                return optax.softmax_cross_entropy_with_integer_labels(logits, y).mean(), state

            (value, state), grads = jax.value_and_grad(loss, has_aux=True)(variables["params"])
            return value, {"params": descend(variables["params"], grads), **state}

        return step

    def args():
        return (
            jax.jit(build(lambda i, h, samples=None: h).init)(jax.random.key(3), PHOTOS),
            PHOTOS,
            LABELS,
        )

    params = {"before": lambda args: args[0]["params"], "after": lambda out: out[1]["params"]}
    return dict(make=make, args=args, sites=sites, slow=slow, **params)


for _name, _act in (("elu", nn.elu), ("relu", nn.relu), ("leaky_relu", nn.leaky_relu)):
    MODELS.add(
        f"paper_cnn_{_name}", **flax_classifier(lambda tap, act=_act: PaperCNN(act, tap), 10)
    )

# -- Residual networks.


class ResNet(nn.Module):
    blocks: int
    pre: bool
    normalized: bool
    tap: Callable
    width: int = 4

    @nn.compact
    def __call__(self, x):
        site = iter(range(10_000))
        act = lambda x: self.tap(next(site), nn.relu(x))
        norm = lambda x: nn.BatchNorm(use_running_average=False)(x) if self.normalized else x
        conv = lambda x, o, k, s=1: nn.Conv(o, (k, k), (s, s), use_bias=not self.normalized)(x)
        # Without normalisation each branch is scaled down, as deep plain sums need.
        scale = 1.0 if self.normalized else 0.3
        x = conv(x, self.width, 3)
        if not self.pre:
            x = act(norm(x))
        for stage in range(3):
            for block in range(self.blocks):
                out, stride = self.width * 2**stage, 2 if stage and block == 0 else 1
                skip = conv(x, out, 1, stride) if x.shape[-1] != out else x
                z = act(norm(x)) if self.pre else x
                z = conv(z, out, 3, stride)
                z = conv(act(norm(z)), out, 3)
                z = z if self.pre else norm(z)
                x = skip + scale * z if self.pre else act(skip + scale * z)
        if self.pre:
            x = act(norm(x))
        return nn.Dense(5)(x.mean((1, 2)))


for _depth in (20, 56, 110):
    for _pre in (False, True):
        for _bn in (False, True):
            _blocks = (_depth - 2) // 6
            _build = lambda tap, n=_blocks, pre=_pre, bn=_bn: ResNet(n, pre, bn, tap)
            MODELS.add(
                f"flax_resnet{_depth}_{'pre' if _pre else 'post'}{'_bn' if _bn else ''}",
                **flax_classifier(_build, 6 * _blocks + 1, slow=_depth > 20),
            )

# -- A train state; its optimiser and its apply function are static.


class Perceptron(nn.Module):
    tap: Callable

    @nn.compact
    def __call__(self, x, train):
        x = self.tap(0, nn.gelu(nn.Dense(24)(x)))
        x = nn.Dropout(0.2, deterministic=not train)(x)
        x = self.tap(1, nn.gelu(nn.Dense(16)(x)))
        return nn.Dense(5)(x)


def _plain(site, h, samples=None):
    return h


def train_state(tap):
    net = Perceptron(tap)

    def step(state, x, y, key):
        def loss(p):
            rngs = {"dropout": jax.random.fold_in(jax.random.wrap_key_data(key), state.step)}
            return cross_entropy(net.apply({"params": p}, x, True, rngs=rngs), y)

        value, grads = jax.value_and_grad(loss)(state.params)
        return state.apply_gradients(grads=grads), {"loss": value}

    return step


def _train_state_args():
    net = Perceptron(_plain)
    p = jax.jit(lambda: net.init(jax.random.key(3), VECTORS, False)["params"])()
    tx = optax.chain(optax.clip_by_global_norm(1.0), optax.sgd(0.1, momentum=0.9))
    state = TrainState.create(apply_fn=net.apply, params=p, tx=tx)
    return state.replace(step=jnp.asarray(3)), VECTORS, CLASSES16, KEY


MODELS.add(
    "flax_train_state",
    train_state,
    _train_state_args,
    2,
    before=lambda args: args[0].params,
    after=lambda out: out[0].params,
)

# -- Equinox: the model is a pytree with functions among its leaves.


def equinox_mlp(tap):
    def step(net, x, y):
        loss = lambda net: cross_entropy(jax.vmap(net)(x), y)
        value, grads = eqx.filter_value_and_grad(loss)(net)
        return value, eqx.apply_updates(net, jax.tree.map(lambda g: -0.1 * g, grads))

    return step


def equinox_reference(tap):
    def step(net, x, y):
        def loss(net):
            h = x
            for i, layer in enumerate(net.layers[:-1]):
                h = tap(i, jax.nn.relu(h @ layer.weight.T + layer.bias))
            return cross_entropy(h @ net.layers[-1].weight.T + net.layers[-1].bias, y)

        value, grads = eqx.filter_value_and_grad(loss)(net)
        return value, eqx.apply_updates(net, jax.tree.map(lambda g: -0.1 * g, grads))

    return step


def _equinox_args():
    net = eqx.nn.MLP(20, 5, 24, 2, activation=jax.nn.relu, key=jax.random.key(3))
    return net, VECTORS, CLASSES16


MODELS.add(
    "equinox_mlp",
    equinox_mlp,
    _equinox_args,
    2,
    reference=equinox_reference,
    shapes=(((16, 24), (16, 24)),) * 2,
)

# -- NNX by split and merge.


class NnxNet(nnx.Module):
    def __init__(self, tap, rngs):
        self.tap = tap
        self.first = nnx.Linear(20, 24, rngs=rngs)
        self.second = nnx.Linear(24, 16, rngs=rngs)
        self.head = nnx.Linear(16, 5, rngs=rngs)

    def __call__(self, x):
        h = self.tap(0, nnx.gelu(self.first(x)))
        h = self.tap(1, nnx.gelu(self.second(h)))
        return self.head(h)


def nnx_split(tap):
    graph, _ = nnx.split(NnxNet(tap, nnx.Rngs(0)))

    def step(state, x, y):
        loss = lambda state: cross_entropy(nnx.merge(graph, state)(x), y)
        value, grads = jax.value_and_grad(loss)(state)
        return value, descend(state, grads)

    return step


def _nnx_args():
    return nnx.split(NnxNet(_plain, nnx.Rngs(0)))[1], VECTORS, CLASSES16


MODELS.add("nnx_split_merge", nnx_split, _nnx_args, 2)
