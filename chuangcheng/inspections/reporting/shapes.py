"""What a report is said in: sections of sentences and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from chuangcheng.core.documents.values import Value
from chuangcheng.inspections.reporting.words import signed

# A rate: 0..100, one place; a score: two places; a change: a difference of rates; a mark: 3（并列）, 上升.
Kind = Literal["text", "number", "rate", "score", "change", "mark"]
INDENT = "　"  # a full-width blank for each level below the first
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `opens` says which checks its numbers are made of."""

    label: str
    kind: Kind = "number"
    share: float = 1  # of the width of a page
    opens: str = ""  # "all", or a verdict; empty: not made of checks


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and the filter that finds the checks behind it; None: there are none of its own."""

    cells: Sequence[Value]
    opens: dict[str, str] | None = None
    level: int = 0  # 0: item; 1: content; 2: standard
    url: str = ""  # of what the first cell names, on screen


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of the table: of its first rows, with the names in the first column."""

    title: str
    rates: Sequence[int]  # columns, one for each colour of bars
    rows: int


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: a heading, sentences, a table, a chart of the table."""

    key: str
    title: str
    lines: Sequence[str] = ()
    columns: Sequence[Column] = ()
    rows: Sequence[Row] = field(default_factory=list)
    bars: Bars | None = None

    @property
    def labels(self) -> list[str]:
        """The heads of the table."""
        return [column.label for column in self.columns]


def numbered(sections: Sequence[Section]) -> list[tuple[str, Section]]:
    """The sections with their headings as a paper numbers them: 一、总体情况."""
    return [(f"{NUMERALS[at]}、{section.title}", section) for at, section in enumerate(sections)]


def shown(value: Value, kind: Kind) -> str:
    """A cell as screen and Word show it; "—" for nothing."""
    if value is None or value == "":
        return "—"
    if kind == "change" and isinstance(value, Decimal):
        return signed(value)
    if kind == "rate":
        return f"{value}%"
    return f"{value:,}" if isinstance(value, int | Decimal) else f"{value}"
