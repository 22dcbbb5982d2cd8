"""`per.verify`: the numerical check of what the analysis found, on real inputs.

With v a fixed unit vector for each site, L the loss, and c the cotangent that
was found,

    <c, v> = S (L(y + eps v) - L(y - eps v)) / (2 eps)

with the same factor S for all v. A wrong cotangent, or one of which a part is
missing, breaks this; S itself is what the step multiplies its loss by before it
differentiates. `docs/attach.md` has the rest.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import jax.numpy as jnp
import numpy as np

from per import _core
from per.arguments import StaticNames
from per.derive import Derivation
from per.errors import StepError
from per.losses import select_loss
from per.options import Options, Sites, native_options
from per.regularizers import L2
from per.report import Report, Site
from per.tracing import TracedStep, trace_step

#: Distances that are tried: large ones cross kinks, small ones cancel.
_EPSILONS = tuple(0.5**k for k in range(1, 14))


@dataclasses.dataclass(frozen=True)
class Check:
    """The check of one site.

    Attributes:
      index: of the site.
      location: of the site.
      analytic: `<c, v>`, summed over the iterations of loops.
      numeric: the difference quotient of the loss.
      uncertainty: of `numeric`, estimated from neighbouring distances.
      weight: the factor q of the term's weight: the term is multiplied by it.
      ok: whether the two agree up to a factor that explains itself (1, or a
        whole number or the inverse of one: a loss scale, micro-batches).
    """

    index: int
    location: str
    analytic: float
    numeric: float
    uncertainty: float
    weight: float
    ok: bool

    @property
    def ratio(self) -> float:
        """S = analytic / numeric."""
        return self.analytic / self.numeric if self.numeric else math.nan


@dataclasses.dataclass(frozen=True)
class Verification:
    """The checks of all selected sites; true if all of them passed."""

    checks: tuple[Check, ...]

    def __bool__(self) -> bool:
        return all(check.ok for check in self.checks)

    def __repr__(self) -> str:
        lines = ["site  <c, v>         numeric        S          weight     ok  location"]
        for c in self.checks:
            lines.append(
                f"{c.index:4d}  {c.analytic:< 13.6e}  {c.numeric:< 13.6e}  {c.ratio:<9.4g}  "
                f"{c.weight:<9.4g}  {'yes' if c.ok else 'NO':3s} {c.location}"
            )
        return "\n".join(lines)


def verify(
    step: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any] | None = None,
    *,
    sites: Any = "hidden",
    loss: str | int | None = None,
    loss_scale: float | None = None,
    static_argnums: int | Sequence[int] | None = None,
    static_argnames: str | Sequence[str] | None = None,
    tolerance: float = 0.02,
) -> Verification:
    """Checks the cotangents of a step's sites by difference quotients.

    One site after the other is moved along a fixed direction. It takes two
    forward passes for each distance that is tried.

    Args:
      step, args, kwargs: as in `per.compile`; real arrays.
      sites, loss, static_argnums, static_argnames: as in `per.compile`.
      loss_scale: as in `per.compile`; a number.
      tolerance: relative difference that is accepted beside the uncertainty of
        the quotient.

    Returns:
      A `Verification`: one `Check` a site.

    Raises:
      CompileError: see `per.compile`.
      StepError: see `per.compile`; or the loss is not finite.
    """
    options = Options(
        regularizer=L2(),
        sites=sites,
        loss=loss,
        loss_scale=loss_scale,
        static_argnums=static_argnums,
        static_argnames=static_argnames,
    )
    names = StaticNames(step, static_argnums, static_argnames)
    call = names.flatten(tuple(args), kwargs or {})
    traced = trace_step(step, call)
    result = select_loss(traced.results, loss)
    native = native_options(options, num_arrays=traced.num_arrays, loss_result=result)
    report = Report(_core.attach(traced.text, native).report)
    scale = 1.0 if loss_scale is None else float(loss_scale)
    checks = [
        SiteMeasure(traced, options, result, site, call.arrays, scale).check(tolerance=tolerance)
        for site in report.sites
    ]
    return Verification(tuple(checks))


def measure_weights(
    traced: TracedStep,
    options: Options,
    loss_result: int,
    sites: Sequence[Site],
    arrays: Sequence[Any],
    loss_scale: float,
) -> dict[int, float]:
    """The factor q of the weight of each site, by index.

    Raises:
      StepError: it cannot be measured on these inputs.
    """
    weights = {}
    for site in sites:
        measure = SiteMeasure(traced, options, loss_result, site, arrays, loss_scale)
        check = measure.check_clearest()
        if not (check.ok and check.weight > 0):
            raise StepError(
                f"the weight of the term at site {site.index} ({site.location}) cannot be "
                f"measured on these inputs ({site.message}): <c, v> is {check.analytic:.6g} and "
                f"the difference quotient {check.numeric:.6g} +- {check.uncertainty:.1g}"
            )
        weights[site.index] = check.weight
    return weights


class SiteMeasure:
    """Both sides of the equation at one site, in any direction.

    Args:
      traced, options, loss_result: the step.
      site: which is moved.
      arrays: the inputs.
      loss_scale: the known part of S.
    """

    def __init__(
        self,
        traced: TracedStep,
        options: Options,
        loss_result: int,
        site: Site,
        arrays: Sequence[Any],
        loss_scale: float,
    ) -> None:
        self._site, self._scale = site, loss_scale
        only = dataclasses.replace(
            options, sites=Sites(indices=(site.index,)), step_arg=None, seed_arg=None
        )
        native = native_options(only, num_arrays=traced.num_arrays, loss_result=loss_result)
        derivation = Derivation(traced, native)
        self._product = derivation.capture("cotangent_products").without_donation()
        self._loss = derivation.perturbed_loss(loss_result).without_donation()
        self._precision = float(jnp.finfo(traced.results[loss_result].dtype).eps)
        self._arrays = arrays
        self._scalars = [np.zeros((), a.dtype) for a in traced.exported.in_avals[len(arrays) :]]

    def check(self, direction: int = 0, tolerance: float = 0.02) -> Check:
        """The check in one direction."""
        return self._check(self._analytic(direction), self._quotient(direction), tolerance)

    def check_clearest(self, directions: int = 8) -> Check:
        """The check in the direction in which the loss changes most, where rounding
        weighs least; if that does not tell, in the one with the smallest kink. Where
        an activation stands on a kink (equal numbers in a max-pooling), the loss has
        no derivative, but another slope on each side."""
        products = [self._analytic(number) for number in range(directions)]
        order = sorted(range(directions), key=lambda number: -abs(products[number]))
        check = self._check(products[order[0]], self._quotient(order[0]))
        if check.ok and check.weight > 0:
            return check
        quotients = [self._quotient(number) for number in range(directions)]
        best = min(order, key=lambda n: quotients[n].kink / max(abs(products[n]), 1e-30))
        return self._check(products[best], quotients[best])

    def _check(self, analytic: float, quotient: _Quotient, tolerance: float = 0.02) -> Check:
        numeric, uncertainty = quotient.value, quotient.uncertainty
        index, location = self._site.index, self._site.location
        if max(abs(analytic), abs(numeric)) <= 2 * uncertainty:
            # The loss does not depend on the site here: nothing can be said.
            return Check(index, location, analytic, numeric, uncertainty, math.nan, True)
        relative = tolerance + uncertainty / max(abs(numeric), uncertainty)
        factor = analytic / numeric / self._scale if numeric else math.nan
        whole = _snap(factor, relative)
        weight = (factor if whole is None else whole) / (self._site.micro_batches or math.nan)
        return Check(index, location, analytic, numeric, uncertainty, weight, whole is not None)

    def _inputs(self, direction: int) -> list[Any]:
        numbered = np.asarray(direction, self._scalars[2].dtype)
        return [*self._arrays, *self._scalars[:2], numbered, *self._scalars[3:]]

    def _analytic(self, direction: int) -> float:
        return float(self._product(self._inputs(direction))[0])

    def _quotient(self, direction: int) -> _Quotient:
        inputs = self._inputs(direction)

        def loss_at(epsilon: float) -> float:
            value = float(self._loss([*inputs, np.float32(epsilon)])[0])
            if not math.isfinite(value):
                raise StepError(f"the loss is not finite where site {self._site.index} is moved")
            return value

        return _difference(loss_at, self._precision)


@dataclasses.dataclass(frozen=True)
class _Quotient:
    """A derivative at 0: its uncertainty, and by how much the slopes on the two
    sides differ."""

    value: float
    uncertainty: float
    kink: float


def _difference(loss_at: Callable[[float], float], precision: float) -> _Quotient:
    """The derivative at 0 from the distances where neighbours agree best. Their
    spread shows kinks and curvature; cancellation is known from the precision of
    the loss."""
    middle = loss_at(0.0)
    values, noise, kinks = [], [], []
    for epsilon in _EPSILONS:
        high, low = loss_at(epsilon), loss_at(-epsilon)
        values.append((high - low) / (2 * epsilon))
        kinks.append(abs(high - 2 * middle + low) / epsilon)
        noise.append(2 * precision * max(abs(high), abs(low)) / epsilon)

    def uncertainty(i: int) -> float:
        around = values[i - 1 : i + 2]
        return max(around) - min(around) + noise[i]

    best = min(range(1, len(values) - 1), key=uncertainty)
    return _Quotient(values[best], uncertainty(best), kinks[best])


def _snap(factor: float, tolerance: float) -> float | None:
    """The whole number, or inverse of one, that a measured factor stands for."""
    if not math.isfinite(factor) or factor <= 0:
        return None
    whole = round(factor) if factor >= 1 else round(1 / factor)
    exact = float(whole) if factor >= 1 else 1.0 / whole
    return exact if abs(factor - exact) <= tolerance * exact else None
