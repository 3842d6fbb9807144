"""Reads the tables of worked examples in docs/algorithms/."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

PAGES = Path(__file__).parents[3] / "docs" / "algorithms"
NONE = "—"


def rows(table: str, *, page: str = "checks.md") -> list[tuple[str, ...]]:
    """The rows of one table, without its head."""
    _, _, after = (PAGES / page).read_text("utf-8").partition(f"<!-- table: {table} -->\n")
    _head, _rule, *body = after.split("\n\n")[0].strip().splitlines()
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in body]


def number(text: str) -> Decimal | None:
    """The number, or None for —."""
    return None if text == NONE else Decimal(text)
