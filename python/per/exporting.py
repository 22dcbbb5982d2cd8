"""The road through `jax.export`: from a jitted function to module text, and
from an edited module back to a function of flat arrays.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import jax
import numpy as np
from jax.custom_batching import custom_vmap
from jax.export import Exported
from jax.sharding import AbstractMesh, Mesh, NamedSharding, PartitionSpec

from per import shims
from per.errors import StepError, TransformError


def export_flat(jitted: Any, avals: Sequence[Any]) -> Exported:
    """Exports a jitted function of positional arrays that returns arrays.

    The result takes and returns flat tuples. It has no derivative: that of the
    original would silently leave the term out.
    """
    try:
        exported = jax.export.export(jitted, disabled_checks=shims.ALLOW_CUSTOM_CALLS)(*avals)
    except NotImplementedError as error:
        raise StepError(f"jax.export cannot export the step: {error}") from error
    return dataclasses.replace(
        exported,
        in_tree=jax.tree_util.tree_structure((tuple(range(len(exported.in_avals))), {})),
        out_tree=jax.tree_util.tree_structure(tuple(range(len(exported.out_avals)))),
        _get_vjp=None,
    )


def replace_module(exported: Exported, text: str, inputs: Sequence[Any] = ()) -> Exported:
    """The same exported function with another module.

    Args:
      exported: from `export_flat`.
      text: the module, as our MLIR printed it. It may have float results more,
        after those of the function.
      inputs: abstract values of the inputs that it has more, after the others.
    """
    module, results = shims.load_module(text)
    added = tuple(results[len(exported.out_avals) :])
    in_avals, out_avals = (*exported.in_avals, *inputs), (*exported.out_avals, *added)
    no_inputs, no_results = (None,) * len(inputs), (None,) * len(added)
    kept = range(len(exported.in_avals), len(in_avals))
    return dataclasses.replace(
        exported,
        mlir_module_serialized=module,
        in_avals=in_avals,
        out_avals=out_avals,
        in_tree=jax.tree_util.tree_structure((tuple(range(len(in_avals))), {})),
        out_tree=jax.tree_util.tree_structure(tuple(range(len(out_avals)))),
        module_kept_var_idx=(*exported.module_kept_var_idx, *kept),
        _in_named_shardings=(*exported._in_named_shardings, *no_inputs),
        _out_named_shardings=(*exported._out_named_shardings, *no_results),
        in_shardings_hlo=(*exported.in_shardings_hlo, *no_inputs),
        out_shardings_hlo=(*exported.out_shardings_hlo, *no_results),
    )


@dataclasses.dataclass(frozen=True)
class Placement:
    """Where the inputs of a program live.

    Attributes:
      shardings: for each input a sharding, or None where any is fine; None as a
        whole for a program of one device.
      donated: numbers of the inputs whose buffers the step gives away.
    """

    shardings: tuple[NamedSharding | None, ...] | None = None
    donated: tuple[int, ...] = ()

    @staticmethod
    def of(
        exported: Exported,
        shardings: Sequence[NamedSharding | None],
        donated: Sequence[int] = (),
        meshes: Sequence[Mesh | AbstractMesh] = (),
    ) -> Placement:
        """Of a program for several devices every input has a place: host arrays
        without a sharding of their own are replicated.

        Args:
          exported: the program.
          shardings: of its inputs, as far as they say.
          donated: numbers of the inputs whose buffers it gives away.
          meshes: that it names itself (in `shard_map`).
        """
        if exported.nr_devices == 1:
            return Placement(None, tuple(donated))
        known = next((s.mesh for s in shardings if s is not None), None)
        mesh = known or _default_mesh(exported, meshes)
        replicated = NamedSharding(mesh, PartitionSpec())
        return Placement(tuple(s or replicated for s in shardings), tuple(donated))

    def extended(self, number: int) -> Placement:
        """With more inputs, which are on all devices."""
        if self.shardings is None:
            return self
        replicated = NamedSharding(self.shardings[0].mesh, PartitionSpec())
        return Placement((*self.shardings, *[replicated] * number), self.donated)

    def __getstate__(self) -> dict[str, Any]:
        if self.shardings is None:
            return {"mesh": None, "specs": None, "donated": self.donated}
        mesh = self.shardings[0].mesh
        ids = np.vectorize(lambda device: device.id, otypes=[int])(mesh.devices)
        return {
            "mesh": (ids, mesh.axis_names, mesh.axis_types),
            "specs": [sharding.spec for sharding in self.shardings],
            "donated": self.donated,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        object.__setattr__(self, "donated", state["donated"])
        object.__setattr__(self, "shardings", None)
        if state["mesh"] is None:
            return
        ids, names, types = state["mesh"]
        devices = {device.id: device for device in jax.devices()}
        if missing := sorted(set(ids.flat) - set(devices)):
            raise RuntimeError(
                f"the step was compiled for {ids.size} devices; this process has no device "
                f"{missing[0]} (it has {len(devices)})"
            )
        mesh = Mesh(np.vectorize(devices.get, otypes=[object])(ids), names, axis_types=types)
        object.__setattr__(
            self, "shardings", tuple(NamedSharding(mesh, spec) for spec in state["specs"])
        )


def _default_mesh(exported: Exported, named: Sequence[Mesh | AbstractMesh]) -> Mesh:
    """All devices, in the shape of the mesh that the module was made for: that
    of its inputs and outputs, or one that it names itself. What leaves the
    program sharded has to fit it."""
    shardings = (*exported._in_named_shardings, *exported._out_named_shardings)
    meshes = [sharding.mesh for sharding in shardings if sharding is not None]
    for mesh in (*meshes, *named):
        if mesh.size == exported.nr_devices:
            devices = np.array(jax.devices()[: exported.nr_devices])
            return Mesh(devices.reshape(mesh.axis_sizes), mesh.axis_names)
    return Mesh(np.array(jax.devices()[: exported.nr_devices]), ("devices",))


class Program:
    """An exported module as a function of flat arrays; jitted, not
    differentiable, safe to call from several threads.

    Args:
      exported: from `export_flat`, perhaps with another module.
      placement: where its inputs live.
      name: the step's name, for errors.
      results: which of its results are returned; XLA drops what only the
        others need.
    """

    def __init__(
        self, exported: Exported, placement: Placement, name: str, results: slice = slice(None)
    ) -> None:
        self.exported = exported
        self.placement = placement
        self.name = name
        self.results = results
        self._jitted = self._build()

    def __call__(self, arrays: Sequence[Any]) -> list[Any]:
        if self.placement.shardings is not None and not shims.is_tracing():
            arrays = [
                jax.device_put(array, sharding)
                for array, sharding in zip(arrays, self.placement.shardings, strict=True)
            ]
        return list(self._jitted(*arrays))

    def without_donation(self) -> Program:
        """The same program, which leaves its inputs alive."""
        placement = dataclasses.replace(self.placement, donated=())
        return Program(self.exported, placement, self.name, self.results)

    def __getstate__(self) -> dict[str, Any]:
        bounds = (self.results.start, self.results.stop)
        return {
            "exported": self.exported,
            "placement": self.placement,
            "name": self.name,
            "bounds": bounds,
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        bounds = state.pop("bounds")
        self.__init__(**state, results=slice(*bounds))

    def _build(self) -> Callable[..., Any]:
        exported, name, results = self.exported, self.name, self.results

        @custom_vmap
        def call(*arrays: Any) -> Any:
            return exported.call(*arrays)[results]

        @call.def_vmap
        def refuse_vmap(*_: Any) -> Any:
            raise TransformError(
                f"{name} is compiled for its shapes and cannot be vmapped; vmap inside the step, "
                "then compile it"
            )

        guarded = jax.custom_jvp(call)

        @guarded.defjvp
        def refuse_derivative(*_: Any) -> Any:
            raise TransformError(
                f"{name} is a whole training step and cannot be differentiated: the derivative "
                "would leave the term out"
            )

        guarded.__name__ = name
        options: dict[str, Any] = {"donate_argnums": self.placement.donated}
        if self.placement.shardings is not None:
            options["in_shardings"] = self.placement.shardings
        return jax.jit(guarded, **options)
