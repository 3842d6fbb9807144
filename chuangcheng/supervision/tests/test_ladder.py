"""What goes up next, and when (docs/algorithms/ladder.md)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.core.workdays import SHANGHAI, Calendar
from chuangcheng.supervision.appraisal import Listed
from chuangcheng.supervision.ladder import (
    JIANGMEN,
    SAMPLE,
    AfterLateness,
    AfterTimes,
    Card,
    CaseHistory,
    CaseRung,
    Ladder,
    Pause,
    PeriodResult,
    Recurring,
    Step,
    StepDue,
    StreakRung,
    Whom,
    card_of,
    current_streak,
    falls_due,
    next_steps,
    steps_of,
    working_time,
)

WEEKDAYS = Calendar()  # Monday to Friday, 9–12 and 14–18
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 11, 23, tzinfo=SHANGHAI)


def at(day: int, hour: int) -> datetime:
    """That hour of a day of November 2026; the 27th is a Friday."""
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


CASE = CaseHistory("7", deadline=at(27, 17))


def asked(case: CaseHistory, now: datetime, taken: frozenset[str] = frozenset()) -> dict[str, StepDue]:
    steps = next_steps(case, SAMPLE, calendar=WEEKDAYS, now=now, taken=taken)
    return {step.rung.code: step for step in steps}


def due(case: CaseHistory, now: datetime, taken: frozenset[str] = frozenset()) -> list[str]:
    return [code for code, step in asked(case, now, taken).items() if step.is_due]


def test_an_order_goes_up_in_five_working_hours() -> None:
    """Late since Friday 17:00; a working day of 7 hours later is Monday 17:00; on Monday at 10:00 five are left."""
    steps = asked(CASE, at(30, 10))
    assert list(steps) == ["late", "late_1d", "late_3d", "late_5d"]
    assert (steps["late"].is_due, steps["late"].goes_up_in) == (True, None)
    assert (steps["late_1d"].is_due, steps["late_1d"].at, steps["late_1d"].goes_up_in) == (False, at(30, 17), 5 * HOUR)


def test_late_is_after_the_deadline_not_at_it() -> None:
    assert due(CASE, CASE.deadline) == []
    assert due(CASE, CASE.deadline + timedelta(seconds=1)) == ["late"]


def test_an_approved_pause_does_not_count() -> None:
    """One hour on Friday, four on Monday afternoon, two on Tuesday."""
    paused = replace(CASE, pauses=(Pause(at(30, 9), at(30, 12)),))
    assert asked(paused, at(30, 9))["late_1d"].at == at(30, 11) + timedelta(days=1)
    assert asked(paused, at(30, 10))["late_1d"].goes_up_in == 6 * HOUR


def test_what_stands_still_goes_up_nowhere_and_what_was_due_stays_due() -> None:
    paused = replace(CASE, pauses=(Pause(at(30, 9)),))
    steps = asked(paused, at(30, 18))
    assert [(step.is_due, step.at) for step in steps.values()][1:] == [(False, None)] * 3
    assert due(paused, at(30, 18)) == ["late"]


def test_each_step_is_due_once_even_after_an_extension() -> None:
    taken = frozenset(step.key for step in asked(CASE, at(30, 18)).values() if step.is_due)
    assert taken == {"7/late", "7/late_1d"}
    later = replace(CASE, deadline=at(30, 12))
    assert due(later, at(30, 20), taken) == []
    assert list(asked(later, at(30, 20), taken)) == ["late_3d", "late_5d"]


def test_a_closed_case_asks_for_nothing() -> None:
    assert asked(replace(CASE, closed_at=at(30, 9)), at(30, 10)) == {}
    assert due(replace(CASE, closed_at=at(30, 12)), at(30, 10)) == ["late"]


def test_what_comes_back_goes_up_by_how_often() -> None:
    often = replace(
        CASE, deadline=at(30, 18), reworked_at=(at(25, 9), at(24, 9), at(26, 9)), relapsed_at=(at(24, 9), at(27, 9))
    )
    assert due(often, at(26, 10)) == ["rework_3"]
    assert due(often, at(27, 10)) == ["rework_3", "relapse_2"]
    assert asked(often, at(27, 10))["rework_3"].at == at(26, 9)


def test_a_table_that_makes_no_sense_is_refused() -> None:
    rung = CaseRung("late", AfterLateness(), Step.REMIND, Whom.SUPERVISION_OFFICE)
    with pytest.raises(ValueError, match="one code"):
        Ladder("x", (rung, rung))
    with pytest.raises(ValueError, match="less than nothing"):
        AfterLateness(working_hours=-1)
    with pytest.raises(ValueError, match="once or more"):
        AfterTimes(Recurring.REWORK, 0)
    with pytest.raises(ValueError, match="one period or more"):
        StreakRung("x", 0, Step.TALK, Whom.ORGANISATION)
    with pytest.raises(ValueError, match="before it starts"):
        Pause(at(30, 9), at(27, 9))


HOURS = st.integers(0, 24 * 16)
PAUSES = st.lists(st.tuples(HOURS, st.integers(0, 60)), max_size=4).map(
    lambda spans: [Pause(MONDAY + begin * HOUR, MONDAY + (begin + length) * HOUR) for begin, length in spans]
)


def counts(hour: datetime, pauses: list[Pause]) -> bool:
    """Whether the hour that begins then is worked, by a plain reading."""
    is_worked = hour.weekday() < 5 and hour.hour in (9, 10, 11, 14, 15, 16, 17)
    return is_worked and not any(pause.start_at <= hour < (pause.end_at or hour) for pause in pauses)


@given(HOURS, st.integers(1, 40), PAUSES)
def test_the_moment_is_that_of_counting_hour_by_hour(start: int, amount: int, pauses: list[Pause]) -> None:
    begin = here = MONDAY + start * HOUR
    left = amount
    while left:
        left -= counts(here, pauses)
        here += HOUR
    found = falls_due(begin, amount * HOUR, pauses, WEEKDAYS)
    assert found == here
    assert working_time(begin, here, pauses, WEEKDAYS) == amount * HOUR


@given(HOURS, HOURS, PAUSES)
def test_working_time_is_that_of_counting_hour_by_hour(start: int, end: int, pauses: list[Pause]) -> None:
    counted = sum(counts(MONDAY + hour * HOUR, pauses) for hour in range(start, end))
    assert working_time(MONDAY + start * HOUR, MONDAY + end * HOUR, pauses, WEEKDAYS) == counted * HOUR


@given(st.lists(HOURS, max_size=12), HOURS, PAUSES)
def test_however_often_it_is_asked_each_step_is_taken_once(looks: list[int], start: int, pauses: list[Pause]) -> None:
    case = CaseHistory("7", MONDAY + start * HOUR, tuple(pauses))
    taken: list[str] = []
    for look in sorted(looks):
        steps = next_steps(case, SAMPLE, calendar=WEEKDAYS, now=MONDAY + look * HOUR, taken=frozenset(taken))
        taken += [step.key for step in steps if step.is_due]
    assert len(taken) == len(set(taken))


BLACK, RED = Listed.BLACK, Listed.RED


def results(*listed: Listed | str | None) -> list[PeriodResult]:
    """One for each month; "absent" is not ranked."""
    return [
        PeriodResult(f"2026-{month:02}", is_ranked=False)
        if one == "absent"
        else PeriodResult(f"2026-{month:02}", is_ranked=True, listed=None if one is None else Listed(one))
        for month, one in enumerate(listed, start=1)
    ]


@pytest.mark.parametrize(
    ("listed", "length", "card"),
    [
        ([], 0, None),
        (["absent"], 0, None),
        ([BLACK], 1, Card.YELLOW),
        ([BLACK, BLACK], 2, Card.RED),
        ([BLACK, "absent", BLACK, "absent"], 2, Card.RED),
        ([BLACK, None, BLACK], 1, Card.YELLOW),
        ([BLACK, BLACK, None], 1, None),
        ([BLACK, RED, RED], 2, Card.GREEN),
    ],
)
def test_periods_in_a_row_make_the_card(listed: list[Listed | str | None], length: int, card: Card | None) -> None:
    streak = current_streak(results(*listed))
    assert (len(streak.periods), card_of(streak)) == (length, card)


def test_three_times_in_a_row_goes_up_as_in_jiangmen() -> None:
    third = current_streak(results(BLACK, BLACK, BLACK))
    steps = steps_of("甲", third, JIANGMEN, taken={"甲/2026-01/first"})
    assert [(step.key, step.rung.step, step.rung.by) for step in steps] == [
        ("甲/2026-01/second", Step.TALK, Whom.ORGANISATION),
        ("甲/2026-01/third", Step.ACCOUNT, Whom.DISCIPLINE),
    ]
    assert steps[0].periods == ("2026-01", "2026-02")
    again = current_streak(results(BLACK, None, BLACK))
    assert [step.key for step in steps_of("甲", again, JIANGMEN, taken={"甲/2026-01/first"})] == ["甲/2026-03/first"]
    assert steps_of("甲", current_streak(results(RED)), JIANGMEN) == ()
