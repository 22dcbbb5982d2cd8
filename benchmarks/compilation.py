"""Time from a step in JAX to its code: tracing, lowering and compilation, without a call."""

import os

import jax
import per

from . import models, native, timing


def _compilers(loss, parameters, batch, threads):
    """Functions that trace and compile a step, as if for the first time."""

    def build():
        jax.clear_caches()
        return jax.jit(models.sgd_step(loss(lambda h, site: h)), donate_argnums=0)

    def compile_natively(regularizer):
        return native.compile_natively(build(), (parameters, *batch), regularizer, threads)

    return {
        "vanilla, XLA": lambda: build().lower(parameters, *batch).compile(),
        "vanilla, native": lambda: compile_natively(None),
        "Monte Carlo, native": lambda: compile_natively(per.ProjectedError()),
    }


def main(rounds=5, threads=1):
    """The table of each step, one process on so many cores."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    for title, make in models.STEPS.items():
        compilers = _compilers(*make(), threads)
        seconds = timing.interleave(compilers, rounds, warmup=1)
        print(timing.table(f"compiling {title}, {threads} core(s)", seconds, "vanilla, XLA"))
