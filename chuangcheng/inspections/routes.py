"""In which order to go to several places: the shortest way from a start, not back. Pure.

Distances are along the earth's surface, in metres: streets are not known here, so the order is a suggestion that
people change. Exact for up to 9 places (Held and Karp, Journal of SIAM 10, 1962, p. 196), otherwise the nearest next,
improved by turning parts of the way round (2-opt) until none helps. Places without a position come last, in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from math import asin, cos, inf, radians, sin, sqrt

EXACT = 9  # places; 9 × 2^9 states are nothing, and no tour of one morning has many more
EARTH_METRES = 6_371_000
SHORTER = 1e-9  # metres: less is rounding

Point = tuple[float, float]  # longitude, latitude, degrees WGS-84


def metres_between(one: Point, other: Point) -> float:
    """The distance along the earth."""
    here, there = radians(one[1]), radians(other[1])
    half = sin((there - here) / 2) ** 2 + cos(here) * cos(there) * sin(radians(other[0] - one[0]) / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(half)))


def length_of(order: Sequence[int], points: Sequence[Point], start: Point | None = None) -> float:
    """The length of a way in metres, from the start when there is one."""
    stations = [*([start] if start else []), *(points[index] for index in order)]
    return sum(metres_between(one, other) for one, other in pairwise(stations))


def shortest_order(points: Sequence[Point | None], start: Point | None = None) -> list[int]:
    """The indexes of the places in the order of a short way; the shortest for up to 9 places."""
    placed = [(index, point) for index, point in enumerate(points) if point is not None]
    known = [point for _index, point in placed]
    order = _exact(known, start) if len(known) <= EXACT else _improved(_nearest_next(known, start), known, start)
    return [placed[at][0] for at in order] + [index for index, point in enumerate(points) if point is None]


def _exact(points: Sequence[Point], start: Point | None) -> list[int]:
    """By the best way through every set of places that ends in each of them."""
    count = len(points)
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {
        (1 << at, at): (metres_between(start, points[at]) if start else 0.0, (at,)) for at in range(count)
    }
    for size in range(2, count + 1):
        for chosen in combinations(range(count), size):
            among = sum(1 << at for at in chosen)
            for last in chosen:
                rest = among ^ (1 << last)
                ways = [(rest, at) for at in chosen if at != last]
                shortest: tuple[float, tuple[int, ...]] = (inf, ())
                for way in ways:
                    length, order = best[way]
                    shortest = min(shortest, (length + metres_between(points[way[1]], points[last]), (*order, last)))
                best[among, last] = shortest
    whole = (1 << count) - 1
    return list(min((best[whole, last] for last in range(count)), default=(0.0, ()))[1])


def _nearest_next(points: Sequence[Point], start: Point | None) -> list[int]:
    left = set(range(len(points)))
    order: list[int] = []
    here = start or points[0]
    while left:
        following = min(left, key=lambda at: (metres_between(here, points[at]), at))
        left.remove(following)
        order.append(following)
        here = points[following]
    return order


def _improved(order: list[int], points: Sequence[Point], start: Point | None) -> list[int]:
    length, is_better = length_of(order, points, start), True
    while is_better:
        is_better = False
        for first, last in combinations(range(len(order) + 1), 2):
            turned = order[:first] + order[first:last][::-1] + order[last:]
            found = length_of(turned, points, start)
            if found < length - SHORTER:
                order, length, is_better = turned, found, True
    return order
