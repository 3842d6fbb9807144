"""The order of a tour: exact for few places, never worse than the nearest next for many; and shared places."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from chuangcheng.inspections.ranking import places
from chuangcheng.inspections.routes import length_of, metres_between, shortest_order

POINTS = st.tuples(st.floats(114.3, 114.6), st.floats(36.5, 36.8))
METRE = 1e-3  # metres, for rounding


@settings(max_examples=40, deadline=None)
@given(st.lists(POINTS, max_size=6), st.none() | POINTS)
def test_few_places_as_short_as_the_shortest_of_all_orders(
    points: list[tuple[float, float]], start: tuple[float, float] | None
) -> None:
    order = shortest_order(points, start)
    best = min(length_of(each, points, start) for each in permutations(range(len(points))))
    assert sorted(order) == list(range(len(points)))
    assert length_of(order, points, start) <= best + METRE


@settings(max_examples=15, deadline=None)
@given(st.lists(POINTS, min_size=10, max_size=16))
def test_many_places_each_once_and_no_turn_makes_it_shorter(points: list[tuple[float, float]]) -> None:
    order = shortest_order(points)
    length = length_of(order, points)
    assert sorted(order) == list(range(len(points)))
    for first in range(len(order)):
        for last in range(first + 2, len(order) + 1):
            turned = order[:first] + order[first:last][::-1] + order[last:]
            assert length_of(turned, points) >= length - METRE


def test_places_without_a_position_come_last() -> None:
    assert shortest_order([None, (114.5, 36.6), None, (114.4, 36.6)], (114.39, 36.6)) == [3, 1, 0, 2]
    assert shortest_order([]) == []


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert round(metres_between((114.0, 36.0), (114.0, 37.0)) / 1000) == 111


def test_who_is_equal_shares_a_place() -> None:
    scores = {"a": Decimal(90), "b": Decimal(80), "c": Decimal(90), "d": Decimal(70)}
    assert places(scores) == {"a": 1, "c": 1, "b": 3, "d": 4}
