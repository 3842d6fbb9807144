from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.imports.columns import header_key
from chuangcheng.core.imports.grid import Grid
from chuangcheng.core.imports.kinds import ImportKind, Section
from chuangcheng.core.sheets import Book, Unreadable


@dataclass(frozen=True)
class SheetPlan:
    """How one sheet is read: where its header stands and what each column is."""

    index: int  # of the sheet in the book
    section: str
    header_start: int  # zero-based row
    header_rows: int  # 0: no header
    columns: Mapping[int, str]  # position → key; positions left out are not read

    @property
    def first_row(self) -> int:
        return self.header_start + self.header_rows

    def headers(self, grid: Grid) -> list[str]:
        """The header word of every column, "" where there is none; of several rows the lowest word."""
        return [path[-1] if path else "" for path in grid.paths(self.header_start, self.header_rows)]

    def signature(self, grid: Grid) -> str:
        """What the headers look like, as a hex digest: sheets with the same are read with the same mapping."""
        words = "|".join(header_key(word) for word in self.headers(grid))
        return hashlib.sha256(f"{self.section}|{words}".encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        columns = {str(position): key for position, key in self.columns.items()}
        return {
            "index": self.index,
            "section": self.section,
            "header_start": self.header_start,
            "header_rows": self.header_rows,
            "columns": columns,
        }


def plan_from_json(raw: Mapping[str, Any]) -> SheetPlan:
    """The plan that `to_json` wrote."""
    columns = {int(position): str(key) for position, key in raw["columns"].items()}
    return SheetPlan(raw["index"], raw["section"], raw["header_start"], raw["header_rows"], columns)


def check_fits(plans: Sequence[SheetPlan], *, kind: ImportKind, book: Book) -> None:
    """Raises Unreadable when a plan was made for another book or kind, or takes two columns for the same."""
    sections = {section.key: section for section in kind.all_sections}
    indexes = [plan.index for plan in plans]
    fits = len(set(indexes)) == len(indexes) and all(
        plan.section in sections and _fits(plan, sections[plan.section], book) for plan in plans
    )
    if not fits:
        raise Unreadable(_("列的对应关系与文件不符，请重新核对各列，或重新上传。"))


def _fits(plan: SheetPlan, section: Section, book: Book) -> bool:
    if not 0 <= plan.index < len(book.sheets) or not book.sheets[plan.index].rows:
        return False
    rows, keys = book.sheets[plan.index].rows, list(plan.columns.values())
    return (
        min(plan.header_start, plan.header_rows) >= 0
        and plan.first_row <= len(rows)
        and (plan.header_rows > 0) == section.has_header
        and all(0 <= at < len(rows[0]) for at in plan.columns)
        and set(keys) <= {column.key for column in section.columns}
        and len(set(keys)) == len(keys)
    )
