"""The works as numbers, in an order in which each comes after what it waits for; the earliest and the latest places."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TypeAlias

from chuangcheng.tasks.backward.plan import Circle, Plan, UnknownWork, Work

Arrow: TypeAlias = tuple[int, int, bool]  # the other work, lag, whether it counts from the start
NOW = 0


@dataclass(frozen=True, slots=True)
class Network:
    """A plan, readable fast."""

    plan: Plan
    before: list[list[Arrow]]  # what each work waits for
    after: list[list[Arrow]]  # what waits for it
    order: list[int]  # each work after what it waits for


def network(plan: Plan) -> Network:
    """The plan in order; Circle or UnknownWork when it has none."""
    count = len(plan.works)
    before: list[list[Arrow]] = [[] for _work in range(count)]
    after: list[list[Arrow]] = [[] for _work in range(count)]
    for link in plan.links:
        first, second = _place(plan, link.before), _place(plan, link.after)
        before[second].append((first, link.lag, link.from_start))
        after[first].append((second, link.lag, link.from_start))
    for goal in (goal for work in plan.works for goal in work.serves):
        if goal not in plan.goal_at:
            raise UnknownWork(goal)
    return Network(plan, before, after, _ordered(plan, before, after))


def _place(plan: Plan, key: object) -> int:
    if key not in plan.places:
        raise UnknownWork(key)
    return plan.places[key]


def _ordered(plan: Plan, before: list[list[Arrow]], after: list[list[Arrow]]) -> list[int]:
    waits = [len(arrows) for arrows in before]
    ready = deque(place for place, count in enumerate(waits) if not count)
    order: list[int] = []
    while ready:
        place = ready.popleft()
        order.append(place)
        for other, _lag, _from_start in after[place]:
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    if len(order) < len(waits):
        raise Circle([plan.works[place].key for place in _circle(waits, before)])
    return order


def _circle(waits: list[int], before: list[list[Arrow]]) -> list[int]:
    """A circle among the works that still wait, each before the next."""
    place = next(place for place, count in enumerate(waits) if count)
    seen: dict[int, int] = {}
    path: list[int] = []
    while place not in seen:
        seen[place] = len(path)
        path.append(place)
        place = next(other for other, _lag, _from_start in before[place] if waits[other])
    return path[seen[place] :][::-1]


def own_start(work: Work) -> int:
    """The boundary before which a work cannot begin, whatever it waits for."""
    if work.began is not None:
        return work.began
    if work.ended is not None:
        return work.ended - work.days
    if work.starts_on is not None:
        return work.starts_on
    return max(NOW, work.not_before or NOW)


def end_of(work: Work, start: int) -> int:
    """Where a work ends that starts at a boundary: one that has begun and is not done does not end before now."""
    if work.ended is not None:
        return work.ended
    end = start + work.days
    return max(end, NOW) if work.began is not None else end


def pushed_by(net: Network, place: int, starts: list[int]) -> int | None:
    """The boundary to which what a work waits for pushes it; None when it waits for nothing."""
    works = net.plan.works
    pushes = [
        (starts[other] if from_start else end_of(works[other], starts[other])) + lag
        for other, lag, from_start in net.before[place]
    ]
    return max(pushes, default=None)


def earliest_starts(net: Network) -> list[int]:
    """The first boundary at which each work can begin, as if everybody could do any number at once."""
    starts = [0] * len(net.order)
    for place in net.order:
        work = net.plan.works[place]
        start = own_start(work)
        pushed = pushed_by(net, place, starts)
        starts[place] = start if pushed is None or work.is_history else max(start, pushed)
    return starts


def own_limit(plan: Plan, work: Work) -> int | None:
    """The boundary at which a work must have ended, by its own date and the goals that it serves; None: no date."""
    limits = [plan.goal_at[goal] for goal in work.serves]
    if work.ends_by is not None:
        limits.append(work.ends_by)
    if work.starts_on is not None:
        limits.append(work.starts_on + work.days)
    return min(limits, default=None)


def latest_ends(net: Network) -> list[int | None]:
    """The last boundary at which each work may end so that nothing is missed; None: no matter when."""
    ends: list[int | None] = [None] * len(net.order)
    works = net.plan.works
    for place in reversed(net.order):
        limits = [own_limit(net.plan, works[place])]
        for other, lag, from_start in net.after[place]:
            limit = ends[other]
            if limit is not None and not works[other].is_history:
                latest = limit - works[other].days - lag
                limits.append(latest + works[place].days if from_start else latest)
        ends[place] = min((limit for limit in limits if limit is not None), default=None)
    return ends
