"""Longitude and latitude as they are written: decimal degrees with or without a sign or letter, degrees minutes
seconds, and both in one cell in either order. Which coordinate system they are in is for the context to ask."""

from __future__ import annotations

import re

from chuangcheng.core.imports.values.bad_value import BadValue, plain, shown
from chuangcheng.core.sheets import Cell
from chuangcheng.core.texts import translated as _

_DIRECTION = re.compile(r"东经|北纬|经度|纬度|[:EeNn°度]")
_SEXAGESIMAL = re.compile(r"(\d{1,3})[°度](\d{1,2})[′'分](?:(\d{1,2}(?:\.\d+)?)(?:[″\"秒]|''|′′)?)?")
_BETWEEN = re.compile(r"\s*[,;/、\s]\s*")
_AROUND = re.compile(r"\b(?:POINT|lng|lon|lat|longitude|latitude|[xy])\b\s*[:=]?|[\[\](){}]", re.IGNORECASE)
_SECOND_WORD = re.compile(r"(?<=[\d°′″'\"度分秒])\s*(?=东经|北纬|经度|纬度|[EN]\s*\d)")
_EAST, _NORTH = 180.0, 90.0


def parse_longitude(cell: Cell) -> float:
    """Degrees east, -180..180. Raises BadValue."""
    return _degrees(cell, _EAST, _("经度"), "114.488858")


def parse_latitude(cell: Cell) -> float:
    """Degrees north, -90..90. Raises BadValue."""
    return _degrees(cell, _NORTH, _("纬度"), "36.590221")


def parse_position(cell: Cell) -> tuple[float, float]:
    """Longitude and latitude from one cell such as 114.488858,36.590221; turned round when the first cannot be a
    longitude of China but the second can. Raises BadValue."""
    text = _SECOND_WORD.sub(",", _AROUND.sub(" ", plain(cell)))
    parts = [part for part in _BETWEEN.split(text.strip(" ,;:")) if part]
    if len(parts) != 2:  # noqa: PLR2004 - a pair
        raise BadValue(_("%(value)s不是坐标，请写成 114.488858,36.590221。") % {"value": shown(cell)})
    first, second = (_degrees(part, _EAST, _("坐标"), "114.488858,36.590221") for part in parts)
    if abs(first) <= _NORTH / 1.5 < second:  # China lies within 3..54 north and 73..136 east
        first, second = second, first
    return first, parse_latitude(second)


def _degrees(cell: Cell, largest: float, name: str, example: str) -> float:
    value = float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else _from_text(plain(cell))
    if value is None or not -largest <= value <= largest or value == 0:
        raise BadValue(
            _("%(value)s不是%(name)s，请写成 %(example)s。") % {"value": shown(cell), "name": name, "example": example}
        )
    return round(value, 8)


def _from_text(text: str) -> float | None:
    bare = text.replace("东经", "").replace("北纬", "").strip("EeNn: ")
    if match := _SEXAGESIMAL.fullmatch(bare.replace(" ", "")):
        degrees, minutes, seconds = (float(part or 0) for part in match.groups())
        return degrees + minutes / 60 + seconds / 3600
    try:
        return float(_DIRECTION.sub("", text)) if re.search(r"\d", text) and "_" not in text else None
    except ValueError:
        return None
