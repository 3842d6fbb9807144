"""What people put in a cell, as the number, date or name that it means; `BadCell` says in a clause what is wrong."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache

from chuangcheng.core.sheets import Cell, cell_text
from chuangcheng.scoring.engine.written import decimal_in, ratio_in, same_name

# Full-width forms of ASCII and the ideographic space; other characters keep their look (Ⅲ stays Ⅲ).
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_SHANGHAI = timezone(timedelta(hours=8))
_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(20_000, 80_000)  # 1954 to 2119
_COMPACT_DAY = range(1_900_01_01, 2_200_01_01)
_WRITTEN_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[T ,]?[0-9]{1,2}[:时].*)?")


class BadCell(Exception):
    """The cell cannot be used; the message is a clause without a full stop."""


def number_text(cell: Cell) -> str:
    """The text of a cell; a number as the spreadsheet shows it, with the 15 digits that it keeps."""
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}'):f}"
    return cell_text(cell)


def shown_name(cell: Cell) -> str:
    """The name in the cell as people should read it: half-width digits and letters, single spaces."""
    return " ".join(number_text(cell).translate(_HALF_WIDTH).split())


def name_key(cell: Cell) -> str:
    """The form in which two cells with the same name are equal."""
    return same_name(cell if isinstance(cell, str) else number_text(cell))


def code_of(cell: Cell) -> str:
    """The code in the cell, to be shown. Raises BadCell."""
    if isinstance(cell, date):
        raise BadCell(f"编号“{cell_text(cell)}”被表格软件改成了日期，请把这一列设为文本后重新填写")
    if not name_key(cell):
        raise BadCell("没有写编号")
    return shown_name(cell)


def number_in(cell: Cell, label: str) -> Decimal:
    """The number in the cell. Raises BadCell."""
    number = None if isinstance(cell, bool) else decimal_in(_without_thousands(number_text(cell)))
    return _found(number, cell, label, "不是数字")


def marks_in(cell: Cell, label: str) -> Decimal:
    """The number of points in the cell, not below 0; "6分" is 6. Raises BadCell."""
    points = number_in(same_name(cell).removesuffix("分") if isinstance(cell, str) else cell, label)
    if points < 0:
        raise BadCell(f"{label}“{shown_name(cell)}”不能小于0")
    return points


def share_in(cell: Cell, label: str) -> Decimal:
    """The share in the cell, 0..1; "50%" is 0.5. Raises BadCell."""
    share = weight_in(cell, label)
    if share > 1:
        raise BadCell(f"{label}“{shown_name(cell)}”不是0到1之间的数")
    return share


def weight_in(cell: Cell, label: str) -> Decimal:
    """The relative weight in the cell, not below 0; "50%" is 0.5. Raises BadCell."""
    weight = None if isinstance(cell, bool) else ratio_in(number_text(cell))
    return _found(weight if weight is None or weight >= 0 else None, cell, label, "不是0或正数")


def count_in(cell: Cell, label: str) -> int:
    """The count in the cell. Raises BadCell."""
    number = number_in(cell, label)
    if number < 0 or number != int(number):
        raise BadCell(f"{label}“{shown_name(cell)}”不是0或正整数")
    return int(number)


@lru_cache(maxsize=65_536)
def day_in(cell: Cell) -> date:
    """The day in the cell, in China. Raises BadCell."""
    day = _day_of(cell)
    if day is None:
        raise BadCell(f"时间“{shown_name(cell)}”看不懂，请写成2026-09-30")
    return day


def _day_of(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return (cell.astimezone(_SHANGHAI) if cell.tzinfo else cell).date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _numbered_day(int(cell))
    return _written_day(cell.strip()) if isinstance(cell, str) else None


def _numbered_day(number: int) -> date | None:
    if number in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=number)
    if number not in _COMPACT_DAY:
        return None
    return _day(number // 10_000, number // 100 % 100, number % 100)


def _written_day(text: str) -> date | None:
    plain = unicodedata.normalize("NFKC", text)
    if plain.isascii() and plain.isdigit() and len(plain) <= len("20260930"):
        return _numbered_day(int(plain))
    try:
        return _day_of(datetime.fromisoformat(plain))
    except ValueError:
        match = _WRITTEN_DAY.fullmatch(plain)
        return _day(*(int(group) for group in match.groups())) if match else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_thousands(text: str) -> str:
    plain = same_name(text)
    return plain.replace(",", "") if re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", plain) else plain


def _found(number: Decimal | None, cell: Cell, label: str, fault: str) -> Decimal:
    if number is None:
        written = shown_name(cell)
        raise BadCell(f"{label}“{written}”{fault}" if written else f"没有写{label}")
    return number
