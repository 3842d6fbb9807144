"""Formulas and boards as they are in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar
from uuid import UUID

from chuangcheng.supervision.appraisal.periods import Span
from chuangcheng.supervision.models import Board, BoardVersion, Formula, FormulaVersion

VersionT = TypeVar("VersionT", FormulaVersion, BoardVersion)


def version_for(formula_id: UUID, span: Span) -> FormulaVersion | None:
    """The version in force when the period begins; else the first one that begins in it (our choice)."""
    rows = list(FormulaVersion.objects.filter(formula=formula_id, valid_from__lte=span.last))
    return _in_force(rows, span)


def board_version_for(board_id: UUID, span: Span) -> BoardVersion | None:
    """The same for how a board ranks."""
    rows = list(
        BoardVersion.objects.filter(board=board_id, valid_from__lte=span.last).select_related("board", "formula")
    )
    return _in_force(rows, span)


def _in_force(rows: list[VersionT], span: Span) -> VersionT | None:
    """Of rows, newest first."""
    begun = next((row for row in rows if row.valid_from <= span.first), None)
    return begun or (rows[-1] if rows else None)


def current_of(rows: Iterable[VersionT], day: date) -> VersionT:
    """Of versions, newest first and at least one, the one in force on a day; else the next one to come."""
    listed = list(rows)
    return next((row for row in listed if row.valid_from <= day), listed[-1])


def every_formula() -> list[Formula]:
    """All formulas with their versions. Two queries."""
    return list(Formula.objects.prefetch_related("versions"))


def every_board() -> list[Board]:
    """All boards with their versions. Three queries."""
    return list(Board.objects.prefetch_related("versions__formula"))
