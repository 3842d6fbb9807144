"""Places for all works when a unit can do only so many at once.

No way is known to do this exactly and fast for many works. Works are placed one after another, each as early as what it
waits for and its unit allow; which goes first is tried by several rules, and for few works in every possible order,
which finds a plan whenever there is one (active schedules; docs/algorithms/backward.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import permutations
from typing import TypeAlias

from chuangcheng.tasks.backward.network import NOW, Arrow, Network, end_of, own_limit, own_start, pushed_by
from chuangcheng.tasks.backward.plan import Key

FEW = 6  # works that compete for people: their 720 orders are all tried; more would take too long, our choice
NEVER = 10**9  # a boundary after all others

Rank: TypeAlias = Callable[[int], tuple[int, ...]]


class Load:
    """How many works each unit does on each working day from today."""

    def __init__(self, net: Network) -> None:
        self.capacity = net.plan.capacity
        self.days: dict[Key, list[int]] = {unit: [] for unit in self.capacity}

    def add(self, unit: Key | None, start: int, end: int, *, by: int = 1) -> None:
        """One work more in [start, end), or one less."""
        days = self.days.get(unit)
        if days is None:
            return
        days.extend([0] * (end - len(days)))
        for day in range(max(start, NOW), end):
            days[day] += by

    def first_free(self, unit: Key | None, start: int, length: int) -> int:
        """The first boundary from `start` at which a unit can do a work of a length without a break."""
        days = self.days.get(unit)
        if days is None or not length:
            return start
        most, day, free_since = self.capacity[unit], start, start
        while day < len(days) and day - free_since < length:
            if days[day] >= most:
                free_since = day + 1
            day += 1
        return free_since

    def last_free(self, unit: Key | None, start: int, latest: int, length: int) -> int:
        """The last boundary up to `latest` at which a unit can do a work of a length; at least `start`."""
        days = self.days.get(unit)
        if days is None or not length:
            return max(start, latest)
        most = self.capacity[unit]
        day = end = latest + length
        while day > start and end - day < length:
            day -= 1
            if day < len(days) and days[day] >= most:
                end = day
        return max(start, end - length)


def lateness(net: Network, starts: Sequence[int]) -> int:
    """By how many working days the worst work misses its goal or date; negative: spare."""
    works = net.plan.works
    over = (
        end_of(work, start) - limit
        for work, start in zip(works, starts, strict=True)
        if (limit := own_limit(net.plan, work)) is not None
    )
    return max(over, default=-NEVER)


def levelled_starts(net: Network, earliest: Sequence[int], latest: Sequence[int | None]) -> list[int]:
    """A start for each work that no unit's capacity forbids, with the least lateness that was found."""
    enough = max(0, lateness(net, earliest))  # what is missed with any number of people is missed with fewer
    best: list[int] | None = None
    for rank in _ranks(net, latest):
        starts = placed(net, rank)
        if best is None or lateness(net, starts) < lateness(net, best):
            best = starts
        if lateness(net, best) <= enough:
            break
    return best or []


def placed(net: Network, rank: Rank) -> list[int]:
    """The starts when, of the works that wait for nothing more, the one with the least rank is placed first."""
    works, load = net.plan.works, Load(net)
    starts = [0] * len(works)
    for place, work in enumerate(works):
        if work.is_placed:
            starts[place] = own_start(work)
            load.add(work.unit, starts[place], end_of(work, starts[place]))
    for place in in_order(net.before, net.after, rank):
        work = works[place]
        if work.is_history:
            continue
        earliest = max(own_start(work), pushed_by(net, place, starts) or NOW)
        if work.starts_on is not None:
            starts[place] = earliest
            continue
        starts[place] = load.first_free(work.unit, earliest, work.days)
        load.add(work.unit, starts[place], starts[place] + work.days)
    return starts


def in_order(before: Sequence[Sequence[Arrow]], after: Sequence[Sequence[Arrow]], rank: Rank) -> Iterator[int]:
    """The works, each after what comes before it; of those that can come, the one with the least rank."""
    waits = [len(arrows) for arrows in before]
    ready = [(rank(place), place) for place, count in enumerate(waits) if not count]
    heapify(ready)
    while ready:
        _rank, place = heappop(ready)
        yield place
        for other, _lag, _from_start in after[place]:
            waits[other] -= 1
            if not waits[other]:
                heappush(ready, (rank(other), other))


def _ranks(net: Network, latest: Sequence[int | None]) -> Iterator[Rank]:
    """Rules for who goes first: least latest start, then least latest end, then longest; for few works every order."""
    works = net.plan.works
    ends = [NEVER if end is None else end for end in latest]
    yield lambda place: (ends[place] - works[place].days, place)
    yield lambda place: (ends[place], place)
    yield lambda place: (-works[place].days, ends[place])
    rivals = [place for place, work in enumerate(works) if work.unit in net.plan.capacity and not work.is_placed]
    if len(rivals) <= FEW:
        others = sorted(set(range(len(works))) - set(rivals))
        for order in permutations(rivals):
            yield _by_turn([*others, *order])


def _by_turn(order: Sequence[int]) -> Rank:
    turn = {place: number for number, place in enumerate(order)}
    return lambda place: (turn[place],)


def latest_levelled(net: Network, starts: Sequence[int]) -> list[int]:
    """The same works moved as late as their goals, what waits for them and their unit's capacity allow.

    What misses its goal, and what nothing asks for, stays where it is. These are the dates to be promised: whoever
    begins then is in time, and nobody is asked for more than can be done at once.
    """
    works, load = net.plan.works, Load(net)
    found = list(starts)
    for work, start in zip(works, starts, strict=True):
        load.add(work.unit, start, end_of(work, start))
    for place in in_order(net.after, net.before, lambda place: (-end_of(works[place], starts[place]), place)):
        work, limit = works[place], _limit(net, place, found)
        if work.is_placed or limit is None:
            continue
        load.add(work.unit, found[place], found[place] + work.days, by=-1)
        found[place] = load.last_free(work.unit, found[place], limit - work.days, work.days)
        load.add(work.unit, found[place], found[place] + work.days)
    return found


def _limit(net: Network, place: int, starts: Sequence[int]) -> int | None:
    """The boundary at which a work must end for its own dates and for what waits for it where it stands now."""
    works = net.plan.works
    limits = [own_limit(net.plan, works[place])]
    for other, lag, from_start in net.after[place]:
        if not works[other].is_history:
            limits.append(starts[other] - lag + (works[place].days if from_start else 0))
    return min((limit for limit in limits if limit is not None), default=None)
