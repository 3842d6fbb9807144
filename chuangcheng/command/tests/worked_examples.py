"""The table of docs/algorithms/countdown.md, read as it stands there."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

PAGE = Path(__file__).resolve().parents[3] / "docs" / "algorithms" / "countdown.md"
ROW = re.compile(
    r"^\| (\d{4}-\d\d-\d\d) \| (\d{4}-\d\d-\d\d) \| (\d{4}-\d\d-\d\d) \| (\w+) \| (\d+) \| (\d+) \| (\d+) \|"
)


def examples() -> list[tuple[date, date, date, str, int, int, int]]:
    """Today, first and last day, phase, days, working days, day of the window."""
    rows = [ROW.match(line) for line in PAGE.read_text(encoding="utf-8").splitlines()]
    return [
        (
            *(date.fromisoformat(row[number]) for number in (1, 2, 3)),
            row[4],
            *(int(row[number]) for number in (5, 6, 7)),
        )
        for row in rows
        if row
    ]  # type: ignore[misc] # the pattern has these seven groups
