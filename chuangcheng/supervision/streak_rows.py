"""The table of periods in a row as JSON rows: written, read and checked, each fault a sentence at its row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.supervision.ladder import Step, StreakRung, Whom
from chuangcheng.supervision.ladder_rows import CODE_LENGTH
from chuangcheng.supervision.table_rows import UnusableTable

MOST_ROWS, MOST_PERIODS = 10, 24  # our choice
FIELDS = frozenset({"code", "periods", "step", "by"})


def streaks_written(rungs: Iterable[StreakRung]) -> list[dict[str, Any]]:
    """The rows of a table, so that it reads back as itself."""
    return [
        {"code": rung.code, "periods": rung.periods, "step": rung.step.value, "by": rung.by.value} for rung in rungs
    ]


def read_streaks(rows: object) -> tuple[StreakRung, ...]:
    """The rungs that the rows mean; UnusableTable tells everything that is wrong. None: periods earn nothing."""
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise UnusableTable({0: _("连续上榜最多%(most)s档") % {"most": MOST_ROWS}})
    problems: dict[int, str] = {}
    rungs: list[StreakRung] = []
    for number, row in enumerate(rows, start=1):
        try:
            rungs.append(_rung(row, rungs))
        except ValueError as fault:
            problems[number] = str(fault)
    if problems:
        raise UnusableTable(problems)
    return tuple(sorted(rungs, key=lambda rung: rung.periods))


def checked_streaks(rows: object) -> list[dict[str, Any]]:
    """The rows as they are kept: how the setting checks a value."""
    return streaks_written(read_streaks(rows))


def _rung(row: object, before: Sequence[StreakRung]) -> StreakRung:
    if not isinstance(row, dict) or not set(row) <= FIELDS:
        raise ValueError(_("看不懂这一行，请在连续上榜设置页面填写"))
    code, periods = row.get("code"), row.get("periods")
    if not isinstance(code, str) or not 0 < len(code) <= CODE_LENGTH or not code.isascii() or not code.isprintable():
        raise ValueError(_("这一行没有可用的代号，请在连续上榜设置页面填写"))
    if isinstance(periods, bool) or not isinstance(periods, int) or not 1 <= periods <= MOST_PERIODS:
        raise ValueError(_("期数应是1到%(most)s的整数") % {"most": MOST_PERIODS})
    step, by = row.get("step"), row.get("by")
    if step not in list(Step) or by not in list(Whom):
        raise ValueError(_("请选择采取什么措施、由谁办理"))
    if any(code == other.code or periods == other.periods for other in before):
        raise ValueError(_("期数或代号与前面一行相同，请删去一行"))
    return StreakRung(code, periods, Step(step), Whom(by))
