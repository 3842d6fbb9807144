"""The figures of a period, frozen: each once, with its unit, its source and the figure of the period before. Pure.

Sentences, tables, charts and slides are all written from these; nothing else holds a number. `packed` is what a paper
keeps, so that it can be made again to the same byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

Column = Literal["text", "number", "rate", "points", "change"]
Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number."""

    key: str  # "cases.closed"
    label: str
    value: Decimal | None  # None: not known
    unit: str  # 件, %, 分
    source: str  # where it can be looked up
    before: Decimal | None = None  # of the period before; None: not known, or it is a state and not of a period

    @property
    def change(self) -> Decimal | None:
        """Against the period before."""
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: what it is called, its columns and rows."""

    code: str
    title: str
    header: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""  # how it was counted


@dataclass(frozen=True, slots=True)
class PhotoPair:
    """A fixed problem with its photos before and after, as ids of files."""

    case_id: str
    number: str
    place: str
    what: str  # class of the problem; empty: none
    closed_on: str  # ISO
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """Everything that a paper tells of a period."""

    kind: str
    first: date
    last: date
    as_of: datetime  # when it was counted
    place: str
    void_by: str  # names of the standing hits of the negative list; empty: none
    main: tuple[Figure, ...]
    grids: tuple[Grid, ...]
    photos: tuple[PhotoPair, ...]

    def figure(self, key: str) -> Figure | None:
        """The figure of this key; None when the period has none."""
        return next((each for each in self.main if each.key == key), None)

    def grid(self, code: str) -> Grid | None:
        """The table of this code; None when it has no rows."""
        return next((each for each in self.grids if each.code == code and each.rows), None)

    def grids_like(self, start: str) -> list[Grid]:
        """The tables whose code begins so and that have rows."""
        return [each for each in self.grids if each.code.startswith(start) and each.rows]

    def note(self, code: str) -> str:
        """What stands in the place of a table; empty: nothing."""
        return next((each.note for each in self.grids if each.code == code), "")


def packed(found: PeriodFigures) -> dict[str, Any]:
    """As JSON holds it; decimals as texts."""
    return {
        "kind": found.kind,
        "first": found.first.isoformat(),
        "last": found.last.isoformat(),
        "as_of": found.as_of.isoformat(),
        "place": found.place,
        "void_by": found.void_by,
        "main": [
            [each.key, each.label, _text(each.value), each.unit, each.source, _text(each.before)] for each in found.main
        ],
        "grids": [
            {
                "code": each.code,
                "title": each.title,
                "header": list(each.header),
                "columns": list(each.columns),
                "rows": [[_text(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in each.rows],
                "note": each.note,
            }
            for each in found.grids
        ],
        "photos": [
            [each.case_id, each.number, each.place, each.what, each.closed_on, each.before, each.after]
            for each in found.photos
        ],
    }


def unpacked(kept: Mapping[str, Any]) -> PeriodFigures:
    """What was packed."""
    return PeriodFigures(
        kind=kept["kind"],
        first=date.fromisoformat(kept["first"]),
        last=date.fromisoformat(kept["last"]),
        as_of=datetime.fromisoformat(kept["as_of"]),
        place=kept["place"],
        void_by=kept["void_by"],
        main=tuple(
            Figure(key, label, _number(value), unit, source, _number(before))
            for key, label, value, unit, source, before in kept["main"]
        ),
        grids=tuple(_grid(each) for each in kept["grids"]),
        photos=tuple(PhotoPair(*each) for each in kept["photos"]),
    )


def _grid(kept: Mapping[str, Any]) -> Grid:
    columns = tuple(kept["columns"])
    rows = tuple(tuple(_cell(kind, cell) for kind, cell in zip(columns, row, strict=True)) for row in kept["rows"])
    return Grid(kept["code"], kept["title"], tuple(kept["header"]), columns, rows, kept["note"])


def _cell(kind: str, cell: Any) -> Cell:
    return Decimal(cell) if kind in {"rate", "points", "change"} and isinstance(cell, str) else cell


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def ranks(rates: Sequence[Decimal]) -> list[int]:
    """Places of rates that come best first; equal ones share a place, as in 1 1 3."""
    found: list[int] = []
    for at, rate in enumerate(rates, start=1):
        found.append(found[-1] if found and rate == rates[at - 2] else at)
    return found
