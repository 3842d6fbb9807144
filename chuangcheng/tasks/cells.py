"""What people write in the cells of the ledger, understood: one reader for the sheet on screen and for Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.imports.values import BadValue, parse_due_on, parse_integer, parse_number, parse_yes_no
from chuangcheng.core.sheets import Cell, cell_text
from chuangcheng.tasks.tags import written_tags

PLACES = Decimal("0.01")
TEXTS = frozenset({"title", "target", "measure", "work_standard", "measures", "proof"})


def read_cell(field: str, cell: Cell, *, year: int) -> Any:
    """The fact that the cell says; None, "" or False for an empty one. `year` is that of days written without one.
    Raises BadValue with a sentence."""
    if field == "tags":
        return written_tags([cell_text(cell)])
    if field in TEXTS:
        return cell_text(cell).strip()
    if cell_text(cell).strip() == "":
        return False if field == "is_standing" else None
    return _READERS[field](cell, year)


def _amount(cell: Cell, _year: int) -> Decimal:
    """A number with two places at most; 90% is 90 of the measure %."""
    bare = cell.strip().removesuffix("%").removesuffix("％") if isinstance(cell, str) else cell
    number = parse_number(bare)
    if number != number.quantize(PLACES):
        raise BadValue(_("数量最多两位小数，请核对。"))
    return number.quantize(PLACES)


def _day(cell: Cell, year: int) -> date:
    return parse_due_on(cell, default_year=year)


def _days(cell: Cell, _year: int) -> int:
    return parse_integer(cell)


def _standing(cell: Cell, _year: int) -> bool:
    return parse_yes_no(cell)


_READERS: Mapping[str, Callable[[Cell, int], Any]] = {
    "now_amount": _amount,
    "target_amount": _amount,
    "starts_on": _day,
    "due_on": _day,
    "days": _days,
    "is_standing": _standing,
}
