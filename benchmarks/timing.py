"""Interleaved timing of several variants of one computation."""

import time

import jax
import numpy as np
from tqdm import tqdm


def interleave(variants, rounds, warmup=2):
    """Seconds of each call, {name: array of `rounds`}.

    `variants` maps names to functions without arguments; all are called once in
    each round, so that drift of the machine meets all of them alike. The order
    differs between rounds: what a variant leaves behind, in caches or in threads
    that still wait for work, is not always the same one's.
    """
    seconds = {name: [] for name in variants}
    order = np.random.default_rng(0)
    for number in tqdm(range(warmup + rounds), leave=False, unit="round"):
        for name in order.permutation(list(variants)):
            call = variants[name]
            start = time.perf_counter()
            jax.block_until_ready(call())
            if number >= warmup:
                seconds[name].append(time.perf_counter() - start)
    return {name: np.array(values) for name, values in seconds.items()}


def table(title, seconds, reference):
    """The times and their ratios to `reference`, round by round, as text."""
    lines = [
        f"\n{title}",
        f"{'variant':34s} {'min ms':>9s} {'median ms':>10s} {'ratio of min':>13s} "
        f"{'median ratio':>13s} {'quartiles':>16s}",
    ]
    base = seconds[reference]
    for name, values in seconds.items():
        ratios = values / base
        low, high = np.quantile(ratios, [0.25, 0.75])
        lines.append(
            f"{name:34s} {1e3 * values.min():9.2f} {1e3 * np.median(values):10.2f} "
            f"{values.min() / base.min():13.3f} {np.median(ratios):13.3f} "
            f"{low:7.3f} - {high:.3f}"
        )
    return "\n".join(lines)
