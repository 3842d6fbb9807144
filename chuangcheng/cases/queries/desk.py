"""The duty desk: how it stands with the cases being fixed, and what waits for the office."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from django.db.models import F, Max, Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.cases.access import REMIND
from chuangcheng.cases.models import Case, ProblemClass, UnitReminder
from chuangcheng.cases.overdue import Counted, Tally, tally_by, whole
from chuangcheng.cases.queries.being_fixed import counted_by_day
from chuangcheng.cases.queries.conditions import CaseFilter, fixing_until
from chuangcheng.cases.queries.leaders import NOBODY
from chuangcheng.cases.queries.lists import MOST_COUNTED, CaseLists
from chuangcheng.cases.queries.pending import WAITS, waiting_for
from chuangcheng.cases.workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.core.counting import counts_since
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import Calendar
from chuangcheng.orgs.queries import leaders_in_charge, person_names, town_of_unit, unit_names, unit_places

MOST_LINES = 60  # groups shown
DIMENSIONS = ("unit", "class", "leader", "street")

# What a case is grouped by; `case_being_fixed` carries these columns of it, so that its row is not read.
GROUPED_BY = {
    "unit": ("lead_unit_id",),
    "class": ("problem_class_id",),
    "leader": ("site__contract_leader_id", "site__contract_leader_name", "lead_unit_id"),
    "street": ("area_id",),
}

Group: TypeAlias = "tuple[Any, ...]"


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One group of the board."""

    label: str
    query: str  # of the list with its cases; empty: it cannot be told by a filter
    tally: Tally
    unit_id: int | None = None  # of a group that can be reminded
    reminded_at: datetime | None = None
    reminded_by: str = ""
    may_remind: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """All of it, at one moment."""

    whole: Tally
    next_count: int  # due within the next working hours of the desk
    lines: list[BoardLine]
    more_count: int  # groups that are not shown


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits at the desk in one state."""

    code: str
    label: str
    query: str  # of the list
    count: int  # counted to MOST_COUNTED + 1
    since: datetime | None  # the oldest of those counted


class Desk:
    """The desk of one actor at one moment."""

    def __init__(self, actor: Actor, now: datetime, calendar: Calendar) -> None:
        self.actor = actor
        self.now = now
        self.calendar = calendar
        self.lists = CaseLists(actor, now)
        self.visible = self.lists.matching(CaseFilter())  # once, since it asks for the units of the actor

    def board(self, dimension: str, *, until: datetime) -> Board:
        """The board by unit, class, leader or street; `until`: the end of what is due next. At most six queries.

        Counted in the database from the index of the cases being fixed: closed ones cost nothing.
        """
        fixing = self.visible.filter(state=State.FIXING.value)
        columns = GROUPED_BY[dimension]
        counted = counted_by_day(cases=fixing, columns=columns, now=self.now, calendar=self.calendar)
        lines = list(getattr(self, f"_by_{dimension}")(counted))
        ahead = self.visible.filter(fixing_until(self.now, until)).count()
        return Board(whole(line.tally for line in lines), ahead, lines[:MOST_LINES], len(lines[MOST_LINES:]))

    def waiting(self) -> list[Waiting]:
        """What waits for somebody at the desk, and since when: each from its own index to a limit. One query."""
        asked = waits()
        counted = counts_since([self._waiting(condition, since) for *_words, condition, since in asked])
        return [
            Waiting(code, label, query, count, since)
            for (code, label, query, _condition, _column), (count, since) in zip(asked, counted, strict=True)
        ]

    def _tallies(self, counted: Iterable[Counted], group_of: Callable[[Any], Hashable]) -> Mapping[Any, Tally]:
        """The tallies of what the groups of the database mean."""
        meant = (replace(part, group=group_of(part.group)) for part in counted)
        return tally_by(meant, self.now, self.calendar)

    def _waiting(self, condition: Q, since: str) -> QuerySet[Case, Any]:
        oldest = self.visible.filter(condition).order_by(since, "pk")
        return oldest.annotate(moment=F(since)).values("moment")[: MOST_COUNTED + 1]

    def _by_unit(self, counted: Sequence[Counted]) -> Iterator[BoardLine]:
        tallies = self._tallies(counted, only)
        unit_ids = [unit_id for unit_id in tallies if unit_id is not None]
        places, reminded = unit_places(unit_ids), self._reminded(unit_ids)
        for unit_id, tally in tallies.items():
            if unit_id is None:
                yield BoardLine(_("未派遣"), "", tally)
                continue
            name, path = places[unit_id]
            may_remind = self.actor.may_at(REMIND, path) and tally.overdue + tally.soon > 0
            last_at, last_by = reminded.get(unit_id, (None, ""))
            yield BoardLine(name, f"lead={unit_id}", tally, unit_id, last_at, last_by, may_remind)

    def _by_class(self, counted: Sequence[Counted]) -> Iterator[BoardLine]:
        tallies = self._tallies(counted, only)
        names = dict(ProblemClass.objects.filter(pk__in=[pk for pk in tallies if pk]).values_list("pk", "name"))
        for class_id, tally in tallies.items():
            yield BoardLine(names.get(class_id, _("未定类别")), f"problem_class={class_id}" if class_id else "", tally)

    def _by_leader(self, counted: Sequence[Counted]) -> Iterator[BoardLine]:
        in_charge = leaders_in_charge(today=local_date(self.now))
        contracted = {part.group[0] for part in counted} - {None}
        names = person_names(contracted) | dict(in_charge.values())
        for leader, tally in self._tallies(counted, lambda group: leader_of(group, in_charge)).items():
            label = names.get(leader, "") if isinstance(leader, int) else leader
            yield BoardLine(label if leader != NOBODY else _("未明确领导"), f"leader={leader}", tally)

    def _by_street(self, counted: Sequence[Counted]) -> Iterator[BoardLine]:
        towns = town_of_unit()
        tallies = self._tallies(counted, lambda group: towns.get(only(group) or 0))
        names = unit_names(town for town in tallies if town is not None)
        for town, tally in tallies.items():
            yield BoardLine(names.get(town, _("未定街镇")), f"area={town}" if town else "", tally)

    def _reminded(self, unit_ids: Sequence[int]) -> dict[int, tuple[datetime, str]]:
        newest = UnitReminder.objects.filter(unit__in=unit_ids).values("unit").annotate(newest=Max("pk"))
        rows = UnitReminder.objects.filter(pk__in=newest.values("newest"))
        return {row.unit_id: (row.at, row.actor_name) for row in rows}


def waits() -> list[tuple[str, str, str, Q, str]]:
    """What waits at the desk: code, label, query of the list, condition, and the column that tells since when."""
    states = [
        (State.REPORTED, _("待立案"), "reported_at"),
        (State.FILED, _("待派遣"), "filed_at"),
        (State.FED_BACK, _("待核查"), "fed_back_at"),
    ]
    labels = {"extension": _("延期待批"), "whistle": _("吹哨未到"), "meeting": _("待会议决定")}
    found = [
        (state.value, label, f"state={state.value}", Q(state=state.value), since) for state, label, since in states
    ]
    for wait, since in WAITS.items():
        found.append((wait, labels[wait], f"waits={wait}", waiting_for(wait), since))
    return found


def only(group: Group) -> Any:
    """The value of a group of one column."""
    return group[0]


def leader_of(group: Group, in_charge: Mapping[int, tuple[int, str]]) -> int | str:
    """Who answers for a case, as `queries.leaders.led_by` has it: a person, or the name of who does not sign in."""
    person_id, name, lead_unit_id = group
    if person_id is not None:
        return int(person_id)
    if name:
        return str(name)
    return in_charge[lead_unit_id][0] if lead_unit_id in in_charge else NOBODY
