"""The regularisers, as values: what term a hidden activation gets.

With b samples of d features, `reduction="mean"` divides by b, so the strength
does not depend on the batch; `reduction="sum"` does not. All of them sum over
features. The mathematics is in `docs/mathematics.md`.
"""

from __future__ import annotations

import dataclasses
import math
from typing import ClassVar, Literal

Reduction = Literal["mean", "sum"]


def _check_choice(name: str, value: object, choices: tuple[str, ...]) -> None:
    if value not in choices:
        expected = " or ".join(repr(choice) for choice in choices)
        raise ValueError(f"expected {name} {expected}, got {value!r}")


def _check_integer(name: str, value: object, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"expected an integer {name}, got {value!r}")
    if value < least:
        raise ValueError(f"expected {name} of at least {least}, got {value}")


def _check_positive(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"expected a number {name}, got {value!r}")
    if not (math.isfinite(value) and value > 0):
        raise ValueError(f"expected a positive, finite {name}, got {value}")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Regularizer:
    """Base of the regularisers.

    Attributes:
      reduction: `"mean"` over samples (the default) or `"sum"`.
    """

    reduction: Reduction = "mean"

    #: Whether it draws random directions, and so needs `seed` and `step`.
    draws: ClassVar[bool] = False

    #: Whether the gradient of one sample depends on the others.
    couples_samples: ClassVar[bool] = False

    def __post_init__(self) -> None:
        _check_choice("reduction", self.reduction, ("mean", "sum"))

    @property
    def attribute(self) -> str:
        """The regulariser as an MLIR attribute, e.g. `#per.l2`."""
        raise NotImplementedError


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProjectedError(Regularizer):
    """Projected error function regularisation (Joo, Kang, Kim, ICLR 2020).

    `R(h) = E[t erf(t/sqrt 2) + sqrt(2/pi) exp(-t^2/2)]` with `t = <h, theta>`
    and theta uniform on the unit sphere of the features.

    Attributes:
      estimator: `"monte_carlo"` is the paper's: a mean over directions that are
        drawn afresh in every step. `"analytic"` is the exact expectation; it
        has no variance and is far cheaper.
      slices: number of directions of `"monte_carlo"`, at least 1.
      products: `"bf16"` rounds the operands of the products with directions to
        bfloat16, which accelerators and some processors multiply at twice the
        rate or more; sums are as with `"full"`.
    """

    estimator: Literal["monte_carlo", "analytic"] = "monte_carlo"
    slices: int = 256
    products: Literal["full", "bf16"] = "full"

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_choice("estimator", self.estimator, ("monte_carlo", "analytic"))
        _check_integer("slices", self.slices, 1)
        _check_choice("products", self.products, ("full", "bf16"))
        if not self.draws and self.products != "full":
            raise ValueError("expected no products: the analytic estimator has none")

    @property
    def draws(self) -> bool:  # type: ignore[override]
        return self.estimator == "monte_carlo"

    @property
    def attribute(self) -> str:
        return (
            f"#per.projected_error<slices = {self.slices}, estimator = {self.estimator}, "
            f"products = {self.products}>"
        )


@dataclasses.dataclass(frozen=True, kw_only=True)
class L1(Regularizer):
    """`R(h) = sum |h|`; the gradient at 0 is 0."""

    @property
    def attribute(self) -> str:
        return "#per.l1"


@dataclasses.dataclass(frozen=True, kw_only=True)
class L2(Regularizer):
    """`R(h) = sum h^2`: no factor one half, no root."""

    @property
    def attribute(self) -> str:
        return "#per.l2"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Huber(Regularizer):
    """`h^2/2` up to `delta`, `delta (|h| - delta/2)` beyond.

    Attributes:
      delta: where the quadratic part ends, in units of h; positive.
    """

    delta: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_positive("delta", self.delta)

    @property
    def attribute(self) -> str:
        return f"#per.huber<delta = {_real(self.delta)}>"


@dataclasses.dataclass(frozen=True, kw_only=True)
class PseudoHuber(Regularizer):
    """`delta^2 (sqrt(1 + (h/delta)^2) - 1)`: a smooth Huber.

    Attributes:
      delta: where the quadratic part ends, in units of h; positive.
    """

    delta: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_positive("delta", self.delta)

    @property
    def attribute(self) -> str:
        return f"#per.pseudo_huber<delta = {_real(self.delta)}>"


@dataclasses.dataclass(frozen=True, kw_only=True)
class VarianceConstancy(Regularizer):
    """Variance constancy loss (Littwin, Wolf, 2018): couples the samples.

    `(1 - v1/(v2 + beta))^2` with the unbiased variances of a feature over the
    first and the second `n` samples. `reduction="mean"` is over features. The
    original takes pre-activations and learns beta.

    Attributes:
      n: samples of each variance, at least 2; the batch needs `2 n`.
      beta: added to the second variance; positive.
    """

    n: int = 5
    beta: float = 1.0

    couples_samples: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_integer("n", self.n, 2)
        _check_positive("beta", self.beta)

    @property
    def attribute(self) -> str:
        return f"#per.variance_constancy<n = {self.n}, beta = {_real(self.beta)}>"


@dataclasses.dataclass(frozen=True, kw_only=True)
class SlicedWasserstein(Regularizer):
    """Sliced Wasserstein distance of a batch to N(0, I): couples the samples.

    The mean over directions of W_1, or of the square of W_2, between the
    projections of the batch and N(0, 1) (Joo, Kang, Kim, ICLR 2020, Eq. 4;
    Bonneel et al., 2015), computed exactly by sorting them.

    Attributes:
      p: order of the distance, 1 or 2; there is no root for 2.
      slices: number of directions, drawn afresh in every step; at least 1.
    """

    p: Literal[1, 2] = 1
    slices: int = 256

    draws: ClassVar[bool] = True
    couples_samples: ClassVar[bool] = True

    def __post_init__(self) -> None:
        super().__post_init__()
        _check_integer("p", self.p, 1)
        if self.p > 2:
            raise ValueError(f"expected p of 1 or 2, got {self.p}")
        _check_integer("slices", self.slices, 1)

    @property
    def attribute(self) -> str:
        return f"#per.sliced_wasserstein<p = {self.p}, slices = {self.slices}>"


def _real(value: float) -> str:
    """A number as MLIR reads it: a decimal point is required."""
    mantissa, _, exponent = repr(float(value)).partition("e")
    if "." not in mantissa:
        mantissa += ".0"
    return f"{mantissa}e{exponent}" if exponent else mantissa
