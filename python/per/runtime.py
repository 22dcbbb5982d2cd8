"""The run-time values of a compiled step: seed, step and lambda."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from per.errors import ArgumentError
from per.options import check_lam


def as_word(name: str, value: Any) -> Any:
    """A seed or step as the 32 bits that the program takes.

    Args:
      name: `seed` or `step`, for errors.
      value: an integer of 0 to 2^32 - 1, or a scalar integer array; the bits of
        a 32-bit jax array are taken as they are, without waiting for it.

    Raises:
      ArgumentError: it is no integer, no scalar, or out of range.
    """
    if isinstance(value, jax.Array):
        return _array_word(name, value)
    if isinstance(value, np.ndarray) and value.shape == ():
        value = value[()]
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise ArgumentError(f"expected an integer {name}, got {value!r}")
    return _checked_word(name, int(value))


def _checked_word(name: str, value: int) -> np.int32:
    if not 0 <= value < 2**32:
        raise ArgumentError(f"expected {name} of 0 to 4294967295, got {value}")
    return np.uint32(value).view(np.int32)


def _array_word(name: str, value: jax.Array) -> Any:
    if value.shape != () or not jnp.issubdtype(value.dtype, jnp.integer):
        raise ArgumentError(
            f"expected an integer scalar {name}, got {value.dtype.name}{list(value.shape)}"
        )
    if value.dtype.itemsize > 4 and not isinstance(value, jax.core.Tracer):
        return _checked_word(name, int(value))
    return value.astype(jnp.uint32).view(jnp.int32)


def as_lam(value: Any, dtype: Any) -> Any:
    """A weight as the program takes it.

    Args:
      value: a number of at least 0, or a scalar array. Checked unless it is
        traced.
      dtype: the program's float type.
    """
    if isinstance(value, jax.core.Tracer):
        if value.shape != ():
            raise ArgumentError(f"expected a scalar lam, got shape {value.shape}")
        return value.astype(dtype)
    array = np.asarray(value)
    if array.shape != () or array.dtype.kind not in "iuf" and array.dtype != jnp.bfloat16:
        raise ArgumentError(f"expected a number lam, got {value!r}")
    try:
        check_lam(float(array))
    except ValueError as error:
        raise ArgumentError(str(error)) from None
    return array.astype(dtype)
