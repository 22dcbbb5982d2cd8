"""The networks that are timed, written as a user would write them.

Each takes `tap`, called on every hidden activation with its number: the
identity for the unmodified step, a `custom_vjp` for the user-written rival.
"""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

#: Of gradient descent.
RATE = 0.1


def initialise(shapes, seed=0):
    """Normal weights with variance 1 / fan-in."""
    keys = jax.random.split(jax.random.key(seed), len(shapes))
    return [
        jax.random.normal(key, shape) / np.sqrt(np.prod(shape[:-1]))
        for key, shape in zip(keys, shapes, strict=True)
    ]


def cross_entropy(logits, labels):
    """Mean cross entropy of integer labels."""
    rows = jnp.arange(len(labels))
    return -jnp.mean(jax.nn.log_softmax(logits)[rows, labels])


def sgd_step(loss, rate=RATE):
    """The training step of `loss(parameters, *batch)`."""

    def step(parameters, *batch):
        value, gradients = jax.value_and_grad(loss)(parameters, *batch)
        return value, jax.tree.map(lambda p, g: p - rate * g, parameters, gradients)

    return step


def _convolution(x, weights, stride=1):
    return lax.conv_general_dilated(
        x, weights, (stride, stride), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
    )


def _batch_norm(x, scale, shift):
    mean = x.mean((0, 1, 2))
    variance = ((x - mean) ** 2).mean((0, 1, 2))
    return (x - mean) * lax.rsqrt(variance + 1e-5) * scale + shift


def resnet(depth=20, width=16, batch=128, image=32, classes=10, normalise=False):
    """ResNet of He et al. for CIFAR, post-activation; depth = 6 n + 2.

    Returns (loss(tap), parameters, batch).
    """
    blocks = [
        (width * 2**stage, 2 if stage and not index else 1)
        for stage in range(3)
        for index in range((depth - 2) // 6)
    ]
    shapes, channels = [(3, 3, 3, width)], width
    for features, _ in blocks:
        shapes += [(3, 3, channels, features), (3, 3, features, features)]
        if features != channels:
            shapes.append((1, 1, channels, features))
        channels = features
    weights = initialise([*shapes, (channels, classes)])
    norms = [(jnp.ones(s[-1]), jnp.zeros(s[-1])) for s in shapes] if normalise else []

    def loss(tap):
        def compute(parameters, images, labels):
            weights, norms = iter(parameters[0]), iter(parameters[1])
            norm = (lambda x: _batch_norm(x, *next(norms))) if normalise else (lambda x: x)
            site = iter(range(1000))
            activate = lambda x: tap(jax.nn.relu(x), next(site))
            x = activate(norm(_convolution(images, next(weights))))
            for features, stride in blocks:
                y = activate(norm(_convolution(x, next(weights), stride)))
                y = norm(_convolution(y, next(weights)))
                skip = x
                if features != x.shape[-1]:
                    skip = norm(_convolution(x, next(weights), stride))
                x = activate(skip + y)
            return cross_entropy(x.mean((1, 2)) @ next(weights), labels)

        return compute

    images = jax.random.normal(jax.random.key(1), (batch, image, image, 3))
    return loss, (weights, norms), (images, jnp.arange(batch) % classes)


def mlp(sizes=(784, 2048, 2048, 10), batch=128):
    """Fully connected network with ReLU. Returns as `resnet`."""
    parameters = initialise(list(zip(sizes[:-1], sizes[1:], strict=True)))

    def loss(tap):
        def compute(parameters, inputs, labels):
            x = inputs
            for site, weights in enumerate(parameters[:-1]):
                x = tap(jax.nn.relu(x @ weights), site)
            return cross_entropy(x @ parameters[-1], labels)

        return compute

    inputs = jax.random.normal(jax.random.key(1), (batch, sizes[0]))
    return loss, parameters, (inputs, jnp.arange(batch) % sizes[-1])


def transformer(layers=24, width=64, heads=4, tokens=16, batch=4, classes=10):
    """Pre-norm transformer encoder with GELU. Returns as `resnet`."""
    shape = [(width, 3 * width), (width, width), (width, 4 * width), (4 * width, width)]
    parameters = initialise(shape * layers + [(width, classes)])

    def normalise(x):
        x = x - x.mean(-1, keepdims=True)
        return x * lax.rsqrt((x**2).mean(-1, keepdims=True) + 1e-5)

    def attention(x, inner, outer):
        split = (batch, tokens, heads, width // heads)
        q, k, v = (y.reshape(split) for y in jnp.split(x @ inner, 3, -1))
        scores = jnp.einsum("bqhd,bkhd->bhqk", q, k) / np.sqrt(width // heads)
        return jnp.einsum("bhqk,bkhd->bqhd", jax.nn.softmax(scores), v).reshape(x.shape) @ outer

    def loss(tap):
        def compute(parameters, x, labels):
            for layer in range(layers):
                inner, outer, up, down = parameters[4 * layer : 4 * layer + 4]
                x = x + attention(normalise(x), inner, outer)
                x = x + tap(jax.nn.gelu(normalise(x) @ up), layer) @ down
            return cross_entropy(normalise(x).mean(1) @ parameters[-1], labels)

        return compute

    inputs = jax.random.normal(jax.random.key(1), (batch, tokens, width))
    return loss, parameters, (inputs, jnp.arange(batch) % classes)


def lstm(width=650, layers=2, tokens=35, batch=20):
    """Stacked LSTM of the paper's language model, scanned over the tokens, with a
    squared loss in place of the vocabulary. Returns as `resnet`."""
    parameters = initialise([(2 * width, 4 * width)] * layers)

    def loss(tap):
        def compute(parameters, x, targets):
            def cell(weights, state, x):
                hidden, memory = state
                gates = jnp.concatenate([x, hidden], -1) @ weights
                i, f, g, o = jnp.split(gates, 4, -1)
                memory = jax.nn.sigmoid(f) * memory + jax.nn.sigmoid(i) * jnp.tanh(g)
                return jax.nn.sigmoid(o) * jnp.tanh(memory), memory

            def token(states, x):
                new = []
                for site, (weights, state) in enumerate(zip(parameters, states, strict=True)):
                    hidden, memory = cell(weights, state, x)
                    x = tap(hidden, site)
                    new.append((x, memory))
                return new, x

            zeros = jnp.zeros((batch, width))
            _, outputs = lax.scan(token, [(zeros, zeros)] * layers, x)
            return jnp.mean((outputs - targets) ** 2)

        return compute

    inputs = jax.random.normal(jax.random.key(1), (tokens, batch, width))
    return loss, parameters, (inputs, jnp.flip(inputs, -1))


# The steps that are timed as native code: {title: function to (loss, parameters, batch)}.
STEPS = {
    "ResNet-20, batch 128": resnet,
    "ResNet-20, batch 8": lambda: resnet(batch=8),
    "LSTM 2 x 650, 35 tokens, batch 20": lstm,
    "transformer block, width 512, 8 heads, 256 tokens, batch 8": lambda: transformer(
        layers=1, width=512, heads=8, tokens=256, batch=8
    ),
    "MLP 784-2048-2048-10, batch 128": mlp,
}
