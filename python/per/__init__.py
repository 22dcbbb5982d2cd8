"""Activation regularisers for training steps: found, attached, proved.

    step = per.regularize(train_step, per.ProjectedError(), lam=1e-3)

`docs/tutorial.md` begins at the beginning.
"""

from per.arguments import ArraySpec
from per.compiled import CompiledStep, compile
from per.errors import (
    ArgumentError,
    CompileError,
    StepError,
    TransformError,
    VersionError,
)
from per.options import Constant, Sites
from per.regularizers import (
    L1,
    L2,
    Huber,
    ProjectedError,
    PseudoHuber,
    Regularizer,
    VarianceConstancy,
)
from per.report import Report, Site, SiteTable
from per.slices import slices
from per.wrapper import RegularizedStep, regularize

__all__ = [
    "L1",
    "L2",
    "ArgumentError",
    "ArraySpec",
    "CompileError",
    "CompiledStep",
    "Constant",
    "Huber",
    "ProjectedError",
    "PseudoHuber",
    "RegularizedStep",
    "Regularizer",
    "Report",
    "Site",
    "SiteTable",
    "Sites",
    "StepError",
    "TransformError",
    "VarianceConstancy",
    "VersionError",
    "compile",
    "regularize",
    "slices",
]
