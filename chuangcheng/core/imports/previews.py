"""What is kept of a dry run and of a commit, for the pages that show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from chuangcheng.core.access import Actor
from chuangcheng.core.imports.archives import Photos
from chuangcheng.core.imports.kinds import ImportKind
from chuangcheng.core.imports.plans import SheetPlan
from chuangcheng.core.imports.reading import read_rows
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.phones import mask_phone, mask_phones_in
from chuangcheng.core.sheets import Book

SHOWN_ROWS = 10
KEPT_PROBLEMS = 2_000  # a file with more is mapped wrongly, and the count says so; our choice
_SHOWN_LETTERS = 60


def preview_of(
    *,
    kind: ImportKind,
    book: Book,
    plans: Sequence[SheetPlan],
    actor: Actor,
    watch: Callable[[int, int], None] | None = None,
    photos: Sequence[Photos] = (),
    target: str = "",
) -> dict[str, Any]:
    """The report of a dry run and the first rows as they were understood, as JSON. Raises Unreadable."""
    report = run_import(kind, book, actor=actor, mapping=plans, dry_run=True, watch=watch, photos=photos, target=target)
    found = read_rows(kind=kind, book=book, plans=plans, report=Report()).streamed()
    rows = [row for _place, row in islice(found, SHOWN_ROWS)]
    columns = [column for column in kind.columns if any(row.has(column.key) and row.text(column.key) for row in rows)]
    return {
        "report": record_of(report),
        "columns": [column.shown_label for column in columns],
        "rows": [_shown(row, [column.key for column in columns]) for row in rows],
    }


def record_of(report: Report) -> dict[str, Any]:
    """The report as it is kept, with at most KEPT_PROBLEMS problems and their full count."""
    kept = report.problems[:KEPT_PROBLEMS]
    return {
        **report.to_json(),
        "problems": [
            {
                "sheet": problem.sheet,
                "row": problem.row,
                "column": problem.column,
                "reason": problem.reason,
                "rejects": problem.rejects,
            }
            for problem in kept
        ],
        "problem_count": len(report.problems),
        "rejected": report.rejected,
        "skipped_sheets": report.skipped_sheets,
        "hidden_sheets": report.hidden_sheets,
    }


def _shown(row: Row, keys: Sequence[str]) -> dict[str, Any]:
    texts = [_without_phone(key, row.text(key)) for key in keys]
    cut = [text if len(text) <= _SHOWN_LETTERS else f"{text[:_SHOWN_LETTERS]}…" for text in texts]
    return {"sheet": row.sheet, "row": row.number, "texts": cut}


def _without_phone(key: str, text: str) -> str:
    """What is kept for the page: a number is masked, for it is kept in the clear."""
    return mask_phone(text) if "phone" in key else mask_phones_in(text)
