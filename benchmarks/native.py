"""Training steps as native code beside XLA: vanilla, and with PER; products of bf16 by our own
code and by oneDNN.

One process is pinned to so many cores, and both compilers use them all. Every
round calls each variant once; parameters are donated on both sides.
"""

import os

import jax
import jax.numpy as jnp
import numpy as np
import per
from tqdm import tqdm

from . import models, products, timing, torch_peers

LAMBDA = 1e-3


def _copies(parameters):
    return jax.tree.map(lambda x: np.array(x), parameters)


class _Variant:
    """A step that is fed its own parameters."""

    def __init__(self, step, parameters, batch, **options):
        self.step = step
        self.batch = [np.asarray(x) for x in batch]
        self.options = options
        self.parameters = _copies(parameters)

    def __call__(self):
        value, self.parameters = self.step(self.parameters, *self.batch, **self.options)
        return value


def compile_natively(step, arguments, regularizer, threads):
    """Native code of a step, not taken from the cache on disk."""
    options = {} if regularizer is None else {"lam": LAMBDA}
    target = per.CPU(threads=threads, cache_dir="")
    return per.compile(step, arguments, regularizer=regularizer, target=target, **options)


def steps(loss, parameters, batch, threads, regularizers):
    """Native variants of a step: {name: _Variant} for {name: regularizer or None}."""
    step = jax.jit(models.sgd_step(loss(lambda h, site: h)), donate_argnums=0)
    example = (_copies(parameters), *batch)
    return {
        name: _Variant(
            compile_natively(step, example, regularizer, threads),
            parameters,
            batch,
            **({"seed": 0} if regularizer else {}),
        )
        for name, regularizer in regularizers.items()
    }


def _variants(loss, parameters, batch, threads, slices):
    step = jax.jit(models.sgd_step(loss(lambda h, site: h)), donate_argnums=0)
    regularizers = {
        "vanilla, native": None,
        "analytic, native": per.ProjectedError(estimator="analytic"),
        f"Monte Carlo, {slices} slices, native": per.ProjectedError(slices=slices),
    }
    return {
        "vanilla, XLA": _Variant(step.lower(parameters, *batch).compile(), parameters, batch),
        **steps(loss, parameters, batch, threads, regularizers),
    }


def _memory(variants):
    """What a call needs beside arguments and results: XLA's own account, and the arenas."""
    megabytes = {}
    for name, variant in variants.items():
        if isinstance(variant.step, per.CompiledStep):
            megabytes[name] = variant.step._program.arena_bytes / 1e6
        else:
            megabytes[name] = variant.step.memory_analysis().temp_size_in_bytes / 1e6
    listed = ", ".join(f"{name} {value:.1f}" for name, value in megabytes.items())
    return f"working memory of a call, MB: {listed}"


def _convolution(stride):
    return lambda x, w: jax.lax.conv_general_dilated(
        x, w, (stride, stride), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
    )


def _gradients(function, *operands):
    result = jax.eval_shape(function, *operands)
    (cotangent,) = _bf16(result.shape)
    return (lambda *args: jax.vjp(function, *args[:-1])[1](args[-1])), (*operands, cotangent)


def _bf16(*shapes):
    rng = np.random.default_rng(0)
    return [rng.normal(size=shape).astype(jnp.bfloat16) for shape in shapes]


def _contractions():
    """Products and convolutions of bf16 with results of bf16: {title: (function, operands)}."""
    product = lambda a, b: a @ b
    attention = lambda q, k: jnp.einsum("bqhd,bkhd->bhqk", q, k)
    square = _bf16((512, 512), (512, 512))
    images = _bf16((128, 32, 32, 16), (3, 3, 16, 16))
    wide = _bf16((32, 16, 16, 64), (3, 3, 64, 64))
    strided = _bf16((128, 32, 32, 16), (3, 3, 16, 32))
    return {
        "512 x 512 x 512": (product, square),
        "(128, 784) by (784, 2048)": (product, _bf16((128, 784), (784, 2048))),
        "its gradients": _gradients(product, *_bf16((128, 784), (784, 2048))),
        "scores, 8 x 8 heads of 256 x 64": (attention, _bf16((8, 256, 8, 64), (8, 256, 8, 64))),
        "3 x 3, 16 channels, (128, 32, 32)": (_convolution(1), images),
        "its gradients (16 channels)": _gradients(_convolution(1), *images),
        "3 x 3, 64 channels, (32, 16, 16)": (_convolution(1), wide),
        "its gradients (64 channels)": _gradients(_convolution(1), *wide),
        "3 x 3, 16 to 32 channels, step 2": (_convolution(2), strided),
        "its gradients (step 2)": _gradients(_convolution(2), *strided),
    }


def contractions(rounds, threads):
    """The table of products and convolutions of bf16, by our own code and by oneDNN."""
    for title, (function, operands) in _contractions().items():
        calls = {}
        for name, providers in {"own": (), "oneDNN": ("onednn",)}.items():
            target = per.CPU(threads=threads, cache_dir="", providers=providers)
            step = per.compile(jax.jit(function), operands, regularizer=None, target=target)
            calls[name] = lambda step=step, operands=operands: step(*operands)
        seconds = timing.interleave(calls, rounds)
        print(timing.table(f"bf16, {title}, {threads} thread(s)", seconds, "own"))


def main(rounds=20, slices=256, threads=1):
    """The table of whole steps, and of products of bf16 where oneDNN is there."""
    # XLA takes its number of threads from the cores that it may use.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    if products.find_onednn():
        contractions(rounds, threads)
    for title, make in models.STEPS.items():
        tqdm.write(f"timing {title}")
        loss, parameters, batch = make()
        variants = _variants(loss, parameters, batch, threads, slices)
        peers = torch_peers.steps(title, parameters, batch, threads)
        seconds = timing.interleave(variants | peers, rounds)
        print(timing.table(f"{title}, {threads} core(s)", seconds, "vanilla, XLA"))
        print(_memory(variants))
