"""The whole answer: a line for each work, what is critical, what cannot be, and what a delay would do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chuangcheng.tasks.backward.conflicts import Chains, Conflict, Overload, conflicts, crowded_days, overloads
from chuangcheng.tasks.backward.levelling import latest_levelled, levelled_starts
from chuangcheng.tasks.backward.network import Network, earliest_starts, end_of, latest_ends, network
from chuangcheng.tasks.backward.plan import Key, Plan


@dataclass(frozen=True, slots=True)
class Line:
    """When one work can be done and when it must. Boundaries (see the package)."""

    key: Key
    earliest_start: int
    earliest_end: int
    latest_start: int | None  # None: nothing asks for it by a day
    latest_end: int | None
    planned_start: int  # as late as possible with nobody asked for more than can be done at once
    planned_end: int

    @property
    def slack(self) -> int | None:
        """Working days that it may slip before a goal is missed; negative: it is too late already."""
        return None if self.latest_end is None else self.latest_end - self.earliest_end


@dataclass(frozen=True, slots=True)
class Schedule:
    """lines: work → its line. critical: goal → the works that decide when it is reached, in order."""

    lines: Mapping[Key, Line]
    critical: Mapping[Key, tuple[Key, ...]]
    spare: Mapping[Key, int]  # goal → working days between the last work and it; negative: missed
    conflicts: Sequence[Conflict]
    overloads: Sequence[Overload]  # proofs that no plan can be

    @property
    def is_possible(self) -> bool:
        """Whether a plan was found that misses nothing."""
        return not self.conflicts and not self.overloads


@dataclass(frozen=True, slots=True)
class Delay:
    """What a work that takes longer does: the ends that move, by how many days, and goals → days too late then."""

    moved: Mapping[Key, int]
    missed: Mapping[Key, int]


def schedule(plan: Plan) -> Schedule:
    """When everything must be done. Circle or UnknownWork where the plan makes no sense."""
    net = network(plan)
    earliest, latest = earliest_starts(net), latest_ends(net)
    starts = levelled_starts(net, earliest, latest) if plan.capacity else earliest
    planned = latest_levelled(net, starts)
    found = conflicts(net, starts)
    chains = Chains(net, starts)
    last = _last_works(chains)
    return Schedule(
        lines=_lines(net, earliest, latest, planned),
        critical={goal: chains.up_to(place) for goal, place in last.items()},
        spare={goal: plan.goal_at[goal] - chains.end(place) for goal, place in last.items()},
        conflicts=found,
        overloads=[*crowded_days(net, starts), *(overloads(net, earliest, latest) if found else ())],
    )


def _lines(
    net: Network, earliest: Sequence[int], latest: Sequence[int | None], planned: Sequence[int]
) -> dict[Key, Line]:
    lines = {}
    for work, start, limit, plan in zip(net.plan.works, earliest, latest, planned, strict=True):
        latest_start = None if limit is None else limit - work.days
        lines[work.key] = Line(work.key, start, end_of(work, start), latest_start, limit, plan, end_of(work, plan))
    return lines


def _last_works(chains: Chains) -> dict[Key, int]:
    """Goal → the work that serves it and ends last; a goal that nothing serves is left out."""
    last: dict[Key, int] = {}
    for place, work in enumerate(chains.works):
        for goal in work.serves:
            if goal not in last or chains.end(place) > chains.end(last[goal]):
                last[goal] = place
    return last


def effect_of_delay(plan: Plan, key: Key, days: int) -> Delay:
    """What happens when a work takes so many working days longer; people are taken to be free (no capacity)."""
    free = replace(plan, capacity={})
    works = [replace(work, days=work.days + days) if work.key == key else work for work in plan.works]
    before, after = schedule(free), schedule(replace(free, works=works))
    moved = {each: after.lines[each].earliest_end - line.earliest_end for each, line in before.lines.items()}
    missed = {goal: -spare for goal, spare in after.spare.items() if spare < 0}
    return Delay({each: days for each, days in moved.items() if days}, missed)
