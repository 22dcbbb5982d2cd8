"""Activation regularisers for training steps: found, attached, proved.

    step = per.regularize(train_step, per.ProjectedError(), lam=1e-3)

`docs/tutorial.md` begins at the beginning.
"""

from per.arguments import ArraySpec
from per.capture import capture
from per.compiled import CompiledStep, MeasuredWeightWarning, compile
from per.cpu import CacheWarning
from per.errors import (
    ArgumentError,
    CompileError,
    StepError,
    TargetError,
    TransformError,
    VersionError,
)
from per.options import CPU, Bounds, Constant, Sites
from per.regularizers import (
    L1,
    L2,
    Huber,
    ProjectedError,
    PseudoHuber,
    Regularizer,
    SlicedWasserstein,
    VarianceConstancy,
)
from per.report import Report, Site, SiteTable
from per.slices import slices
from per.verify import Check, Verification, verify
from per.wrapper import RegularizedStep, regularize

__all__ = [
    "CPU",
    "L1",
    "L2",
    "ArgumentError",
    "ArraySpec",
    "Bounds",
    "CacheWarning",
    "Check",
    "CompileError",
    "CompiledStep",
    "Constant",
    "Huber",
    "MeasuredWeightWarning",
    "ProjectedError",
    "PseudoHuber",
    "RegularizedStep",
    "Regularizer",
    "Report",
    "Site",
    "SiteTable",
    "Sites",
    "SlicedWasserstein",
    "StepError",
    "TargetError",
    "TransformError",
    "VarianceConstancy",
    "Verification",
    "VersionError",
    "capture",
    "compile",
    "regularize",
    "slices",
    "verify",
]
