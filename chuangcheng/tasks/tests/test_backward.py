from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.core.workdays import Calendar
from chuangcheng.tasks.backward import Circle, Goal, Link, Plan, Ruler, UnknownWork, Work, effect_of_delay, schedule
from chuangcheng.tasks.backward.levelling import FEW

VISIT = Goal("visit", 10)


def lines(plan: Plan) -> dict[Any, tuple[int, int, int | None, int | None]]:
    return {
        key: (line.earliest_start, line.earliest_end, line.latest_start, line.latest_end)
        for key, line in schedule(plan).lines.items()
    }


def test_works_are_counted_back_from_the_visit() -> None:
    works = [Work("design", 3), Work("build", 4), Work("clean", 1, serves=("visit",))]
    links = [Link("design", "build"), Link("build", "clean")]
    assert lines(Plan(works, links, [VISIT])) == {
        "design": (0, 3, 2, 5),
        "build": (3, 7, 5, 9),
        "clean": (7, 8, 9, 10),
    }


def test_a_lag_and_a_start_to_start_link_are_kept() -> None:
    works = [Work("paint", 4), Work("dry", 1, serves=("visit",)), Work("photo", 2, serves=("visit",))]
    links = [Link("paint", "dry", lag=2), Link("paint", "photo", lag=1, from_start=True)]
    assert lines(Plan(works, links, [VISIT])) == {"paint": (0, 4, 3, 7), "dry": (6, 7, 9, 10), "photo": (1, 3, 8, 10)}


def test_a_work_that_nothing_asks_for_has_no_latest_day() -> None:
    plan = schedule(Plan([Work("tidy", 2)]))
    assert plan.lines["tidy"].slack is None
    assert plan.is_possible


def test_what_misses_the_visit_is_named_with_days_and_with_where_it_begins() -> None:
    works = [Work("land", 8, not_before=2), Work("build", 5), Work("open", 0, serves=("visit",)), Work("other", 1)]
    plan = schedule(Plan(works, [Link("land", "build"), Link("build", "open")], [VISIT]))
    conflict = plan.conflicts[0]
    assert (conflict.goal, conflict.work, conflict.days) == ("visit", "open", 5)
    assert conflict.chain == ("land", "build", "open")
    assert plan.critical["visit"] == ("land", "build", "open")
    assert plan.spare["visit"] == -5


def test_each_visit_has_its_own_critical_path_and_spare() -> None:
    works = [Work("toilets", 6, serves=("autumn",)), Work("posters", 2, serves=("autumn", "spring"))]
    plan = schedule(Plan(works, goals=[Goal("autumn", 7), Goal("spring", 60)]))
    assert plan.critical == {"autumn": ("toilets",), "spring": ("posters",)}
    assert plan.spare == {"autumn": 1, "spring": 58}


def test_a_fixed_day_that_cannot_be_kept_is_a_conflict_of_its_own() -> None:
    plan = schedule(Plan([Work("hall", 5), Work("ceremony", 1, starts_on=3)], [Link("hall", "ceremony")]))
    assert [(each.goal, each.work, each.days) for each in plan.conflicts] == [(None, "ceremony", 2)]
    assert plan.lines["hall"].slack == -2


def test_what_has_begun_and_what_is_done_push_no_further_than_they_reach() -> None:
    works = [
        Work("done", 5, ended=-3),
        Work("begun", 4, began=-1),
        Work("overrun", 2, began=-6),
        Work("last", 2, serves=("visit",)),
    ]
    links = [Link("done", "last"), Link("begun", "last"), Link("overrun", "last")]
    found = lines(Plan(works, links, [VISIT]))
    assert found["begun"][:2] == (-1, 3)
    assert found["overrun"][:2] == (-6, 0)
    assert found["last"][:2] == (3, 5)


def test_a_delay_moves_what_waits_and_says_which_visit_is_missed() -> None:
    works = [Work("a", 3), Work("b", 3, serves=("visit",)), Work("c", 1, serves=("visit",))]
    plan = Plan(works, [Link("a", "b")], [VISIT])
    small, great = effect_of_delay(plan, "a", 2), effect_of_delay(plan, "a", 6)
    assert (small.moved, small.missed) == ({"a": 2, "b": 2}, {})
    assert (great.moved, great.missed) == ({"a": 6, "b": 6}, {"visit": 2})


def test_a_unit_does_only_so_much_at_once() -> None:
    works = [Work(name, 3, unit="street", serves=("visit",)) for name in "abc"]
    plan = schedule(Plan(works, goals=[VISIT], capacity={"street": 1}))
    assert sorted(line.planned_start for line in plan.lines.values()) == [1, 4, 7]
    assert plan.is_possible
    tight = schedule(Plan(works, goals=[Goal("visit", 8)], capacity={"street": 1}))
    assert [(each.unit, each.needed, each.possible) for each in tight.overloads] == [("street", 9, 8)]
    assert tight.conflicts[0].days == 1


def test_works_in_a_circle_are_named() -> None:
    works = [Work(name, 1) for name in "abcd"]
    links = [Link("a", "b"), Link("b", "c"), Link("c", "a"), Link("c", "d")]
    with pytest.raises(Circle) as told:
        schedule(Plan(works, links))
    assert set(told.value.keys) == {"a", "b", "c"}


def test_links_and_goals_that_are_not_there_are_refused() -> None:
    with pytest.raises(UnknownWork):
        schedule(Plan([Work("a", 1)], [Link("a", "b")]))
    with pytest.raises(UnknownWork):
        schedule(Plan([Work("a", 1, serves=("visit",))]))


NATIONAL_DAY = Calendar(
    {date(2026, 10, day): False for day in range(1, 8)} | {date(2026, 9, 20): True, date(2026, 10, 10): True}
)


def test_the_ruler_goes_around_the_holidays() -> None:
    ruler = Ruler(NATIONAL_DAY, today=date(2026, 9, 28))
    assert ruler.beginning(date(2026, 9, 28)) == 0
    assert ruler.beginning(date(2026, 10, 8)) == 3
    assert ruler.end(date(2026, 10, 3)) == 3
    assert ruler.last_day(3) == date(2026, 9, 30)
    assert ruler.first_day(3) == date(2026, 10, 8)
    assert ruler.first_day(5) == date(2026, 10, 10)
    assert ruler.last_day(0) == date(2026, 9, 27) or ruler.last_day(0) == date(2026, 9, 25)


@given(st.integers(-300, 600), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_boundary_and_its_days_agree(boundary: int, today: date) -> None:
    ruler = Ruler(NATIONAL_DAY, today=today)
    assert ruler.beginning(ruler.first_day(boundary)) == boundary
    assert ruler.end(ruler.last_day(boundary)) == boundary


HORIZON = 9


@st.composite
def small_plans(draw: Any, *, capacity: bool) -> Plan:
    count = draw(st.integers(1, 4))
    goals = [Goal("g", draw(st.integers(1, HORIZON)))]
    works = [
        Work(
            number,
            draw(st.integers(0, 3)),
            unit=draw(st.sampled_from(["u", "v"])),
            not_before=draw(st.sampled_from([None, None, 1, 2])),
            starts_on=draw(st.sampled_from([None, None, None, 2, 4])),
            serves=draw(st.sampled_from([(), ("g",)])),
            ends_by=draw(st.sampled_from([None, None, HORIZON])),
        )
        for number in range(count)
    ]
    links = [
        Link(one, other, lag=draw(st.integers(-1, 2)), from_start=draw(st.booleans()))
        for one in range(count)
        for other in range(one + 1, count)
        if draw(st.booleans())
    ]
    return Plan(works, links, goals, {"u": draw(st.integers(1, 2))} if capacity else {})


def fits(plan: Plan, starts: tuple[int, ...]) -> bool:
    """An implementation of its own: whether starts break nothing that was promised."""
    for work, start in zip(plan.works, starts, strict=True):
        if start < (work.not_before or 0) and work.starts_on is None:
            return False
        if work.starts_on is not None and start != work.starts_on:
            return False
        ends = [goal.at for goal in plan.goals if goal.key in work.serves] + ([work.ends_by] if work.ends_by else [])
        if any(start + work.days > end for end in ends):
            return False
    for link in plan.links:
        before, after = starts[link.before], starts[link.after]  # type: ignore[call-overload]
        if after < before + link.lag + (0 if link.from_start else plan.works[link.before].days):  # type: ignore[call-overload]
            return False
    return all(
        sum(
            1
            for work, start in zip(plan.works, starts, strict=True)
            if work.unit == unit and start <= day < start + work.days
        )
        <= most
        for unit, most in plan.capacity.items()
        for day in range(3 * HORIZON)
    )


def all_that_fit(plan: Plan) -> list[tuple[int, ...]]:
    return [starts for starts in product(range(HORIZON + 2), repeat=len(plan.works)) if fits(plan, starts)]


@settings(max_examples=100, deadline=None)
@given(small_plans(capacity=False))
def test_dates_are_those_of_trying_everything(plan: Plan) -> None:
    possible = all_that_fit(plan)
    found = schedule(plan)
    assert found.is_possible == bool(possible)
    for place, line in enumerate(found.lines.values() if possible else ()):
        assert line.earliest_start == min(starts[place] for starts in possible)
        if line.latest_start is not None:
            assert line.latest_start == max(starts[place] for starts in possible)


@settings(max_examples=100, deadline=None)
@given(small_plans(capacity=True))
def test_with_few_works_a_plan_is_found_whenever_there_is_one(plan: Plan) -> None:
    possible = all_that_fit(plan)
    found = schedule(plan)
    assert len(plan.works) <= FEW
    assert found.is_possible == bool(possible)
    assert not (found.overloads and possible)
    if possible:
        assert fits(plan, tuple(line.planned_start for line in found.lines.values()))
