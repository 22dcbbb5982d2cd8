"""`per.slices`: the random directions that compiled code uses."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from per import _core

#: Elements and slices are counted by words of the generator.
_LIMIT = 2**32


def slices(
    *, seed: int, step: int, site: int, d: int, s: int = 256, dtype: Any = np.float32
) -> np.ndarray:
    """The unit directions of a site in a step: the bits that compiled code has
    on every target.

    Args:
      seed, step: as in the call of a compiled step, of 0 to 2^32 - 1.
      site: index of the site.
      d: number of features of the site, at least 1.
      s: number of directions, at least 1.
      dtype: `float32` (sites of bf16, f16 and f32) or `float64` (sites of f64).

    Returns:
      An array (d, s) with columns of norm 1.

    Raises:
      ValueError: a value is out of range.
    """
    words = {"seed": (seed, 0), "step": (step, 0), "site": (site, 0), "d": (d, 1), "s": (s, 1)}
    checked = [_check(name, value, least) for name, (value, least) in words.items()]
    match np.dtype(dtype):
        case np.float32:
            return _core.draw_directions_f32(*checked)
        case np.float64:
            return _core.draw_directions_f64(*checked)
    raise ValueError(f"expected dtype float32 or float64, got {np.dtype(dtype).name}")


def _check(name: str, value: Any, least: int) -> int:
    number = operator.index(value)
    if not least <= number < _LIMIT:
        raise ValueError(f"expected {name} of {least} to {_LIMIT - 1}, got {number}")
    return number
