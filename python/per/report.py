"""What was attached: sites as values, and as a table in terminal and notebook."""

from __future__ import annotations

import dataclasses
import html
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


@dataclasses.dataclass(frozen=True)
class Site:
    """One hidden activation.

    Attributes:
      index: its number in program order among all sites; it keys the slices.
      location: the model's own scopes, e.g. `jit(step)/jvp(Net)/Dense_0/tanh`.
      type: its tensor type, e.g. `tensor<64x128xf32>`.
      shape: its dimensions.
      samples, features: the products of its sample and feature dimensions.
      sample_dims: which dimensions are samples.
      family: relu, gelu, ..., or `elementwise`.
      status: `attached`, `not_selected`, `no_gradient` or `failed`.
      cotangent_location: where its cotangent was found.
      weight_known: whether the weight of the term follows from the graph.
      micro_batches: how many times the site and its cotangent are computed in
        one step, in loops over parts of a batch; 0: not known.
      weight: the measured factor of the weight; None if it was not measured.
      message: why it has no term, or why its weight is open.
    """

    index: int
    location: str
    type: str
    shape: tuple[int, ...]
    samples: int
    features: int
    sample_dims: tuple[int, ...]
    family: str
    status: str
    cotangent_location: str = ""
    weight_known: bool = True
    micro_batches: int = 1
    weight: float | None = None
    message: str = ""

    @property
    def weight_text(self) -> str:
        """The weight in one word: known, assumed, or the measured factor."""
        if self.weight is not None:
            return f"x {self.weight:.4g} (measured)"
        return "known" if self.weight_known else "assumed"


class SiteTable(Sequence[Site]):
    """Sites; prints as a table."""

    _COLUMNS = ("index", "location", "shape", "samples", "features", "family", "weight")

    def __init__(self, sites: Sequence[Site]) -> None:
        self._sites = tuple(sites)

    def __len__(self) -> int:
        return len(self._sites)

    def __getitem__(self, index: Any) -> Any:
        found = self._sites[index]
        return SiteTable(found) if isinstance(index, slice) else found

    def __iter__(self) -> Iterator[Site]:
        return iter(self._sites)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SiteTable) and self._sites == other._sites

    def __hash__(self) -> int:
        return hash(self._sites)

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                str(site.index),
                site.location,
                "x".join(map(str, site.shape)) or "scalar",
                str(site.samples),
                str(site.features),
                site.family,
                site.weight_text,
            )
            for site in self._sites
        ]

    def __repr__(self) -> str:
        rows = [self._COLUMNS, *self._rows()]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])

    def _repr_html_(self) -> str:
        def row(cells: Sequence[str], tag: str) -> str:
            return (
                "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"
            )

        body = "".join(row(cells, "td") for cells in self._rows())
        head = row(self._COLUMNS, "th")
        return f"<table><thead>{head}</thead><tbody>{body}</tbody></table>"


class Report:
    """The report of the attach pass.

    Attributes:
      regularizer: the attribute that was attached; "" for the vanilla step.
      all_sites: every site that was found, selected or not.
      sites: those that got a term.
      contractions: matrix products and convolutions of the forward half.
      contractions_without_site: those that no hidden activation reaches.
      not_understood: operations that the analysis does not know, counted.
      remarks: the remarks of the passes, one string each.
      json: the report as text.
    """

    def __init__(
        self,
        text: str = "",
        remarks: Sequence[str] = (),
        measured: dict[int, float] | None = None,
    ) -> None:
        self.json = text or json.dumps({"regularizer": "", "sites": []})
        self.remarks = tuple(remarks)
        data = json.loads(self.json)
        self.regularizer: str = data["regularizer"]
        self.not_understood: dict[str, int] = dict(data.get("not_understood", {}))
        self.contractions: int = data.get("contractions", 0)
        self.contractions_without_site: int = data.get("contractions_without_site", 0)
        measured = measured or {}
        self.all_sites = SiteTable(
            [_site(entry, measured.get(entry["index"])) for entry in data["sites"]]
        )
        self.sites = SiteTable([site for site in self.all_sites if site.status == "attached"])

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes `json` to a file, whole or not at all.

        Raises:
          OSError: it cannot be written.
        """
        target = Path(path)
        with tempfile.NamedTemporaryFile(
            "w", dir=target.parent, prefix=target.name, delete=False
        ) as file:
            try:
                file.write(self.json)
                file.close()
                os.replace(file.name, target)
            except BaseException:
                os.unlink(file.name)
                raise

    def __repr__(self) -> str:
        return (
            f"{self.regularizer or 'no regularizer'}: {len(self.sites)} of "
            f"{len(self.all_sites)} sites attached\n{self.sites!r}"
        )


def _site(entry: dict[str, Any], measured: float | None) -> Site:
    return Site(
        index=entry["index"],
        location=entry["location"],
        type=entry["type"],
        shape=_shape(entry["type"]),
        samples=entry["samples"],
        features=entry["features"],
        sample_dims=tuple(entry["sample_dims"]),
        family=entry["family"],
        status=entry["status"],
        cotangent_location=entry.get("cotangent_location", ""),
        weight_known=entry.get("weight_known", True),
        micro_batches=entry.get("micro_batches", 1),
        weight=measured,
        message=entry.get("message", ""),
    )


def _shape(type_text: str) -> tuple[int, ...]:
    """The dimensions of `tensor<4x8xf32>`; -1 for a dynamic one."""
    inner = type_text[type_text.index("<") + 1 : type_text.rindex(">")].split(",")[0]
    return tuple(-1 if dim == "?" else int(dim) for dim in inner.split("x")[:-1])
