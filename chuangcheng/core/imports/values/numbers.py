from __future__ import annotations

import re
from decimal import Decimal

from chuangcheng.core.imports.values.bad_value import BadValue, plain, shown
from chuangcheng.core.sheets import Cell
from chuangcheng.core.texts import translated as _

_FACTORS = {"": Decimal(1), "%": Decimal("0.01"), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_MEASURES = "分|个|处|项|件|次|人|人次|户|条|家|辆|盏|元|天|米|平方米|公里|岁|年"
_NUMBER = re.compile(
    rf"([-+]?)((?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,15}})(?:\.\d{{1,10}})?|\.\d{{1,10}})\s*([%万亿]?)(?:{_MEASURES})?"
)
_REMARK = re.compile(r"(?<=\d)\([^\d()]{1,6}\)$")
_LARGEST = Decimal(10) ** 15


def parse_number(cell: Cell) -> Decimal:
    """The number in the cell: 6, 6分, 1,200, 1.2万, 36.5%, which is 0.365 as Excel holds it. Raises BadValue."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = Decimal(f"{cell:.15g}")  # Excel itself keeps 15 digits
        if number.is_finite() and abs(number) < _LARGEST:
            return number
    elif match := _NUMBER.fullmatch(_bare(plain(cell))):
        return Decimal(match[1] + match[2].replace(",", "")) * _FACTORS[match[3]]
    raise BadValue(_("%(value)s不是数字，请只写数字。") % {"value": shown(cell)})


def _bare(text: str) -> str:
    """Without blanks and what stands around a number: 共6分, (6), 6(分)."""
    half = text.replace("−", "-").replace(" ", "").removeprefix("共").removeprefix("计")
    return _REMARK.sub("", half).strip("()")


def parse_integer(cell: Cell) -> int:
    """The whole number in the cell. Raises BadValue, for a fraction too."""
    number = parse_number(cell)
    if number != number.to_integral_value():
        raise BadValue(_("%(value)s不是整数，请写整数。") % {"value": shown(cell)})
    return int(number)
