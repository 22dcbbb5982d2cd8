"""Time of the attach pass against the number of operations of the step."""

import re
import time

import jax
from per import _core
from per.import_jax import import_jax
from per.options import Options, native_options
from per.regularizers import ProjectedError
from per.report import Report

from . import models


def main():
    """MLP, ResNet-20 to -110 with BatchNorm, a 24-layer transformer."""
    cases = {"MLP": models.mlp(batch=8, sizes=(16, 32, 32, 10))}
    for depth in (20, 56, 110):
        cases[f"ResNet-{depth} with BatchNorm"] = models.resnet(
            depth, width=8, batch=4, image=16, normalise=True
        )
    cases["transformer, 24 layers"] = models.transformer()
    print(f"\n{'step':28s} {'ops':>7s} {'sites':>6s} {'attach s':>9s} {'us an op':>9s}")
    for name, (loss, parameters, batch) in cases.items():
        step = models.sgd_step(loss(lambda h, site: h))
        text = import_jax(step, (parameters, *batch))
        operations = len(re.findall(r'^\s*(%\S+(:\d+)? = )?"', text, re.M))
        options = native_options(
            Options(regularizer=ProjectedError()),
            loss_result=0,
            num_arrays=len(jax.tree.leaves((parameters, *batch))),
        )
        start = time.perf_counter()
        attached = _core.attach(text, options)
        seconds = time.perf_counter() - start
        print(
            f"{name:28s} {operations:7d} {len(Report(attached.report).sites):6d} {seconds:9.3f} "
            f"{1e6 * seconds / operations:9.1f}"
        )
