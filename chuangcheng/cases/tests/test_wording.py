"""How deadlines and limits are told."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case
from chuangcheng.cases.wording import Told, deadline_told, state_tone, term_told
from chuangcheng.cases.workflow import State
from chuangcheng.core.times import SHANGHAI
from chuangcheng.core.workdays import built_in_calendar

CALENDAR = built_in_calendar()
DUE = datetime(2026, 10, 10, 18, 0, tzinfo=SHANGHAI)  # a Saturday, worked to make up for 国庆节


def told(now: datetime, *, unit: str = "working_days", **fields: object) -> Told:
    case = Case(state="fixing", due_at=DUE, limit_unit=unit)
    for name, value in fields.items():
        setattr(case, name, value)
    return deadline_told(case, now=now, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("now", "tone", "words"),
    [
        (datetime(2026, 9, 30, 10, 0, tzinfo=SHANGHAI), "muted", "还有 3 个工作日"),
        (datetime(2026, 10, 5, 10, 0, tzinfo=SHANGHAI), "muted", "还有 3 个工作日"),
        (datetime(2026, 10, 10, 9, 0, tzinfo=SHANGHAI), "amber", "还有 7 个工作时"),
        (DUE, "amber", "还有不足 1 个工作时"),
        (datetime(2026, 10, 11, 9, 0, tzinfo=SHANGHAI), "red", "超期不足 1 个工作时"),
        (datetime(2026, 10, 12, 17, 0, tzinfo=SHANGHAI), "red", "超期 1 个工作日"),
        (datetime(2026, 10, 13, 9, 0, tzinfo=SHANGHAI), "red", "超期 2 个工作日"),
    ],
)
def test_overdue_is_counted_in_working_days_over_a_worked_weekend(now: datetime, tone: str, words: str) -> None:
    assert told(now) == Told(tone, words)


def test_calendar_hours_are_told_in_amber_from_a_day_before() -> None:
    assert told(DUE - timedelta(hours=25), unit="calendar_hours").tone == "muted"
    assert told(DUE - timedelta(hours=24), unit="calendar_hours").tone == "amber"


def test_case_that_was_fed_back_is_told_by_whether_it_came_in_time() -> None:
    later = DUE + timedelta(days=9)
    assert told(later, state="fed_back", fed_back_at=DUE) == Told("muted", "按期反馈")
    assert told(later, state="closed", fed_back_at=DUE + timedelta(seconds=1)) == Told("red", "超期反馈")


def test_case_without_a_deadline_tells_nothing() -> None:
    assert told(DUE, state="filed", due_at=None) == Told()
    assert told(DUE, state="void") == Told()


def test_limits_and_stated_dates_in_words() -> None:
    assert term_told(Limit(24, LimitUnit.CALENDAR_HOURS)) == "24小时"
    assert term_told(Limit(4, LimitUnit.WORKING_HOURS)) == "4个工作时"
    assert term_told(Limit(3, LimitUnit.WORKING_DAYS)) == "3个工作日"
    assert term_told(date(2026, 9, 30)) == "2026-09-30前"
    assert term_told(None) == ""


def test_every_state_has_a_tone() -> None:
    assert {state_tone(state.value) for state in State} <= {"blue", "green", "muted"}
