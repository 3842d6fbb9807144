"""Deadlines: the worked examples of docs/algorithms/deadlines.md, and laws that hold for every limit and pause."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.cases.deadlines import (
    DeadlineNotLater,
    Pause,
    TimeLeft,
    due_after_pauses,
    due_at,
    extended,
    in_words,
    remaining,
    reminders,
    rework_due,
    time_left,
    unit_of,
)
from chuangcheng.cases.limits import Limit, Unit, parse_limit
from chuangcheng.cases.tests.worked_examples import at, pauses, rows
from chuangcheng.core.time_left import PHRASES, time_left_words
from chuangcheng.core.workdays import SHANGHAI, built_in_calendar

CALENDAR = built_in_calendar()


def label(row: dict[str, str]) -> str:
    return " ".join(list(row.values())[:3])


# The worked examples


@pytest.mark.parametrize("row", rows("due"), ids=label)
def test_a_case_is_due_as_the_page_says(row: dict[str, str]) -> None:
    assert due_at(parse_limit(row["limit"]), at(row["start"]), CALENDAR) == at(row["due"])


@pytest.mark.parametrize("row", rows("pauses"), ids=label)
def test_a_pause_moves_the_deadline_as_the_page_says(row: dict[str, str]) -> None:
    term = parse_limit(row["limit"])
    due = due_at(term, at(row["start"]), CALENDAR)
    assert due_after_pauses(due, unit_of(term), pauses(row["pauses"]), CALENDAR) == at(row["due"])


@pytest.mark.parametrize("row", rows("words"), ids=label)
def test_the_time_left_is_told_as_the_page_says(row: dict[str, str]) -> None:
    left = remaining(parse_limit(row["limit"]), at(row["start"]), [], at(row["now"]), CALENDAR)
    told = in_words(left)
    assert time_left_words(told.kind, told.amount, told.unit) == row["words"]


@pytest.mark.parametrize("row", rows("extension"), ids=label)
def test_an_extension_gives_the_deadline_of_the_page(row: dict[str, str]) -> None:
    assert extended(at(row["due"]), parse_limit(row["by"]), CALENDAR) == at(row["new"])


@pytest.mark.parametrize("row", rows("course"), ids=label)
def test_pause_and_extension_add_up_as_the_page_says(row: dict[str, str]) -> None:
    term = parse_limit(row["limit"])
    due = due_at(term, at(row["start"]), CALENDAR)
    moved = due_after_pauses(due, unit_of(term), pauses(row["pauses"]), CALENDAR)
    assert extended(moved, parse_limit(row["by"]), CALENDAR) == at(row["due"])


@pytest.mark.parametrize("row", rows("rework"), ids=label)
def test_rework_gets_the_deadline_of_the_page(row: dict[str, str]) -> None:
    term = parse_limit(row["limit"])
    due = due_at(term, at(row["start"]), CALENDAR)
    again = rework_due(
        due, unit_of(term), fed_back_at=at(row["fed back"]), failed_at=at(row["failed"]), calendar=CALENDAR
    )
    assert again == at(row["due"])


@pytest.mark.parametrize("row", rows("reminders"), ids=label)
def test_people_are_reminded_when_the_page_says(row: dict[str, str]) -> None:
    term, start = parse_limit(row["limit"]), at(row["start"])
    found = reminders(start=start, due=due_at(term, start, CALENDAR), unit=unit_of(term), calendar=CALENDAR)
    wanted = {"half_time": row["half time"], "last_call": row["last call"]}
    assert {each.kind: each.at for each in found} == {kind: at(text) for kind, text in wanted.items() if text}


# Cases beyond the page


def test_a_deadline_is_given_in_utc() -> None:
    for limit in ("24小时", "4工作时", "2个工作日", "2026-12-04"):
        assert due_at(parse_limit(limit), at("2026-11-23 10:00"), CALENDAR).tzinfo is UTC


def test_while_suspended_the_time_left_stands_still() -> None:
    suspended = [Pause(at("2026-11-23 11:00"))]
    first, later = (
        remaining(parse_limit("4工作时"), at("2026-11-23 10:00"), suspended, at(now), CALENDAR)
        for now in ("2026-11-23 11:00", "2026-12-23 11:00")
    )
    assert first == later == TimeLeft(Unit.WORKING_HOURS, is_overdue=False, time=timedelta(hours=3), days=0)


def test_a_suspended_case_has_no_deadline_to_store() -> None:
    with pytest.raises(ValueError, match="stands still"):
        due_after_pauses(at("2026-11-24 18:00"), Unit.WORKING_DAYS, [Pause(at("2026-11-23 11:00"))], CALENDAR)


def test_a_pause_after_the_deadline_does_not_make_a_case_more_overdue() -> None:
    due = at("2026-11-24 18:00")
    late = [Pause(at("2026-11-25 09:00"), at("2026-11-30 09:00"))]
    left = time_left(due, Unit.WORKING_DAYS, late, at("2026-12-01 10:00"), CALENDAR)
    assert (left.is_overdue, left.days) == (True, 2)  # 25 November and 1 December


def test_an_extension_to_an_earlier_date_is_refused_in_a_sentence() -> None:
    with pytest.raises(DeadlineNotLater, match="更晚的日期"):
        extended(at("2026-11-25 18:00"), date(2026, 11, 25), CALENDAR)


def test_a_limit_of_one_working_hour_reminds_only_at_half_time() -> None:
    start = at("2026-11-23 10:00")
    due = due_at(parse_limit("1工作时"), start, CALENDAR)
    assert [each.kind for each in reminders(start=start, due=due, unit=Unit.WORKING_HOURS, calendar=CALENDAR)] == [
        "half_time"
    ]


def test_a_moment_without_a_zone_is_refused() -> None:
    for limit in ("24小时", "4工作时", "2个工作日"):
        with pytest.raises(ValueError, match="no time zone"):
            due_at(parse_limit(limit), datetime(2026, 11, 23, 10), CALENDAR)  # noqa: DTZ001 - the naive moment is the case


# Laws

limits = st.builds(Limit, st.integers(1, 200), st.sampled_from(Unit))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2027, 6, 30), timezones=st.just(SHANGHAI))  # noqa: DTZ001 - hypothesis wants naive bounds
starts_and_pauses = st.tuples(
    moments,
    st.lists(
        st.tuples(st.timedeltas(timedelta(0), timedelta(days=60)), st.timedeltas(timedelta(0), timedelta(days=20))),
        max_size=4,
    ),
).map(lambda found: (found[0], [Pause(found[0] + after, found[0] + after + length) for after, length in found[1]]))


def measured(left: TimeLeft) -> timedelta | int:
    """What is left in the limit's own unit, negative when overdue."""
    amount = left.days if left.unit is Unit.WORKING_DAYS else left.time
    return -amount if left.is_overdue else amount


@given(limits, moments)
def test_at_the_start_the_whole_limit_is_left(limit: Limit, start: datetime) -> None:
    left = remaining(limit, start, [], start, CALENDAR)
    whole = limit.amount if limit.unit is Unit.WORKING_DAYS else timedelta(hours=limit.amount)
    assert not left.is_overdue
    assert measured(left) == whole


@given(limits, starts_and_pauses)
def test_a_case_is_overdue_exactly_after_its_deadline(limit: Limit, story: tuple[datetime, list[Pause]]) -> None:
    start, stood_still = story
    ended = max([start, *(pause.end_at for pause in stood_still if pause.end_at)])
    due = due_after_pauses(due_at(limit, start, CALENDAR), limit.unit, stood_still, CALENDAR)
    for now in (max(due, ended), max(due, ended) + timedelta(microseconds=1)):
        assert remaining(limit, start, stood_still, now, CALENDAR).is_overdue == (now > due)


@given(limits, starts_and_pauses)
def test_a_pause_never_brings_the_deadline_nearer(limit: Limit, story: tuple[datetime, list[Pause]]) -> None:
    start, stood_still = story
    dues = [
        due_after_pauses(due_at(limit, start, CALENDAR), limit.unit, stood_still[:count], CALENDAR)
        for count in range(len(stood_still) + 1)
    ]
    assert dues == sorted(dues)


@given(limits, starts_and_pauses, st.randoms(use_true_random=False))
def test_neither_order_nor_cuts_of_pauses_matter(
    limit: Limit, story: tuple[datetime, list[Pause]], random: Random
) -> None:
    start, stood_still = story
    cut = [part for pause in stood_still for part in halves(pause)]
    random.shuffle(cut)
    due = due_at(limit, start, CALENDAR)
    assert due_after_pauses(due, limit.unit, cut, CALENDAR) == due_after_pauses(due, limit.unit, stood_still, CALENDAR)


def halves(pause: Pause) -> list[Pause]:
    assert pause.end_at is not None
    middle = pause.start_at + (pause.end_at - pause.start_at) / 2
    return [Pause(pause.start_at, middle), Pause(middle, pause.end_at)]


@given(limits, starts_and_pauses, st.tuples(*[st.timedeltas(timedelta(0), timedelta(days=300))] * 2).map(sorted))
def test_time_only_runs_down(limit: Limit, story: tuple[datetime, list[Pause]], passed: list[timedelta]) -> None:
    start, stood_still = story
    sooner, later = (measured(remaining(limit, start, stood_still, start + each, CALENDAR)) for each in passed)
    assert sooner >= later  # type: ignore[operator] # both are of the limit's own kind


@given(
    limits, moments, st.timedeltas(timedelta(0), timedelta(days=20)), st.timedeltas(timedelta(0), timedelta(days=20))
)
def test_nothing_runs_down_in_a_pause(limit: Limit, start: datetime, before: timedelta, length: timedelta) -> None:
    suspended = [Pause(start + before)]
    at_first = remaining(limit, start, suspended, start + before, CALENDAR)
    later = remaining(limit, start, suspended, start + before + length, CALENDAR)
    assert measured(at_first) == measured(later)


@given(limits, moments, limits)
def test_an_extension_is_always_later(limit: Limit, start: datetime, by: Limit) -> None:
    due = due_at(limit, start, CALENDAR)
    assert extended(due, by, CALENDAR) > due


@given(
    limits, moments, st.timedeltas(timedelta(0), timedelta(days=60)), st.timedeltas(timedelta(0), timedelta(days=20))
)
def test_rework_has_at_least_a_working_day(limit: Limit, start: datetime, took: timedelta, waited: timedelta) -> None:
    due = due_at(limit, start, CALENDAR)
    failed = start + took + waited
    again = rework_due(due, limit.unit, fed_back_at=start + took, failed_at=failed, calendar=CALENDAR)
    assert again >= due
    assert CALENDAR.working_days_between(failed, again) >= 1


@given(limits, moments)
def test_reminders_lie_between_start_and_deadline_in_order(limit: Limit, start: datetime) -> None:
    due = due_at(limit, start, CALENDAR)
    found = [each.at for each in reminders(start=start, due=due, unit=limit.unit, calendar=CALENDAR)]
    assert found == sorted(found)
    assert all(start < each < due for each in found)
    assert found  # every limit has at least one


@given(limits, moments, st.timedeltas(timedelta(0), timedelta(days=300)))
def test_every_time_left_has_words(limit: Limit, start: datetime, passed: timedelta) -> None:
    left = remaining(limit, start, [], start + passed, CALENDAR)
    told = in_words(left)
    assert (told.kind, told.unit) in PHRASES
    assert told.amount >= 1
    assert told.kind.startswith("overdue") == left.is_overdue
