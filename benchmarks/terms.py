"""What PER adds to a native ResNet-20 step, beside the bare products of its terms.

Monte Carlo with several numbers of slices, of full products and of bf16; the bare
products are of f32, on slices that are there already, of all sites, in the same
rounds, by oneDNN and as native code.
"""

import os

import per
from threadpoolctl import threadpool_limits
from tqdm import tqdm

from . import models, native, products, timing

SLICES = (16, 64, 256)


def main(rounds=20, threads=1):
    """The table of added times."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    title = "ResNet-20, batch 128"
    tqdm.write(f"timing terms of {title}")
    regularizers = {"analytic": per.ProjectedError(estimator="analytic")}
    for s in SLICES:
        regularizers[f"Monte Carlo, {s} slices"] = per.ProjectedError(slices=s)
        regularizers[f"Monte Carlo of bf16, {s} slices"] = per.ProjectedError(
            slices=s, products="bf16"
        )
    variants = native.steps(*models.resnet(), threads, {"vanilla": None, **regularizers})
    sites = variants["analytic"].step.sites
    calls = dict(variants)
    library = products.find_onednn()
    for s in SLICES:
        calls[f"products, {s} slices, native"] = products.of_sites_native(sites, s, threads)
        if library:
            calls[f"products, {s} slices, oneDNN"] = products.of_sites(library, sites, s)
    # A library that was loaded before the process was pinned has counted all cores.
    with threadpool_limits(threads):
        seconds = timing.interleave(calls, rounds)
    print(timing.table(f"{title}, {threads} core(s)", seconds, "vanilla"))
    base = seconds["vanilla"].min()
    for name, regularizer in regularizers.items():
        added = seconds[name].min() - base
        line = f"{name}: adds {1e3 * added:.1f} ms, {100 * added / base:.1f} %"
        if name != "analytic":
            peers = {n: v.min() for n, v in seconds.items() if f", {regularizer.slices} sl" in n}
            fastest = min((n for n in peers if n.startswith("products")), key=peers.get)
            work = products.operations(sites, regularizer.slices)
            line += (
                f", {work / added / 1e9:.0f} GFLOP/s; {fastest}: {work / peers[fastest] / 1e9:.0f}"
                f" GFLOP/s; added / products = {added / peers[fastest]:.2f}"
            )
        print(line)
