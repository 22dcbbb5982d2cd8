"""Terms as native code inside a program of XLA: `kernel="native"`."""

from __future__ import annotations

import dataclasses
import functools
import warnings
from typing import Any

import jax

from per import _core
from per.cpu import CacheWarning
from per.options import CPU


@dataclasses.dataclass(frozen=True)
class KernelLibrary:
    """The kernels that a program calls, loaded for as long as the process lives:
    so may the executables of XLA that call them.

    Attributes:
      name: by which the program calls them.
      text: a module with a function for each term.
      target: what they are compiled for.
    """

    name: str
    text: str
    target: CPU

    def __post_init__(self) -> None:
        _register_handler()
        cache_error = _core.load_library(self.name, self.text, **self.target.compilation)
        if cache_error:
            warnings.warn(cache_error, CacheWarning, stacklevel=2)

    def __reduce__(self) -> Any:
        return KernelLibrary, (self.name, self.text, self.target)


def outline_terms(text: str, target: CPU) -> tuple[str, KernelLibrary | None]:
    """Lets a program call native kernels for its terms.

    Args:
      text: a module of StableHLO with `per` ops.
      target: what to compile the kernels for.

    Returns:
      The module with calls instead of the terms that draw; what it calls, which
      has to live where it is run, or None if it has no such terms.
    """
    options = dataclasses.replace(target, cache_dir=None)
    outlined = _core.outline_terms(text, repr(options))
    if not outlined.library:
        return text, None
    return outlined.text, KernelLibrary(outlined.library, outlined.kernels, target)


@functools.cache
def _register_handler() -> None:
    jax.ffi.register_ffi_target(_core.CALL_TARGET, _core.ffi_handler(), platform="cpu")
