"""Relapses of cases that the actor sees: of one case in both directions, and counted by unit, class and street."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.models import Case, ProblemClass, Relapse
from chuangcheng.cases.recurrence_policies import CAUSES
from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI, today
from chuangcheng.orgs.queries import unit_names, units_by_path

STANDING = (Relapse.Ruling.RECOGNISED, Relapse.Ruling.CONFIRMED)
RETURNS_SHOWN = 10  # of one case
LONGEST_DAYS = 366  # of an analysis: our choice
STREET_LETTERS = 8  # of a tree path: the place and the level below it
MOST_ROWS = 30  # of each table


@dataclass(frozen=True, slots=True)
class RelapseStory:
    """What a case has to do with relapses."""

    relapse: Relapse | None  # that it is one, whatever was ruled
    earlier: Case | None  # which came back, when the actor sees it
    returns: Sequence[Relapse]  # those that came back after it, each with its case, visible to the actor


@dataclass(frozen=True, slots=True)
class RelapseShare:
    """How many of one unit, class or street."""

    key: int | None
    name: str
    count: int
    again: int  # of them the second time or more
    without_cause: int


@dataclass(frozen=True, slots=True)
class RelapseAnalysis:
    """Relapses opened in a period."""

    count: int
    by_unit: Sequence[RelapseShare]  # by which fixed it the last time
    by_class: Sequence[RelapseShare]
    by_street: Sequence[RelapseShare]
    by_cause: Sequence[tuple[str, int]]


def relapse_story(*, actor: Actor, case: Case) -> RelapseStory:
    """Both directions. One query."""
    seen = visible_cases(actor)
    came_back = Q(case=case) & ~Q(ruling=Relapse.Ruling.WITHDRAWN)
    rows = Relapse.objects.filter(came_back | Q(earlier=case, ruling__in=STANDING, case__in=seen))
    rows = rows.annotate(is_earlier_seen=Exists(seen.filter(pk=OuterRef("earlier"))))
    found = list(rows.select_related("case", "earlier__site", "earlier__lead_unit").order_by("-opened_at"))
    relapse = next((row for row in found if row.case_id == case.pk), None)
    earlier = relapse.earlier if relapse is not None and relapse.is_earlier_seen else None
    return RelapseStory(relapse, earlier, [row for row in found if row.earlier_id == case.pk][:RETURNS_SHOWN])


def relapse_condition(*, unit_id: int | None = None, since: date | None = None, until: date | None = None) -> Q:
    """Cases that are relapses: of a unit's fixes, opened on days from the first to the last."""
    if unit_id is None and since is None and until is None:
        return Q(relapse_count__gt=0)
    links = Relapse.objects.filter(ruling__in=STANDING, **_span(since, until))
    if unit_id is not None:
        links = links.filter(unit=unit_id)
    return Q(relapse_count__gt=0, pk__in=links.values("case"))


def relapse_analysis(*, actor: Actor, since: date, until: date) -> RelapseAnalysis:
    """Relapses opened on the days from the first to the last, at most LONGEST_DAYS of them. Seven queries."""
    first = max(since, until - timedelta(days=LONGEST_DAYS - 1))
    rows = Relapse.objects.filter(ruling__in=STANDING, case__in=visible_cases(actor), **_span(first, until))
    units, classes = _counted(rows, F("unit")), _counted(rows, F("case__problem_class"))
    streets = _counted(rows, Substr("case__area__path", 1, STREET_LETTERS))
    causes = rows.exclude(cause="").values_list("cause").annotate(n=Count("pk")).order_by("-n", "cause")
    names = {each.pk: each.name for each in ProblemClass.objects.filter(pk__in=[row["key"] for row in classes])}
    of_paths = units_by_path([row["key"] for row in streets if row["key"]])
    return RelapseAnalysis(
        count=rows.count(),
        by_unit=_shares(units, unit_names([row["key"] for row in units if row["key"]])),
        by_class=_shares(classes, names),
        by_street=[_street(row, of_paths) for row in streets],
        by_cause=list(causes[:MOST_ROWS]),
    )


def _counted(rows: QuerySet[Relapse], key: Any) -> list[dict[str, Any]]:
    grouped = (
        rows.order_by()
        .values(key=key)
        .annotate(
            count=Count("pk"),
            again=Count("pk", filter=Q(case__relapse_count__gt=1)),
            without_cause=Count("pk", filter=Q(cause="")),
        )
    )
    return list(grouped.order_by("-count", "key")[:MOST_ROWS])


def _shares(rows: Sequence[Mapping[str, Any]], names: Mapping[int, str]) -> list[RelapseShare]:
    return [
        RelapseShare(row["key"], names.get(row["key"], ""), row["count"], row["again"], row["without_cause"])
        for row in rows
    ]


def _street(row: Mapping[str, Any], of_paths: Mapping[str, tuple[int, str]]) -> RelapseShare:
    key, name = of_paths.get(row["key"] or "", (None, ""))
    return RelapseShare(key, name, row["count"], row["again"], row["without_cause"])


def _span(since: date | None, until: date | None) -> dict[str, datetime]:
    found = {}
    if since is not None:
        found["opened_at__gte"] = datetime.combine(since, time(), SHANGHAI)
    if until is not None:
        found["opened_at__lt"] = datetime.combine(until + timedelta(days=1), time(), SHANGHAI)
    return found


def standing_relapse(*, case: Case) -> Relapse | None:
    """That the case is the same problem back, unless somebody denied it. One query."""
    return Relapse.objects.filter(case=case, ruling__in=STANDING).first()


def cause_names(relapse: Relapse) -> list[str]:
    """The causes to choose from today, and the one that was chosen before, if it is no longer among them."""
    names = list(CAUSES.on(today()))
    return names if not relapse.cause or relapse.cause in names else [relapse.cause, *names]
