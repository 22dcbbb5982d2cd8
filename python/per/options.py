"""The options of `per.compile`, checked, and in the words of the attach pass."""

from __future__ import annotations

import dataclasses
import math
import os
import re
from collections.abc import Sequence
from typing import Any

from per import _core
from per.regularizers import Regularizer


@dataclasses.dataclass(frozen=True)
class Constant:
    """A value that is fixed in the compiled module instead of an input of it.

    `lam=per.Constant(0.0)` gives the vanilla module back, bit for bit;
    `seed_arg=per.Constant(7)` fixes the seed.
    """

    value: float


@dataclasses.dataclass(frozen=True, kw_only=True)
class CPU:
    """The target `"cpu"` with options, or the kernel `"native"`: native code of
    our own pipeline.

    Attributes:
      threads: that share a step, or a kernel.
      isa: `"avx512bf16"`, `"avx512"`, `"avx2"` or `"generic"` instructions;
        `"native"`: the most that this machine has.
      cache_dir: folder of compiled code; None: the environment variable
        PER_CACHE_DIR, or `per` in XDG_CACHE_HOME or ~/.cache; empty: none.
      pipeline: further options of `per-to-cpu`, as text.
      providers: libraries that the code may call where they are faster:
        `"onednn"` (products and convolutions of bf16, depthwise ones of f32).
    """

    threads: int = 1
    isa: str = "native"
    cache_dir: str | os.PathLike[str] | None = None
    pipeline: str = ""
    providers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        threads = self.threads
        if isinstance(threads, bool) or not isinstance(threads, int) or not 0 < threads < 2**16:
            raise ValueError(f"expected a positive number of threads, got {threads!r}")
        isas = ("native", "avx512bf16", "avx512", "avx2", "generic")
        if self.isa not in isas:
            raise ValueError(f"expected isa {' or '.join(map(repr, isas))}, got {self.isa!r}")
        if self.cache_dir is not None:
            object.__setattr__(self, "cache_dir", os.fspath(self.cache_dir))
        providers = self.providers
        if not isinstance(providers, (tuple, list)) or list(providers) not in ([], ["onednn"]):
            raise ValueError(f"expected providers ('onednn',) or (), got {providers!r}")
        object.__setattr__(self, "providers", tuple(providers))

    @property
    def compilation(self) -> dict[str, Any]:
        """The arguments that functions of `_core` which compile have in common."""
        directory = self.cache_dir
        options = [self.pipeline] if self.pipeline else []
        if self.providers:
            options.append(f"providers={','.join(self.providers)}")
        return {
            "isa": self.isa,
            "threads": self.threads,
            "pipeline": " ".join(options),
            "cache_directory": _core.default_cache_directory() if directory is None else directory,
        }


@dataclasses.dataclass(frozen=True, kw_only=True)
class Bounds:
    """Bounds of the search for cotangents. The message of a site that hits one
    says which; larger ones take longer (`docs/attach.md`).

    Attributes:
      cones: numbers of operations of a site's cone, tried in turn.
      closure: operations of the forward closure of a candidate.
      family: values computable from the cone of a site.
      candidates: candidates for the cotangent of one site.
    """

    cones: tuple[int, ...] = (12, 40, 140)
    closure: int = 64
    family: int = 200
    candidates: int = 64

    def __post_init__(self) -> None:
        object.__setattr__(self, "cones", tuple(self.cones))
        for value in (*self.cones, self.closure, self.family, self.candidates):
            if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < 2**31:
                raise ValueError(f"expected positive integers as bounds, got {value!r}")
        if not self.cones:
            raise ValueError("expected at least one bound of cones")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Sites:
    """Which hidden activations get a term. All conditions hold at once.

    Attributes:
      location: regular expression (POSIX extended), searched in the location.
      families: names such as `relu`; empty: any.
      indices: numbers in program order among all sites; empty: any.
    """

    location: str = ""
    families: tuple[str, ...] = ()
    indices: tuple[int, ...] = ()

    @staticmethod
    def of(sites: str | Sites | int | Sequence[int]) -> Sites:
        """From what users write: `"hidden"` (all), a regular expression, an
        index, several of them, or a `Sites`."""
        match sites:
            case Sites():
                return sites
            case "hidden":
                return Sites()
            case str():
                try:
                    re.compile(sites)
                except re.error as error:
                    raise ValueError(
                        f"sites={sites!r} is no regular expression: {error}"
                    ) from error
                return Sites(location=sites)
            case bool():
                pass
            case int():
                return Sites(indices=(_index(sites),))
            case Sequence():
                return Sites(indices=tuple(map(_index, sites)))
        raise TypeError(
            f"expected sites 'hidden', a regular expression, indices or per.Sites, got {sites!r}"
        )


def _index(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError(f"expected indices of sites of at least 0, got {value!r}")
    return value


@dataclasses.dataclass(frozen=True, kw_only=True)
class Options:
    """All options of a compilation; see `per.compile`."""

    regularizer: Regularizer | None
    lam: float | Constant = 1e-3
    sites: Any = "hidden"
    sample_dims: Any = "auto"
    loss: str | int | None = None
    loss_scale: float | str | None = None
    step_arg: str | Constant | None = None
    seed_arg: str | Constant | None = None
    lam_arg: str | None = None
    target: str | CPU = "xla"
    kernel: str | CPU = "xla"
    on_failure: str = "error"
    differentiated: bool = True
    bounds: Bounds = Bounds()
    report: str | os.PathLike[str] | None = None
    static_argnums: int | Sequence[int] | None = None
    static_argnames: str | Sequence[str] | None = None
    donate_argnums: int | Sequence[int] | None = None

    def __post_init__(self) -> None:
        if self.regularizer is not None and not isinstance(self.regularizer, Regularizer):
            raise TypeError(
                "expected a regularizer such as per.ProjectedError(), or None for the vanilla "
                f"step, got {self.regularizer!r}"
            )
        if self.target == "cuda":
            raise NotImplementedError(
                "target='cuda' comes later; XLA runs the step on any of its devices: target='xla'"
            )
        if self.target == "cpu":
            object.__setattr__(self, "target", CPU())
        if self.target != "xla" and not isinstance(self.target, CPU):
            raise ValueError(f"expected target 'xla', 'cpu' or per.CPU(...), got {self.target!r}")
        if self.kernel == "native":
            object.__setattr__(self, "kernel", CPU())
        if self.kernel != "xla" and not isinstance(self.kernel, CPU):
            raise ValueError(
                f"expected kernel 'xla', 'native' or per.CPU(...), got {self.kernel!r}"
            )
        if self.kernel != "xla" and self.target != "xla":
            raise ValueError("kernel is of target='xla'; with target='cpu' all code is native")
        if self.on_failure not in ("error", "skip"):
            raise ValueError(f"expected on_failure 'error' or 'skip', got {self.on_failure!r}")
        check_lam(self.lam.value if isinstance(self.lam, Constant) else self.lam)
        object.__setattr__(self, "sites", Sites.of(self.sites))
        object.__setattr__(self, "sample_dims", _sample_dims(self.sample_dims))
        if isinstance(self.loss_scale, (int, float)):
            scale = self.loss_scale
            if isinstance(scale, bool) or not (math.isfinite(scale) and scale > 0):
                raise ValueError(f"expected a positive, finite loss_scale, got {scale}")
        if self.lam_arg is not None and isinstance(self.lam, Constant):
            raise ValueError("lam=per.Constant(...) and lam_arg exclude each other")
        for name in ("seed_arg", "step_arg"):
            value = getattr(self, name)
            if isinstance(value, Constant):
                _check_word(name, value.value)
        if not isinstance(self.bounds, Bounds):
            raise TypeError(f"expected per.Bounds, got bounds={self.bounds!r}")

    @property
    def is_zero(self) -> bool:
        """Whether lambda is the constant 0: nothing is edited then."""
        return isinstance(self.lam, Constant) and self.lam.value == 0


def _check_word(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**32:
        raise ValueError(f"expected {name} of 0 to 2^32 - 1, got {value!r}")


def check_lam(lam: Any) -> None:
    """Raises ValueError for a weight that is negative, NaN or infinite."""
    if isinstance(lam, bool) or not isinstance(lam, (int, float)):
        raise TypeError(f"expected a number lam, got {lam!r}")
    if not (math.isfinite(lam) and lam >= 0):
        raise ValueError(f"expected lam of at least 0 and finite, got {lam}")


def _sample_dims(dims: Any) -> tuple[int, ...] | None:
    if dims is None or dims == "auto":
        return None
    values = (dims,) if isinstance(dims, int) else tuple(dims)
    if not all(isinstance(v, int) and not isinstance(v, bool) and v >= 0 for v in values):
        raise TypeError(f"expected sample_dims 'auto' or dimension numbers, got {dims!r}")
    if len(set(values)) != len(values):
        raise ValueError(f"expected different sample_dims, got {dims!r}")
    return tuple(sorted(values))


def native_options(
    options: Options,
    *,
    num_arrays: int,
    loss_result: int,
    weights: Sequence[float] = (),
) -> _core.Options:
    """The options in the words of the attach pass.

    The program's inputs are the arrays of the call, then lambda, seed, step,
    then a run-time loss scale.
    """
    assert options.regularizer is not None
    scale: str | None = None
    if isinstance(options.loss_scale, str):
        scale = f"arg:{num_arrays + 3}"
    elif options.loss_scale is not None:
        scale = repr(float(options.loss_scale))

    def scalar(value: Any, number: int, kind: type) -> str:
        """A constant, or the number of the input that holds the value."""
        return repr(kind(value.value)) if isinstance(value, Constant) else f"arg:{number}"

    sites: Sites = options.sites
    return _core.Options(
        regularizer=options.regularizer.attribute,
        lam=scalar(options.lam, num_arrays, float),
        seed=scalar(options.seed_arg, num_arrays + 1, int),
        step=scalar(options.step_arg, num_arrays + 2, int),
        reduction=options.regularizer.reduction,
        location=sites.location,
        families=list(sites.families),
        indices=list(sites.indices),
        sample_dims=None if options.sample_dims is None else list(options.sample_dims),
        loss_result=loss_result,
        loss_scale=scale,
        weights=list(weights),
        skip_failed_sites=options.on_failure == "skip",
        differentiated=options.differentiated,
        bounds=_core.Bounds(
            cones=list(options.bounds.cones),
            closure=options.bounds.closure,
            family=options.bounds.family,
            candidates=options.bounds.candidates,
        ),
    )
