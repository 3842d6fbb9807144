"""The duty desk: how it stands with the cases being fixed, and what waits for the office."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import numpy as np
from django.db import models
from django.db.models import Count, F, Max, Min, Q
from django.utils.translation import gettext as _

from chuangcheng.cases.access import REMIND
from chuangcheng.cases.models import ProblemClass, UnitReminder
from chuangcheng.cases.overdue import Deadlines, Standing, Tally
from chuangcheng.cases.queries.conditions import CaseFilter
from chuangcheng.cases.queries.leaders import NOBODY
from chuangcheng.cases.queries.lists import MOST_COUNTED, CaseLists
from chuangcheng.cases.queries.pending import WAITS, waiting_for
from chuangcheng.cases.workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import Calendar
from chuangcheng.orgs.access import units_where
from chuangcheng.orgs.queries import leaders_in_charge, town_of_unit, unit_names

MOST_READ = 20_000  # cases being fixed; of more, those that are due first are read and counts say "+"
MOST_LINES = 60  # groups shown
DIMENSIONS = ("unit", "class", "leader", "street")


class Read(NamedTuple):
    """What the board reads of a case, in the order of `COLUMNS`."""

    lead_unit: int | None
    problem_class: int | None
    area: int | None
    leader_id: int | None
    leader: str | None
    leader_text: str | None
    limit_unit: str
    due: int  # seconds since 1970


class Seconds(models.Func):
    """A moment as whole seconds since 1970: read thousands of times faster than a moment."""

    output_field = models.IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By SQLite's own function; the signs of percent are taken off twice on their way."""
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER)"
        return super().as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By EXTRACT, cut to whole seconds as the other does."""
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s))::bigint"
        return super().as_sql(compiler, connection, template=template, **context)


COLUMNS = (
    *("lead_unit_id", "problem_class_id", "area_id", "site__contract_leader_id", "site__contract_leader__name"),
    *("site__contract_leader_name", "limit_unit"),
)


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
    is_cut: bool  # there are more cases than were read


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
        """The board by unit, class, leader or street; `until`: the end of what is due next. At most five queries."""
        rows = self._rows()
        is_cut = len(rows) > MOST_READ
        rows = rows[:MOST_READ]
        due = np.array([row.due for row in rows], dtype=np.float64)
        standing = Deadlines(due, [row.limit_unit for row in rows]).standing(self.now, self.calendar)
        moment = self.now.timestamp()
        lines = list(getattr(self, f"_by_{dimension}")(rows, standing))
        ahead = int(((due >= moment) & (due <= until.timestamp())).sum()) if rows else 0
        return Board(standing.whole(), ahead, lines[:MOST_LINES], len(lines[MOST_LINES:]), is_cut)

    def waiting(self) -> list[Waiting]:
        """What waits for somebody at the desk, and since when. One query each."""
        return [self._waiting(*each) for each in waits()]

    def _rows(self) -> list[Read]:
        fixing = self.visible.filter(state=State.FIXING.value).order_by("due_at", "pk")
        found = fixing.values_list(*COLUMNS, Seconds(F("due_at")))[: MOST_READ + 1]
        return list(map(Read._make, found))

    def _waiting(self, code: str, label: str, query: str, condition: Q, since: str) -> Waiting:
        few = self.visible.filter(condition).order_by(since, "pk").values(since)[: MOST_COUNTED + 1]
        found = few.aggregate(count=Count("*"), since=Min(since))
        return Waiting(code, label, query, found["count"], found["since"])

    def _by_unit(self, rows: Sequence[Read], standing: Standing) -> Iterator[BoardLine]:
        tallies = standing.tally_by([row.lead_unit for row in rows])
        unit_ids = [unit_id for unit_id in tallies if unit_id is not None]
        names, reminded, mine = unit_names(unit_ids), self._reminded(unit_ids), self._remindable(unit_ids)
        for unit_id, tally in tallies.items():
            last_at, last_by = reminded.get(unit_id, (None, ""))
            may_remind = unit_id in mine and tally.overdue + tally.soon > 0
            query = f"lead={unit_id}" if unit_id is not None else ""
            yield BoardLine(names.get(unit_id, _("未派遣")), query, tally, unit_id, last_at, last_by, may_remind)

    def _by_class(self, rows: Sequence[Read], standing: Standing) -> Iterator[BoardLine]:
        tallies = standing.tally_by([row.problem_class for row in rows])
        names = dict(ProblemClass.objects.filter(pk__in=[pk for pk in tallies if pk]).values_list("pk", "name"))
        for class_id, tally in tallies.items():
            yield BoardLine(names.get(class_id, _("未定类别")), f"problem_class={class_id}" if class_id else "", tally)

    def _by_leader(self, rows: Sequence[Read], standing: Standing) -> Iterator[BoardLine]:
        in_charge = leaders_in_charge(today=local_date(self.now))
        named = [leader_of(row, in_charge) for row in rows]
        labels = dict(named)
        for key, tally in standing.tally_by([key for key, _label in named]).items():
            yield BoardLine(labels[key] or _("未明确领导"), f"leader={key}", tally)

    def _by_street(self, rows: Sequence[Read], standing: Standing) -> Iterator[BoardLine]:
        towns = town_of_unit()
        tallies = standing.tally_by([towns.get(row.area or 0) for row in rows])
        names = unit_names(town for town in tallies if town is not None)
        for town, tally in tallies.items():
            yield BoardLine(names.get(town, _("未定街镇")), f"area={town}" if town else "", tally)

    def _remindable(self, unit_ids: Sequence[int]) -> set[int]:
        if not self.actor.may(REMIND):
            return set()
        return set(units_where(self.actor, REMIND).filter(pk__in=unit_ids).values_list("pk", flat=True))

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
    labels = {"extension": _("延期待批"), "whistle": _("吹哨未到")}
    found = [
        (state.value, label, f"state={state.value}", Q(state=state.value), since) for state, label, since in states
    ]
    for wait, since in WAITS.items():
        found.append((wait, labels[wait], f"waits={wait}", waiting_for(wait), since))
    return found


def leader_of(row: Read, in_charge: Mapping[int, tuple[int, str]]) -> tuple[str, str]:
    """Key and name of who answers for a case, as `queries.leaders.led_by` has it."""
    if row.leader_id is not None:
        return str(row.leader_id), row.leader or ""
    if row.leader_text:
        return row.leader_text, row.leader_text
    person_id, name = in_charge.get(row.lead_unit or 0, (None, ""))
    return (str(person_id), name) if person_id is not None else (NOBODY, "")
