"""Programs derived from a traced step: what it computes at its sites."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import jax

from per import _core
from per.exporting import Program, replace_module
from per.tracing import TracedStep

#: From per ops to plain StableHLO.
EXPAND = "builtin.module(convert-per-to-stablehlo)"


@dataclasses.dataclass(frozen=True)
class Derivation:
    """A traced step with the options of the attach pass, to derive from.

    Attributes:
      traced: the step without a term.
      options: of the pass; lambda is not used.
    """

    traced: TracedStep
    options: _core.Options

    def capture(self, what: str) -> Program:
        """The program that returns one value for each selected site only.

        Args:
          what: `activations`, `cotangents`, `penalties` or `cotangent_products`.

        Raises:
          CompileError: a site has none, or it cannot leave the loop or region
            that it is in.
        """
        text = _core.capture(self.traced.text, what, self.options).text
        return self._program(text, slice(len(self.traced.results), None))

    def perturbed_loss(self, loss_result: int) -> Program:
        """The program that returns the loss only, with one input more: epsilon
        (f32), the distance by which every selected activation is moved along a
        fixed unit vector."""
        text = _core.perturb(self.traced.text, self.options).text
        epsilon = jax.core.ShapedArray((), "float32")
        return self._program(text, slice(loss_result, loss_result + 1), [epsilon])

    def _program(self, text: str, results: slice, inputs: Sequence[Any] = ()) -> Program:
        expanded = _core.run_pipeline(text, EXPAND).text
        exported = replace_module(self.traced.exported, expanded, inputs)
        placement = self.traced.placement.extended(len(inputs))
        return Program(exported, placement, self.traced.exported.fun_name, results)
