from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuangcheng.supervision.steadiness import SlackRule, Stayed, Week, evenness, slackening, weeks_of

MONDAY = date(2026, 8, 3)


def weeks(*counts: tuple[int, int]) -> list[Week]:
    """(on time, due) of one week after the other."""
    return [Week(MONDAY + timedelta(weeks=n), due, on_time) for n, (on_time, due) in enumerate(counts)]


def test_the_rate_is_of_what_has_been_closed_long_enough() -> None:
    found = Stayed(days=30, fixed=120, back=9)
    assert found.rate == Decimal("0.9250")
    assert found.interval == (Decimal("0.8636"), Decimal("0.9600"))
    assert Stayed(days=180, fixed=0, back=0).rate is None


def test_more_than_all_cannot_have_come_back() -> None:
    with pytest.raises(ValueError, match="cannot have come back"):
        Stayed(days=30, fixed=3, back=4)


def test_weeks_without_anything_due_stand_in_their_place() -> None:
    found = weeks_of([(date(2026, 8, 5), 4, 3), (date(2026, 8, 9), 1, 1)], date(2026, 8, 4), date(2026, 8, 17))
    assert [(week.monday.day, week.due, week.on_time) for week in found] == [(3, 5, 4), (10, 0, 0), (17, 0, 0)]


def test_a_fall_beyond_chance_is_told_with_both_rates() -> None:
    found = slackening(weeks(*[(9, 10)] * 12, *[(6, 10)] * 4))
    assert found is not None
    assert (found.recent, found.before, found.fall) == (Decimal("0.6000"), Decimal("0.9000"), Decimal("0.3000"))


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        ([(9, 10)] * 16, "nothing fell"),
        ([(9, 10)] * 12 + [(10, 10)] * 4, "it rose"),
        ([(9, 10)] * 12 + [(17, 20)] * 4, "by less than a tenth"),
        ([(9, 10)] * 12 + [(1, 2)] * 4, "too few fell due to say"),
        ([(3, 4)] * 3 + [(0, 0)] * 9 + [(6, 10), (0, 0), (0, 0), (0, 0)], "chance explains it"),
        ([(6, 10)] * 4, "nothing to compare with"),
    ],
)
def test_no_fall_is_told_where(counts: list[tuple[int, int]], why: str) -> None:
    assert slackening(weeks(*counts)) is None, why


def test_what_counts_as_a_fall_is_the_rule_s() -> None:
    counts = weeks(*[(9, 10)] * 12, *[(17, 20)] * 4)
    assert slackening(counts, SlackRule(least_fall=0, certainty=0.0)) is not None  # type: ignore[arg-type] # a whole number is a fraction


def test_even_effort_is_one_and_swings_take_from_it() -> None:
    assert evenness(weeks((8, 10), (4, 5), (0, 0))) == Decimal("1.0000")
    assert evenness(weeks((10, 10), (0, 10))) == Decimal("0.5000")
    assert evenness(weeks((0, 0))) is None


counted = st.integers(0, 30).flatmap(lambda due: st.tuples(st.integers(0, due), st.just(due)))


@given(st.lists(counted, min_size=2, max_size=30))
def test_doing_more_in_time_lately_never_brings_a_warning(counts: list[tuple[int, int]]) -> None:
    found = slackening(weeks(*counts))
    *before, (_on_time, due) = counts
    if found is None:
        assert slackening(weeks(*before, (due, due))) is None
    else:
        assert found.fall >= Decimal("0.1")


@given(st.lists(counted, min_size=1, max_size=30))
def test_evenness_lies_between_nothing_and_one_and_knows_no_order(counts: list[tuple[int, int]]) -> None:
    found = evenness(weeks(*counts))
    assert found is None or 0 <= found <= 1
    assert found == evenness(weeks(*reversed(counts)))
