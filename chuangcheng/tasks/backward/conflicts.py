"""What cannot be: which work makes which goal impossible and by how many days, and which unit is asked for too much."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chuangcheng.tasks.backward.network import NOW, Network, end_of, own_start
from chuangcheng.tasks.backward.plan import Key, Work


@dataclass(frozen=True, slots=True)
class Conflict:
    """A goal or a date that a work misses."""

    goal: Key | None  # None: the work's own date
    work: Key
    days: int  # working days too late, at least 1
    chain: tuple[Key, ...]  # the works that push each other, from the one where it begins to `work`


@dataclass(frozen=True, slots=True)
class Overload:
    """A unit that cannot do in some days what must be done in them, however it is arranged: a proof."""

    unit: Key
    start: int  # boundary
    end: int  # boundary
    needed: int  # days of work
    possible: int  # days of work


class Chains:
    """With given starts: which works push each other, without a day of spare between them."""

    def __init__(self, net: Network, starts: Sequence[int]) -> None:
        self.net, self.works, self.starts = net, net.plan.works, starts
        self.by_end: dict[tuple[Key, int], list[int]] = defaultdict(list)
        for place, work in enumerate(self.works):
            if work.unit is not None and work.unit in net.plan.capacity and work.days:
                self.by_end[work.unit, self.end(place)].append(place)

    def end(self, place: int) -> int:
        """Where a work ends."""
        return end_of(self.works[place], self.starts[place])

    def up_to(self, place: int) -> tuple[Key, ...]:
        """The works that push each other up to this one, first the one where it begins."""
        found = [place]
        while (pusher := self._pusher(found[-1])) is not None:
            found.append(pusher)
        return tuple(self.works[each].key for each in reversed(found))

    def _pusher(self, place: int) -> int | None:
        work, start = self.works[place], self.starts[place]
        if work.is_history or start <= own_start(work):
            return None
        for other, lag, from_start in self.net.before[place]:
            if (self.starts[other] if from_start else self.end(other)) + lag == start:
                return other
        rivals = self.by_end.get((work.unit, start), ())
        return next((other for other in rivals if self.starts[other] < start), None)


def conflicts(net: Network, starts: Sequence[int]) -> list[Conflict]:
    """Every goal and date that is missed with these starts, the worst first."""
    chains = Chains(net, starts)
    found = [
        Conflict(goal, work.key, chains.end(place) - limit, chains.up_to(place))
        for place, work in enumerate(net.plan.works)
        for goal, limit in _limits(net, work)
        if chains.end(place) > limit
    ]
    return sorted(found, key=lambda conflict: (-conflict.days, str(conflict.work)))


def _limits(net: Network, work: Work) -> Iterator[tuple[Key | None, int]]:
    for goal in work.serves:
        yield goal, net.plan.goal_at[goal]
    if work.ends_by is not None:
        yield None, work.ends_by
    if work.starts_on is not None and not work.is_history:
        yield None, work.starts_on + work.days


def overloads(net: Network, earliest: Sequence[int], latest: Sequence[int | None]) -> list[Overload]:
    """Units with days in which more must be done than can be: for each unit the days with the greatest excess."""
    by_unit: dict[Key, list[tuple[int, int, int]]] = defaultdict(list)
    for place, work in enumerate(net.plan.works):
        limit = latest[place]
        if work.unit is None or work.unit not in net.plan.capacity or work.ended is not None or limit is None:
            continue
        begin = max(earliest[place], NOW)
        days = end_of(work, earliest[place]) - begin
        if days > 0:
            by_unit[work.unit].append((begin, max(limit, begin + days), days))
    found = (_worst(unit, net.plan.capacity[unit], windows) for unit, windows in by_unit.items())
    return sorted((each for each in found if each), key=lambda each: each.possible - each.needed)


def crowded_days(net: Network, starts: Sequence[int]) -> list[Overload]:
    """Days on which works with a fixed day are, together with those that have begun, more than their unit can do."""
    counts: Counter[tuple[Key, int]] = Counter()
    fixed: set[tuple[Key, int]] = set()
    for work, start in zip(net.plan.works, starts, strict=True):
        if not work.is_placed or work.unit is None or work.unit not in net.plan.capacity:
            continue
        days = [(work.unit, day) for day in range(max(start, NOW), end_of(work, start))]
        counts.update(days)
        fixed.update(() if work.is_history else days)
    over = [(unit, day) for unit, day in fixed if counts[unit, day] > net.plan.capacity[unit]]
    return [
        Overload(unit, day, day + 1, counts[unit, day], net.plan.capacity[unit])
        for unit, day in sorted(over, key=lambda each: each[1])
    ]


def _worst(unit: Key, capacity: int, windows: list[tuple[int, int, int]]) -> Overload | None:
    """The worst of all spans that begin where a work can first begin and end where one must have ended."""
    windows = sorted(windows, key=lambda window: window[1])
    ends = [end for _begin, end, _days in windows]
    worst: Overload | None = None
    for start in {begin for begin, _end, _days in windows}:
        needed = 0
        for begin, end, days in windows[bisect_left(ends, start) :]:
            needed += days if begin >= start else 0
            possible = capacity * (end - start)
            if needed > possible and (worst is None or needed - possible > worst.needed - worst.possible):
                worst = Overload(unit, start, end, needed, possible)
    return worst
