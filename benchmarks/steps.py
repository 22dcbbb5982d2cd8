"""Whole training steps under XLA: vanilla, PER written by a user, and ours."""

import jax
import per
from tqdm import tqdm

from . import models, timing, user_written

LAMBDA = 1e-3


def _variants(loss, parameters, batch, slices, threads):
    """Functions without arguments, each one whole step with fresh slices."""
    step = models.sgd_step(loss(lambda h, site: h))

    def user(parameters, key, *batch):
        tap = user_written.make_tap(key, LAMBDA, slices)
        return models.sgd_step(loss(tap))(parameters, *batch)

    vanilla = jax.jit(step)
    rival = jax.jit(user)
    keys = iter(jax.random.split(jax.random.key(0), 1000))
    monte_carlo = per.compile(
        step, (parameters, *batch), regularizer=per.ProjectedError(slices=slices), lam=LAMBDA
    )
    native = per.compile(
        step,
        (parameters, *batch),
        regularizer=per.ProjectedError(slices=slices),
        lam=LAMBDA,
        kernel=per.CPU(threads=threads),
    )
    analytic = per.compile(
        step, (parameters, *batch), regularizer=per.ProjectedError(estimator="analytic"), lam=LAMBDA
    )
    # The same step through the export road without a term: what that road costs.
    exported = per.compile(step, (parameters, *batch), regularizer=None)
    return {
        "vanilla (jax.jit)": lambda: vanilla(parameters, *batch),
        "vanilla (per, no regularizer)": lambda: exported(parameters, *batch),
        f"user-written, {slices} slices": lambda: rival(parameters, next(keys), *batch),
        f"ours, Monte Carlo, {slices} slices": lambda: monte_carlo(parameters, *batch, seed=0),
        f"the same, native kernel, threads={threads}": lambda: native(parameters, *batch, seed=0),
        "ours, analytic": lambda: analytic(parameters, *batch, seed=0),
    }


def main(rounds=20, slices=256, threads=1):
    """ResNet-20 at batch 128 and an MLP; `threads` of each native kernel."""
    for title, (loss, parameters, batch) in {
        "ResNet-20, batch 128, 32x32x3": models.resnet(),
        "MLP 784-2048-2048-10, batch 128": models.mlp(),
    }.items():
        tqdm.write(f"timing {title}")
        seconds = timing.interleave(_variants(loss, parameters, batch, slices, threads), rounds)
        print(timing.table(title, seconds, "vanilla (jax.jit)"))
