"""The table of grounds as JSON rows: written, read and checked, each fault a sentence at its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from chuangcheng.supervision.accountability import (
    Grade,
    Line,
    Measure,
    Whom,
    measures_with_share,
    measures_with_times,
)
from chuangcheng.supervision.table_rows import UnusableTable

Row: TypeAlias = "dict[str, Any]"
MOST_ROWS, MOST_COUNT, MOST_TIMES, WHOLE = 40, 10_000, 50, 100  # our choice; per cent
FIELDS = frozenset({"measure", "count", "share", "times", "grade", "whom"})


def written(lines: Iterable[Line]) -> list[Row]:
    """The rows of lines, so that they read back as themselves."""
    return [
        {
            "measure": line.measure.value,
            "count": line.count,
            "share": line.share,
            "times": line.times,
            "grade": line.grade.value,
            "whom": line.whom.value,
        }
        for line in lines
    ]


def read_lines(rows: object) -> tuple[Line, ...]:
    """The lines that the rows mean; UnusableTable tells everything that is wrong."""
    if not isinstance(rows, list) or not rows:
        raise UnusableTable({0: _("至少要有一行")})
    if len(rows) > MOST_ROWS:
        raise UnusableTable({0: _("最多%(most)s行") % {"most": MOST_ROWS}})
    problems: dict[int, str] = {}
    lines: list[Line] = []
    for number, row in enumerate(rows, start=1):
        try:
            lines.append(read_line(row))
        except ValueError as fault:
            problems[number] = str(fault)
    problems |= {number: words for number, words in _twice(rows).items() if number not in problems}
    if problems:
        raise UnusableTable(problems)
    return tuple(lines)


def checked(rows: object) -> list[Row]:
    """The rows as they are kept: how the setting checks a value."""
    return written(read_lines(rows))


def read_line(row: object) -> Line:
    """One line; ValueError with a sentence."""
    if not isinstance(row, dict) or not set(row) <= FIELDS:
        raise ValueError(_("看不懂这一行，请在奖惩情形设置页面填写"))
    if row.get("measure") not in list(Measure):
        raise ValueError(_("请选择看什么"))
    if row.get("grade") not in list(Grade) or row.get("whom") not in list(Whom):
        raise ValueError(_("请选择建议的措施和对象"))
    measure = Measure(row["measure"])
    count = _number(row.get("count"), 1, MOST_COUNT, _("数量应是1到%(most)s的整数") % {"most": MOST_COUNT})
    share = _number(row.get("share", 0), 0, WHOLE, _("占比应是0到100的整数"))
    times = _number(row.get("times", 1), 1, MOST_TIMES, _("次数应是1到%(most)s的整数") % {"most": MOST_TIMES})
    if share and measure not in measures_with_share():
        raise ValueError(_("这一项不看占比，请清空占比"))
    if times > 1 and measure not in measures_with_times():
        raise ValueError(_("这一项不看次数，请清空次数"))
    try:
        return Line(measure, count, share, times, Grade(row["grade"]), Whom(row["whom"]))
    except ValueError as fault:
        raise ValueError(_("奖励的情形只能建议奖励，问责的情形只能建议问责")) from fault


def _number(value: object, least: int, most: int, sentence: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(sentence)
    return value


def _twice(rows: Sequence[object]) -> dict[int, str]:
    problems: dict[int, str] = {}
    seen: set[tuple[object, ...]] = set()
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            continue
        facts = (row.get("measure"), row.get("grade"))
        if facts in seen:
            problems[number] = _("与前面一行的情形和措施相同，请删去一行")
        seen.add(facts)
    return problems
