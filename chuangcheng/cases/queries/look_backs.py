"""Look-backs that the actor sees: what is due, bundled by place; of one case; and how steady the fixes of units are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from chuangcheng.cases.access import LOOK_BACK, Reach, look_backs_within
from chuangcheng.cases.models import Case, LookBack, Relapse
from chuangcheng.cases.models.cases import WAS_FIXED
from chuangcheng.cases.queries.rulebook import COMMUNITIES, STREETS
from chuangcheng.cases.workflow import FIX_CASES
from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.queries import lines_of_units, open_unit_ids, people_with, unit_names

DUE, COMING, LOOK_BACKS_MINE, DONE = "due", "coming", "mine", "done"
COMING_DAYS = 30
MOST_SHOWN = 300  # on one page: our choice
MOST_COUNTED = 1000
SHOWN_WITH = ("case__site", "case__area", "case__lead_unit", "case__problem_class", "assignee", "unit")


@dataclass(frozen=True, slots=True)
class LookBackGroup:
    """What is to be looked at in one area, place by place."""

    area: str
    rows: Sequence[LookBack]


@dataclass(frozen=True, slots=True)
class LookBackPage:
    """The groups of a view; `is_cut` when there are more than are shown."""

    groups: Sequence[LookBackGroup]
    count: int
    is_cut: bool


@dataclass(frozen=True, slots=True)
class LookBackTakers:
    """Ids and names of whom look-backs may be given to."""

    people: Sequence[tuple[int, str]]
    units: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How the fixes of a unit held that were closed in a period."""

    fixed: int  # cases closed as fixed
    returned: int  # of them came back, as far as it is known today
    looked_at: int  # look-backs done with a finding, whatever it was
    kept: int  # of them found still fixed

    @property
    def rate(self) -> float | None:
        """Share of the fixes that did not come back, 0..1; None without fixes."""
        return (self.fixed - self.returned) / self.fixed if self.fixed else None


def look_back_page(*, actor: Actor, view: str, today: date, area_ids: Collection[int] | None = None) -> LookBackPage:
    """The look-backs of a view, by area and place. Two queries."""
    reach = Reach(actor)
    rows = _in_view(look_backs_within(reach), reach, view, today)
    if area_ids is not None:
        rows = rows.filter(case__area__in=area_ids)
    shown = rows.select_related(*SHOWN_WITH)
    shown = shown.defer("case__area__boundary", "case__lead_unit__boundary", "unit__boundary")
    order = ("-done_at",) if view == DONE else ("due_on", "pk")
    found = list(shown.order_by(*order)[: MOST_SHOWN + 1])
    is_cut = len(found) > MOST_SHOWN
    ordered = sorted(found[:MOST_SHOWN], key=_place_key)
    groups = [LookBackGroup(name, list(rows)) for name, rows in groupby(ordered, key=_area_name)]
    count = rows.order_by()[: MOST_COUNTED + 1].count() if is_cut else len(found)
    return LookBackPage(groups, count, is_cut)


def due_look_backs(*, actor: Actor, today: date) -> QuerySet[LookBack]:
    """Those that the actor took or was given and that are due. A query for the units."""
    reach = Reach(actor)
    return look_backs_within(reach).filter(_mine(reach), state=LookBack.State.PLANNED, due_on__lte=today)


def look_backs_of_case(*, case: Case) -> list[LookBack]:
    """Those of a case, in order, lapsed ones left out. One query."""
    rows = LookBack.objects.filter(case=case).exclude(state=LookBack.State.LAPSED)
    rows = rows.select_related("assignee", "unit").defer("unit__boundary")
    return list(rows.order_by("due_on", "after_days"))


def days_kept(rows: Sequence[LookBack]) -> int:
    """How many days after closing the fix was last seen to hold; 0 when nobody has looked."""
    return max((row.after_days for row in rows if row.finding == LookBack.Finding.STILL_FIXED), default=0)


def steadiness_of_units(*, unit_ids: Collection[int], since: date, until: date) -> dict[int, Steadiness]:
    """For each unit the fixes closed from the first to the last day, whoever may see them: for rules and figures.

    Three queries, bounded by the period. Imported history is left out, since nobody looks back at it.
    """
    span = {"closed_at__gte": _start(since), "closed_at__lt": _start(until + timedelta(days=1))}
    fixes = Case.objects.filter(WAS_FIXED, lead_unit__in=unit_ids, is_imported=False, **span).order_by()
    fixed = dict(fixes.values_list("lead_unit").annotate(Count("pk")))
    standing = [Relapse.Ruling.RECOGNISED, Relapse.Ruling.CONFIRMED]
    back = Relapse.objects.filter(earlier__in=fixes, ruling__in=standing, case__is_held=False).order_by()
    returned = dict(back.values_list("earlier__lead_unit").annotate(Count("earlier", distinct=True)))
    seen = LookBack.objects.filter(case__in=fixes, state=LookBack.State.DONE).exclude(
        finding=LookBack.Finding.CANNOT_TELL
    )
    counted = seen.order_by().values_list("case__lead_unit")
    kept = Count("pk", filter=Q(finding=LookBack.Finding.STILL_FIXED))
    looks = {unit: numbers for unit, *numbers in counted.annotate(done=Count("pk"), kept=kept)}
    return {unit: Steadiness(fixed.get(unit, 0), returned.get(unit, 0), *looks.get(unit, (0, 0))) for unit in unit_ids}


def _in_view(rows: QuerySet[LookBack], reach: Reach, view: str, today: date) -> QuerySet[LookBack]:
    planned = rows.filter(state=LookBack.State.PLANNED)
    if view == DONE:
        return rows.filter(state=LookBack.State.DONE, done_at__gte=_start(today - timedelta(days=COMING_DAYS)))
    if view == LOOK_BACKS_MINE:
        return planned.filter(_mine(reach))
    if view == COMING:
        return planned.filter(due_on__gt=today, due_on__lte=today + timedelta(days=COMING_DAYS))
    return planned.filter(due_on__lte=today)


def _mine(reach: Reach) -> Q:
    """Taken by the actor or given to them, or to a unit for which they fix."""
    return Q(assignee=reach.actor.person_id) | Q(unit__in=reach.units(FIX_CASES), assignee__isnull=True)


def assignment_options(*, rows: Collection[LookBack], today: date) -> LookBackTakers:
    """To whom these may be given: people who look back, the communities and streets around them. Five queries."""
    lines = lines_of_units({row.case.area_id for row in rows if row.case.area_id is not None})
    units = {pk: kind for line in lines.values() for pk, kind in line if kind in {*STREETS, *COMMUNITIES}}
    names = unit_names(open_unit_ids(units))
    people = people_with(permission=LOOK_BACK, today=today).values_list("pk", "name")[:MOST_SHOWN]
    return LookBackTakers(list(people), sorted(names.items(), key=lambda unit: (units[unit[0]], unit[1])))


def _area_name(row: LookBack) -> str:
    return row.case.area.name if row.case.area is not None else ""


def _place_key(row: LookBack) -> tuple[str, str, str, date]:
    area = row.case.area
    return (area.path if area is not None else "~", _area_name(row), row.case.place, row.due_on)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
