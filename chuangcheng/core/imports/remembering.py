"""A mapping that somebody corrected serves the next file with the same headers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from chuangcheng.core.imports.grid import Grid
from chuangcheng.core.imports.guess import header_places
from chuangcheng.core.imports.kinds import ImportKind
from chuangcheng.core.imports.plans import SheetPlan
from chuangcheng.core.models import ColumnMapping
from chuangcheng.core.sheets import Book

_SEARCHED_ROWS = 10  # a header that was found once stands near the top


def remember(*, kind: ImportKind, book: Book, plans: Sequence[SheetPlan], person_id: int) -> None:
    """Keeps the columns of each plan for files with the same headers. One query."""
    # Sheets of one file often have the same headers; the last one counts.
    columns = {plan.signature(Grid(book.sheets[plan.index])): plan.to_json()["columns"] for plan in plans}
    ColumnMapping.objects.bulk_create(
        [
            ColumnMapping(kind=kind.code, signature=signature, columns=chosen, saved_by_id=person_id)
            for signature, chosen in columns.items()
        ],
        update_conflicts=True,
        unique_fields=["kind", "signature"],
        update_fields=["columns", "saved_by", "saved_at"],
    )


def remembered_plans(*, kind: ImportKind, book: Book) -> dict[int, SheetPlan]:
    """Sheet index → plan, for the sheets whose headers came before. One query."""
    candidates = [
        (plan.signature(grid), plan)
        for index, grid in enumerate(map(Grid, book.sheets))
        for plan in _possible_plans(kind, index, grid)
    ]
    rows = ColumnMapping.objects.filter(kind=kind.code, signature__in={signature for signature, _plan in candidates})
    known = {row.signature: row.columns for row in rows}
    found: dict[int, SheetPlan] = {}
    for signature, plan in candidates:
        if signature in known:
            found.setdefault(plan.index, _with_columns(kind, plan, known[signature]))
    return found


def _possible_plans(kind: ImportKind, index: int, grid: Grid) -> Iterator[SheetPlan]:
    sections = [section for section in kind.all_sections if section.has_header]
    for start, depth in header_places(grid, within=_SEARCHED_ROWS):
        for section in sections:
            yield SheetPlan(index, section.key, start, depth, {})


def _with_columns(kind: ImportKind, plan: SheetPlan, columns: dict[str, str]) -> SheetPlan:
    keys = {column.key for column in kind.section(plan.section).columns}  # a later release may have dropped one
    return replace(plan, columns={int(at): key for at, key in columns.items() if key in keys})
