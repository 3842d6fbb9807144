"""The table of docs/algorithms/countdown.md, read as it stands there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "countdown.md"
DAY = r"(\d{4}-\d\d-\d\d)"
ROW = re.compile(rf"^\| {DAY} \| {DAY} \| {DAY} \| (\w+) \| (\d+) \| (\d+) \| (\d+) \|")


class Example(NamedTuple):
    """A row of the table."""

    today: date
    first: date
    last: date
    phase: str
    days: int
    working_days: int
    day_number: int


def examples() -> list[Example]:
    """Every row."""
    rows = [ROW.match(line) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return [_example(row) for row in rows if row]


def _example(row: re.Match[str]) -> Example:
    today, first, last = (date.fromisoformat(row[number]) for number in (1, 2, 3))
    return Example(today, first, last, row[4], int(row[5]), int(row[6]), int(row[7]))
