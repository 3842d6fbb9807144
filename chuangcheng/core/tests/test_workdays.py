"""Working days and hours: the published years, worked examples, and laws that hold for every calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.core.workdays import (
    SHANGHAI,
    Calendar,
    UnusableHours,
    WorkingHours,
    built_in_calendar,
    day_of,
)
from chuangcheng.core.workdays_data import PublishedYear, built_in_years

CALENDAR = built_in_calendar()
TICK = timedelta(microseconds=1)
HOUR = timedelta(hours=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def each_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


# The published years


def test_every_published_day_agrees_with_an_independent_source() -> None:
    for day in each_day(date(2024, 1, 1), date(2026, 12, 31)):
        assert CALENDAR.is_working_day(day) == chinese_calendar.is_workday(day), day


@pytest.mark.parametrize(("year", "working_days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_a_published_year_has_its_known_number_of_working_days(year: int, working_days: int) -> None:
    assert CALENDAR.count_working_days(after=date(year - 1, 12, 31), until=date(year, 12, 31)) == working_days


@pytest.mark.parametrize("published", built_in_years(), ids=lambda published: str(published.year))
def test_a_published_year_names_its_notice_and_makes_up_only_on_weekends(published: PublishedYear) -> None:
    assert str(published.year) in published.title
    assert published.number.startswith("国办发明电")
    assert published.issued_on < date(published.year, 1, 1)
    for clause in published.arrangements:
        assert clause.first_on <= clause.last_on
        assert all(day.weekday() >= 5 for day in clause.worked)
        assert not any(clause.first_on <= day <= clause.last_on for day in clause.worked)


def test_no_day_is_named_by_two_clauses() -> None:
    clauses = [clause for published in built_in_years() for clause in published.arrangements]
    assert sum(len(clause.days()) for clause in clauses) == len(CALENDAR.days)


@pytest.mark.parametrize(
    ("first", "last", "worked"),
    [
        ("2025-10-01", "2025-10-08", ["2025-09-28", "2025-10-11"]),  # 国庆节、中秋节 2025
        ("2026-10-01", "2026-10-07", ["2026-09-20", "2026-10-10"]),  # 国庆节 2026
        ("2026-02-15", "2026-02-23", ["2026-02-14", "2026-02-28"]),  # 春节 2026
    ],
)
def test_a_long_holiday_is_off_and_its_weekends_are_worked(first: str, last: str, worked: list[str]) -> None:
    days = each_day(date.fromisoformat(first), date.fromisoformat(last))
    assert not any(CALENDAR.is_working_day(day) for day in days)
    assert CALENDAR.is_working_day(days[-1] + timedelta(days=1))
    assert all(CALENDAR.is_working_day(date.fromisoformat(day)) for day in worked)


def test_a_year_without_a_notice_goes_by_weekdays_and_says_so() -> None:
    assert CALENDAR.is_working_day(date(2027, 10, 1))
    assert not CALENDAR.is_working_day(date(2027, 10, 2))
    assert CALENDAR.unpublished_years(at("2026-12-30 10:00"), at("2027-01-04 18:00")) == (2027,)
    assert CALENDAR.unpublished_years(at("2022-12-30 10:00"), at("2024-01-02 18:00")) == (2022, 2023)
    assert CALENDAR.unpublished_years(at("2025-01-01 00:00"), at("2026-12-31 23:59")) == ()


def test_the_year_of_a_moment_is_the_year_in_shanghai() -> None:
    assert CALENDAR.unpublished_years(
        datetime(2026, 12, 31, 15, tzinfo=UTC), datetime(2026, 12, 31, 16, tzinfo=UTC)
    ) == (2027,)


# Worked examples


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2025-09-30 16:00", 1, "2025-10-09 18:00"),  # over 国庆节、中秋节 2025
        ("2025-10-09 09:00", 2, "2025-10-11 18:00"),  # the made-up Saturday counts
        ("2026-09-30 10:00", 3, "2026-10-10 18:00"),  # 8th, 9th, and the made-up Saturday
        ("2026-02-13 17:30", 1, "2026-02-14 18:00"),  # the made-up Saturday before 春节
        ("2026-02-13 17:30", 2, "2026-02-24 18:00"),  # over 春节
        ("2026-02-24 08:00", 4, "2026-02-28 18:00"),  # a week of Tuesday to Saturday
        ("2026-11-21 12:00", 1, "2026-11-23 18:00"),  # from a Saturday
        ("2026-11-20 23:59", 1, "2026-11-23 18:00"),  # from late on Friday
    ],
)
def test_working_days_are_added_over_holidays(start: str, count: int, end: str) -> None:
    assert CALENDAR.add_working_days(at(start), count) == at(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 09:00", 3, "2026-11-23 12:00"),  # ends with the morning, not with the next beginning
        ("2026-11-23 11:00", 2, "2026-11-23 15:00"),  # over noon
        ("2026-11-23 13:00", 1, "2026-11-23 15:00"),  # from noon
        ("2026-11-20 17:00", 4, "2026-11-23 12:00"),  # over the weekend
        ("2026-09-30 17:00", 2, "2026-10-08 10:00"),  # over 国庆节
        ("2026-11-23 15:00", -2, "2026-11-23 11:00"),  # backwards over noon
        ("2026-11-23 10:00", -1, "2026-11-23 09:00"),  # backwards to the beginning of the day
        ("2026-11-23 09:30", -1, "2026-11-20 17:30"),  # backwards over the weekend
        ("2026-11-22 03:00", -1, "2026-11-20 17:00"),  # backwards from a Sunday night
        ("2026-11-22 03:00", 0, "2026-11-22 03:00"),
    ],
)
def test_working_hours_are_added_over_noon_nights_and_holidays(start: str, hours: int, end: str) -> None:
    assert CALENDAR.add_working_hours(at(start), hours * HOUR) == at(end)


@pytest.mark.parametrize(
    ("moment", "begins"),
    [
        ("2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23 12:00", "2026-11-23 14:00"),
        ("2026-11-23 18:00", "2026-11-24 09:00"),
        ("2026-09-30 18:00", "2026-10-08 09:00"),
    ],
)
def test_work_begins_again_at_the_next_working_moment(moment: str, begins: str) -> None:
    assert CALENDAR.next_working_moment(at(moment)) == at(begins)


def test_a_day_is_counted_back_from_a_visit() -> None:
    assert CALENDAR.working_day_from(date(2026, 10, 10), -3) == date(2026, 9, 30)
    assert CALENDAR.working_day_from(date(2026, 10, 3), -1) == date(2026, 9, 30)
    assert CALENDAR.working_day_from(date(2026, 10, 3), 0) == date(2026, 10, 3)


# What is refused


@pytest.mark.parametrize("amount", [HOUR, timedelta(0)])
def test_a_moment_without_a_zone_is_refused(amount: timedelta) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        CALENDAR.add_working_hours(datetime(2026, 11, 23, 9), amount)  # noqa: DTZ001 - the naive moment is the case


def test_a_moment_is_not_taken_for_a_day() -> None:
    with pytest.raises(TypeError, match="not a day"):
        CALENDAR.is_working_day(at("2026-11-23 09:00"))


def test_less_than_one_working_day_cannot_be_added_to_a_moment() -> None:
    with pytest.raises(ValueError, match="0 working days"):
        CALENDAR.add_working_days(at("2026-11-23 09:00"), 0)


@pytest.mark.parametrize(
    "spans",
    [
        (),
        ((time(9), time(9)),),
        ((time(18), time(9)),),
        ((time(9), time(14)), (time(12), time(18))),
        ((time(14), time(18)), (time(9), time(12))),
        ((time(9), time(0)),),
    ],
)
def test_unusable_working_hours_are_refused_in_a_sentence(spans: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(UnusableHours, match="工作时间"):
        WorkingHours(spans)


def test_a_calendar_does_not_change_with_the_table_it_was_made_from() -> None:
    days = {date(2026, 11, 23): False}
    calendar = Calendar(days)
    days.clear()
    assert not calendar.is_working_day(date(2026, 11, 23))


# Laws


def calendar_of(days: dict[date, bool], hours: WorkingHours) -> Calendar:
    return Calendar({**CALENDAR.days, **days}, CALENDAR.published_years, hours)


HOURS = [
    WorkingHours(),
    WorkingHours(((time(0), time(23, 59)),)),
    WorkingHours(((time(8, 30), time(11, 45)), (time(11, 45), time(17, 15)), (time(19), time.max))),
]
days = st.dates(date(2023, 6, 1), date(2028, 6, 30))
calendars = st.builds(calendar_of, st.dictionaries(days, st.booleans(), max_size=40), st.sampled_from(HOURS))
moments = st.datetimes(datetime(2023, 6, 1), datetime(2028, 6, 30), timezones=st.just(SHANGHAI))  # noqa: DTZ001 - hypothesis wants naive bounds
amounts = st.timedeltas(timedelta(hours=-900), timedelta(hours=900))
counts = st.integers(1, 400)


@given(calendars, moments, amounts)
def test_working_hours_added_are_the_hours_measured(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    assert calendar.working_hours_between(start, calendar.add_working_hours(start, amount)) == amount


@given(calendars, moments, amounts.filter(bool))
def test_no_moment_nearer_has_the_working_hours(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    end = calendar.add_working_hours(start, amount)
    nearer = end - TICK if amount > timedelta(0) else end + TICK
    assert abs(calendar.working_hours_between(start, nearer)) < abs(amount)


@given(calendars, moments, counts)
def test_working_days_added_are_the_days_measured(calendar: Calendar, start: datetime, count: int) -> None:
    end = calendar.add_working_days(start, count)
    assert calendar.is_working_day(day_of(end))
    assert calendar.working_days_between(start, end) == count
    assert end == calendar.close_of_business(day_of(end))


@given(calendars, days, st.integers(-400, 400).filter(bool))
def test_a_day_counted_forth_or_back_is_that_many_working_days_away(calendar: Calendar, day: date, count: int) -> None:
    other = calendar.working_day_from(day, count)
    nearer, further = sorted((day, other))
    before = timedelta(days=1) if count < 0 else timedelta(0)
    assert calendar.is_working_day(other)
    assert calendar.count_working_days(after=nearer - before, until=further - before) == abs(count)


@given(calendars, days, st.integers(0, 120))
def test_working_days_are_those_found_one_by_one(calendar: Calendar, day: date, length: int) -> None:
    last = day + timedelta(days=length)
    worked = [each for each in each_day(day, last)[1:] if calendar.days.get(each, each.weekday() < 5)]
    assert calendar.count_working_days(after=day, until=last) == len(worked)


@given(calendars, moments, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_working_hours_are_those_found_one_by_one(calendar: Calendar, start: datetime, length: timedelta) -> None:
    end = start + length
    found = timedelta(0)
    for day in filter(calendar.is_working_day, each_day(day_of(start), day_of(end))):
        for begin, finish in calendar.hours.offsets:
            midnight = datetime.combine(day, time(), SHANGHAI)
            found += max(timedelta(0), min(end, midnight + finish) - max(start, midnight + begin))
    assert calendar.working_hours_between(start, end) == found


@given(calendars, moments, moments, moments)
def test_spans_add_up(calendar: Calendar, first: datetime, second: datetime, third: datetime) -> None:
    hours, days = calendar.working_hours_between, calendar.working_days_between
    assert hours(first, second) + hours(second, third) == hours(first, third)
    assert days(first, second) + days(second, third) == days(first, third)


@given(calendars, st.tuples(moments, moments).map(sorted), amounts, amounts)
def test_later_starts_and_larger_amounts_end_later(
    calendar: Calendar, starts: list[datetime], one: timedelta, other: timedelta
) -> None:
    early, late = starts
    less, more = sorted((one, other))
    assert calendar.add_working_hours(early, less) <= calendar.add_working_hours(late, less)
    assert calendar.add_working_hours(early, less) <= calendar.add_working_hours(early, more)
    assert calendar.add_working_days(early, 3) <= calendar.add_working_days(late, 3)


@given(calendars, moments)
def test_the_next_working_moment_is_the_first_at_which_people_work(calendar: Calendar, moment: datetime) -> None:
    begins = calendar.next_working_moment(moment)
    assert begins >= moment
    assert calendar.working_hours_between(moment, begins) == timedelta(0)
    assert calendar.working_hours_between(begins, begins + TICK) == TICK
    assert calendar.next_working_moment(begins) == begins


@given(calendars, moments, amounts)
def test_the_zone_of_a_moment_does_not_matter(calendar: Calendar, start: datetime, amount: timedelta) -> None:
    assert calendar.add_working_hours(start.astimezone(UTC), amount) == calendar.add_working_hours(start, amount)
