"""Who did what and who did not: sites given, done, late, excused and left, by person or unit and day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.inspections.access import visible_rounds
from chuangcheng.inspections.models import Assignment, Round
from chuangcheng.orgs.queries import person_names, unit_names

MOST_LEFT = 200  # sites in the list of what was not done


@dataclass(slots=True)
class Tally:
    """Sites of somebody."""

    given: int = 0
    done: int = 0
    late: int = 0  # of those done, after the last day
    excused: int = 0

    @property
    def left(self) -> int:
        """Not done and not excused."""
        return self.given - self.done - self.excused

    @property
    def rate(self) -> float | None:
        """Done of what was to be done, 0..1; None when nothing was."""
        asked = self.given - self.excused
        return self.done / asked if asked > 0 else None

    def add(self, other: Tally) -> None:
        """Counts the other one in."""
        self.given += other.given
        self.done += other.done
        self.late += other.late
        self.excused += other.excused


@dataclass
class Line:
    """A person or unit with its days."""

    label: str
    days: dict[date, Tally] = field(default_factory=dict)
    whole: Tally = field(default_factory=Tally)


@dataclass(frozen=True)
class Completion:
    """A month: every line, every day, and the whole."""

    days: Sequence[date]
    free_days: frozenset[date]  # not worked
    lines: Sequence[Line]
    whole: Tally


@dataclass(frozen=True)
class CompletionFilter:
    """Which rounds and whose sites are counted."""

    month: date  # its first day
    plan_id: UUID | None = None
    unit_ids: Sequence[int] | None = None  # where the people hold posts; None: all
    only_plans: bool = True  # rounds that plans made


def completion(*, actor: Actor, chosen: CompletionFilter) -> Completion:
    """Sites by who has them and the last day of their rounds. Four queries."""
    counted = _rows(actor, chosen).order_by().values("inspector", "unit", "round__ends_on")
    rows = counted.annotate(
        given=Count("pk"),
        done=Count("visited_at"),
        late=Count("pk", filter=Q(visited_at__date__gt=F("round__ends_on"))),
        excused=Count("pk", filter=Q(visited_at__isnull=True, excused_at__isnull=False)),
    )
    lines: dict[tuple[int | None, int | None], Line] = {}
    whole = Tally()
    for row in rows:
        line = lines.setdefault((row["inspector"], row["unit"]), Line(""))
        tally = Tally(row["given"], row["done"], row["late"], row["excused"])
        line.days.setdefault(row["round__ends_on"], Tally()).add(tally)
        line.whole.add(tally)
        whole.add(tally)
    _name(lines)
    days = _days(chosen.month)
    calendar = office_calendar()
    free = frozenset(day for day in days if not calendar.is_working_day(day))
    return Completion(days, free, sorted(lines.values(), key=lambda line: (not line.label, line.label)), whole)


def left_assignments(*, actor: Actor, chosen: CompletionFilter, today: date) -> list[Assignment]:
    """The sites of the month that were not done by today, oldest first, MOST_LEFT at most. One query."""
    rows = _rows(actor, chosen).filter(visited_at__isnull=True, excused_at__isnull=True, round__ends_on__lte=today)
    rows = rows.select_related("round", "site__site_type", "site__area", "inspector", "unit")
    return list(rows.order_by("round__ends_on", "round", "order")[:MOST_LEFT])


def left_by_round(*, round_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many sites of each round nobody visited and nobody excused. One query."""
    rows = Assignment.objects.filter(round__in=list(round_ids), visited_at__isnull=True, excused_at__isnull=True)
    return dict(rows.order_by().values_list("round").annotate(count=Count("pk")))


def _rows(actor: Actor, chosen: CompletionFilter) -> QuerySet[Assignment]:
    days = _days(chosen.month)
    rounds = visible_rounds(actor).exclude(state=Round.State.DRAFT).filter(ends_on__range=(days[0], days[-1]))
    if chosen.plan_id is not None:
        rounds = rounds.filter(plan_run__plan=chosen.plan_id)
    elif chosen.only_plans:
        rounds = rounds.filter(plan_run__isnull=False)
    rows = Assignment.objects.filter(round__in=rounds)
    if chosen.unit_ids is not None:
        own = Q(unit__in=chosen.unit_ids) | Q(inspector__posts__unit__in=chosen.unit_ids)
        rows = rows.filter(pk__in=rows.filter(own).values("pk"))
    return rows


def _days(month: date) -> list[date]:
    following = (month + timedelta(days=31)).replace(day=1)
    return [month + timedelta(days=n) for n in range((following - month).days)]


def _name(lines: dict[tuple[int | None, int | None], Line]) -> None:
    people: dict[Any, str] = person_names([person for person, _unit in lines if person])
    units: dict[Any, str] = unit_names([unit for _person, unit in lines if unit])
    for (person, unit), line in lines.items():
        line.label = people.get(person, "") or units.get(unit, "")
