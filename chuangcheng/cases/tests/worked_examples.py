"""Reads the tables of worked examples in docs/algorithms."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from chuangcheng.cases.deadlines import Pause
from chuangcheng.core.workdays import SHANGHAI

PAGES = Path(__file__).parents[3] / "docs" / "algorithms"


def rows(table: str, *, page: str = "deadlines") -> list[dict[str, str]]:
    """The rows of one table: column → text."""
    _, _, after = (PAGES / f"{page}.md").read_text("utf-8").partition(f"<!-- table: {table} -->\n")
    lines = after.split("\n\n")[0].strip().splitlines()
    header, _rule, *body = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [dict(zip(header, cells, strict=True)) for cells in body]


def at(text: str) -> datetime:
    """The moment in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def pauses(text: str) -> list[Pause]:
    """Pauses from "begin – end; begin – end"."""
    return [Pause(*map(at, span.split(" – "))) for span in text.split("; ")]
