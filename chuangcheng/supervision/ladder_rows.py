"""The ladder as JSON rows: written, read and checked, each fault a sentence at its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from chuangcheng.supervision.ladder import AfterLateness, AfterTimes, CaseRung, Ladder, Recurring, Step, Whom
from chuangcheng.supervision.table_rows import UnusableTable

Row: TypeAlias = "dict[str, Any]"
LATE = "late"
AFTER = (LATE, Recurring.REWORK.value, Recurring.RELAPSE.value)
MOST_ROWS, MOST_DAYS, MOST_HOURS, MOST_TIMES = 20, 250, 200, 50  # our choice
CODE_LENGTH = 20
FIELDS = frozenset({"code", "after", "days", "hours", "times", "step", "by"})


def written(ladder: Ladder) -> list[Row]:
    """The rows of a ladder, so that it reads back as itself."""
    return [_row(rung) for rung in ladder.rungs]


def read_ladder(rows: object) -> Ladder:
    """The ladder that the rows mean; UnusableTable tells everything that is wrong."""
    if not isinstance(rows, list) or not rows:
        raise UnusableTable({0: _("督办升级至少要有一档")})
    if len(rows) > MOST_ROWS:
        raise UnusableTable({0: _("督办升级最多%(most)s档") % {"most": MOST_ROWS}})
    problems: dict[int, str] = {}
    rungs: list[CaseRung] = []
    for number, row in enumerate(rows, start=1):
        try:
            rungs.append(_rung(row))
        except ValueError as fault:
            problems[number] = str(fault)
    problems |= {number: words for number, words in _twice(rows).items() if number not in problems}
    if problems:
        raise UnusableTable(problems)
    return Ladder(_("督办升级"), tuple(rungs))


def checked(rows: object) -> list[Row]:
    """The rows as they are kept: how the setting checks a value."""
    return written(read_ladder(rows))


def _row(rung: CaseRung) -> Row:
    said: Row = {"code": rung.code, "step": rung.step.value, "by": rung.by.value}
    if isinstance(rung.after, AfterTimes):
        return {**said, "after": rung.after.what.value, "times": rung.after.times}
    return {**said, "after": LATE, "days": rung.after.working_days, "hours": rung.after.working_hours}


def _rung(row: object) -> CaseRung:
    if not isinstance(row, dict) or not set(row) <= FIELDS:
        raise ValueError(_("看不懂这一行，请在督办升级设置页面填写"))
    code = row.get("code")
    if not isinstance(code, str) or not 0 < len(code) <= CODE_LENGTH or not code.isascii() or not code.isprintable():
        raise ValueError(_("这一行没有可用的代号，请在督办升级设置页面填写"))
    after = row.get("after")
    if after not in AFTER:
        raise ValueError(_("请选择按超期、返工还是回潮升级"))
    step, by = row.get("step"), row.get("by")
    if step not in list(Step) or by not in list(Whom):
        raise ValueError(_("请选择采取什么措施、由谁办理"))
    return CaseRung(code, _after(str(after), row), Step(step), Whom(by))


def _after(after: str, row: Row) -> AfterLateness | AfterTimes:
    if after != LATE:
        times = _number(row.get("times"), MOST_TIMES, _("次数应是1到%(most)s的整数") % {"most": MOST_TIMES}, least=1)
        return AfterTimes(Recurring(after), times)
    days = _number(row.get("days", 0), MOST_DAYS, _("工作日应是0到%(most)s的整数") % {"most": MOST_DAYS})
    hours = _number(row.get("hours", 0), MOST_HOURS, _("工作小时应是0到%(most)s的整数") % {"most": MOST_HOURS})
    return AfterLateness(days, hours)


def _number(value: object, most: int, sentence: str, *, least: int = 0) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise ValueError(sentence)
    return value


def _twice(rows: Sequence[object]) -> dict[int, str]:
    """Rows of the same code, or that would take the same step at the same moment."""
    problems: dict[int, str] = {}
    seen: set[str] = set()
    same: set[tuple[object, ...]] = set()
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            continue
        code = str(row.get("code"))
        facts = (row.get("after"), row.get("days", 0), row.get("hours", 0), row.get("times"), row.get("step"))
        if code in seen:
            problems[number] = _("代号与前面一行相同，请删去一行")
        elif facts in same:
            problems[number] = _("与前面一行的条件和措施相同，请删去一行")
        seen.add(code)
        same.add(facts)
    return problems
