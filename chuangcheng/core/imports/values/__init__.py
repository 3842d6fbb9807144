"""What people write in cells, understood: dates, numbers, yes and no, lists, codes, phones, coordinates. Each
parser takes one filled cell and gives the value, or raises `BadValue` with a Chinese sentence that says how to
write it."""

from __future__ import annotations

from chuangcheng.core.imports.values.bad_value import BadValue, shown
from chuangcheng.core.imports.values.dates import parse_date, parse_due_on, parse_moment
from chuangcheng.core.imports.values.durations import Duration, parse_duration
from chuangcheng.core.imports.values.numbers import parse_integer, parse_number
from chuangcheng.core.imports.values.places import parse_latitude, parse_longitude, parse_position
from chuangcheng.core.imports.values.words import (
    choice,
    parse_code,
    parse_list,
    parse_phone,
    parse_text,
    parse_yes_no,
    yes_no,
)

__all__ = [
    "BadValue",
    "Duration",
    "choice",
    "parse_code",
    "parse_date",
    "parse_due_on",
    "parse_duration",
    "parse_integer",
    "parse_latitude",
    "parse_list",
    "parse_longitude",
    "parse_moment",
    "parse_number",
    "parse_phone",
    "parse_position",
    "parse_text",
    "parse_yes_no",
    "shown",
    "yes_no",
]
