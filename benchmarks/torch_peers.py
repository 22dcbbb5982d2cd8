"""The networks of `models` in PyTorch, with the same weights: eager, and by torch.compile.

PyTorch is not among the pinned packages: without it, `steps` is empty.
"""

import jax
import numpy as np

from . import models

try:
    import torch
    import torch.nn.functional as F
except ImportError:
    torch = None


def _resnet(parameters, images, labels):
    weights = iter(parameters)

    def convolve(x, stride=1):
        w = next(weights)
        size = w.shape[-1]
        # As XLA's SAME: what is over goes to the end.
        total = [max(size - stride + (-n % stride and n % stride), 0) for n in x.shape[2:]]
        low, high = total[0] // 2, total[0] - total[0] // 2
        return F.conv2d(
            F.pad(x, (low, high, low, high)) if low != high else x,
            w,
            stride=stride,
            padding=low if low == high else 0,
        )

    x = F.relu(convolve(images))
    for width in (16, 32, 64):
        for index in range(3):
            stride = 2 if width > 16 and not index else 1
            y = F.relu(convolve(x, stride))
            y = convolve(y)
            skip = convolve(x, stride) if width != x.shape[1] else x
            x = F.relu(skip + y)
    return F.cross_entropy(x.mean((2, 3)) @ next(weights), labels)


def _mlp(parameters, x, labels):
    for weights in parameters[:-1]:
        x = F.relu(x @ weights)
    return F.cross_entropy(x @ parameters[-1], labels)


def _transformer(parameters, x, labels, heads=8):
    inner, outer, up, down, head = parameters
    batch, tokens, width = x.shape
    normalise = lambda x: F.layer_norm(x, (width,))
    split = (batch, tokens, heads, width // heads)
    q, k, v = (y.reshape(split).transpose(1, 2) for y in (normalise(x) @ inner).chunk(3, -1))
    attention = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(x.shape)
    x = x + attention @ outer
    x = x + F.gelu(normalise(x) @ up, approximate="tanh") @ down
    return F.cross_entropy(normalise(x).mean(1) @ head, labels)


def _lstm(parameters, x, targets):
    """Cell by cell in the order of `nn.LSTM`'s gates, which is the model's."""
    batch, width = x.shape[1:]
    flat = []
    for weights in parameters:
        inputs, hidden = weights.t().split(width, 1)
        flat += [inputs.contiguous(), hidden.contiguous()]
    zeros = x.new_zeros(len(parameters), batch, width)
    outputs, _, _ = torch.lstm(
        x, (zeros, zeros), flat, False, len(parameters), 0.0, True, False, False
    )
    return F.mse_loss(outputs, targets)


_LOSSES = {"ResNet": _resnet, "MLP": _mlp, "transformer": _transformer, "LSTM": _lstm}


def _tensor(array):
    array = np.array(array)
    if array.ndim == 4 and array.shape[0] == array.shape[1] and array.shape[0] in (1, 3):
        array = array.transpose(3, 2, 0, 1)  # weights of convolutions
    elif array.ndim == 4:
        array = array.transpose(0, 3, 1, 2)
    tensor = torch.from_numpy(array.astype(np.int64) if array.dtype.kind == "i" else array)
    return tensor.contiguous(memory_format=torch.channels_last) if tensor.ndim == 4 else tensor


def steps(title, parameters, batch, threads):
    """{name: step without arguments, which gives the loss} for the network of this title."""
    if torch is None:
        return {}
    torch.set_num_threads(threads)
    loss = next(loss for name, loss in _LOSSES.items() if title.startswith(name))
    batch = [_tensor(x) for x in batch]

    def make(loss):
        state = [_tensor(x).requires_grad_() for x in jax.tree.leaves(parameters)]

        def step():
            value = loss(state, *batch)
            gradients = torch.autograd.grad(value, state)
            with torch.no_grad():
                torch._foreach_add_(state, gradients, alpha=-models.RATE)
            return float(value)

        return step

    result = {"vanilla, PyTorch eager": make(loss)}
    # Inductor of 2.13 fails on oneDNN's operation for layers of LSTMs.
    if loss is not _lstm:
        result["vanilla, torch.compile"] = make(torch.compile(loss))
    return result
