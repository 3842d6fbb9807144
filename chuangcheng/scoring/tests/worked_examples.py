"""Reads the worked examples of docs/algorithms/scoring.md: each heading "Example: …" with its tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "scoring.md"
RESULT, CYCLE = "结果", "周期"
FRAMEWORK_TABLES = ("体系", "标准", "负面清单")
_TABLE_NAME = re.compile(r"\*\*(.+)\*\*")

Rows = list[list[str]]


@dataclass(frozen=True)
class Example:
    name: str
    tables: dict[str, Rows]  # with the header row, without the ruler


def worked_examples() -> list[Example]:
    """The examples in the order of the page."""
    _, *sections = re.split(r"^### Example: ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [_example(re.split(r"^#", section, maxsplit=1, flags=re.MULTILINE)[0]) for section in sections]


def _example(section: str) -> Example:
    name, *lines = section.splitlines()
    tables: dict[str, Rows] = {}
    rows: Rows = []
    for line in lines:
        if title := _TABLE_NAME.fullmatch(line):
            rows = tables.setdefault(title[1], [])
        elif line.startswith("|") and not line.startswith("|---"):
            rows.append([cell.strip() for cell in line[1:-1].split("|")])
    return Example(name.strip(), tables)
