"""What the map of open cases draws: cases that lie close together gathered by the database, the others one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, F, Min, Q, QuerySet, Value
from django.db.models.functions import Substr

from chuangcheng.cases.access import visible_parts
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.conditions import CaseFilter, overdue_condition
from chuangcheng.cases.queries.lists import SHOWN, SHOWN_WITH, CaseLists
from chuangcheng.cases.states import OPEN_STATES, State
from chuangcheng.core.maps import APART_FROM, Box, letters_at

FIRST = datetime.min.replace(tzinfo=UTC)  # in the place of a deadline that is not there
MOST_DRAWN = 600  # cases or clusters in one answer; our choice, as for sites

# What is told of a case that is drawn by itself: most of a record's cost is its columns, and up to MOST_DRAWN are made.
DRAWN_WITH = ("site", "lead_unit")
DRAWN = (
    *("number", "state", "description", "place_text", "lon", "lat", "reported_at"),
    *("due_at", "limit_unit", "fed_back_at", "suspended_at"),
    *(f"{relation}__name" for relation in DRAWN_WITH),
)

ON_MAP = Q(state__in=sorted(state.value for state in OPEN_STATES), lon__isnull=False)


A_CASE = Value(1)  # counted instead of a column, so that `case_on_map` answers alone


@dataclass(frozen=True, slots=True)
class Gathered:
    """Cases drawn as one."""

    cell: str  # the beginning of their cells
    lon: float
    lat: float
    count: int
    overdue_count: int
    number: str  # of one of them


@dataclass(frozen=True, slots=True)
class DrawnCases:
    """One answer to the map."""

    clusters: Sequence[Gathered]
    cases: Sequence[Case]


def drawn_cases(lists: CaseLists, chosen: CaseFilter, *, box: Box, zoom: int) -> DrawnCases:
    """Clusters and single open cases inside the box at a zoom. A query for each part that is visible, and one."""
    if zoom >= APART_FROM:
        wanted = lists.condition(chosen) & ON_MAP & box.condition()
        drawn = Case.objects.select_related(*DRAWN_WITH).only(*DRAWN)
        return DrawnCases([], _found(lists, drawn.filter(wanted), MOST_DRAWN))
    found = gathered_cases(lists, chosen, box=box, letters=letters_at(zoom))
    clusters = [cluster for cluster in found if cluster.count > 1]
    return DrawnCases(clusters, _numbered([cluster.number for cluster in found if cluster.count == 1]))


def gathered_cases(lists: CaseLists, chosen: CaseFilter, *, box: Box, letters: int) -> list[Gathered]:
    """Open cases inside the box by the first letters of their cells, in order of cell, at most MOST_DRAWN."""
    wanted = lists.condition(chosen) & ON_MAP & box.condition()
    sums: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for part in visible_parts(lists.reach):
        rows = Case.objects.filter(part & wanted).order_by()
        by_cell = rows.annotate(cluster=Substr("cell", 1, letters)).values("cluster")
        counted = by_cell.annotate(
            count=Count(A_CASE),
            overdue=Count(A_CASE, filter=overdue_condition(lists.now)),
            x=Avg("lon"),
            y=Avg("lat"),
            number=Min("number"),
        )
        for row in counted.order_by("cluster")[:MOST_DRAWN]:
            sums[row["cluster"]].append(row)
    return [_together(cell, sums[cell]) for cell in sorted(sums)[:MOST_DRAWN]]


def cases_in(lists: CaseLists, chosen: CaseFilter, *, box: Box, limit: int) -> list[Case]:
    """Open cases inside the box, those due first in front, then those that wait longest."""
    rows = Case.objects.select_related(*SHOWN_WITH).only(*SHOWN)
    return _found(lists, rows.filter(lists.condition(chosen) & ON_MAP & box.condition()), limit)


def _numbered(numbers: Sequence[str]) -> list[Case]:
    if not numbers:
        return []
    return list(Case.objects.filter(number__in=numbers).select_related(*DRAWN_WITH).only(*DRAWN))


def _found(lists: CaseLists, wanted: QuerySet[Case], limit: int) -> list[Case]:
    """Those being fixed in front, since their deadlines still run; the others only when these are few."""
    fixing = Q(state=State.FIXING.value)
    found = _of_parts(lists, wanted.filter(fixing), limit)
    return found if len(found) == limit else found + _of_parts(lists, wanted.filter(~fixing), limit - len(found))


def _of_parts(lists: CaseLists, wanted: QuerySet[Case], limit: int) -> list[Case]:
    found: list[Case] = []
    for part in visible_parts(lists.reach):
        found += wanted.filter(part).order_by(F("due_at").asc(nulls_last=True), "pk")[:limit]
    found.sort(key=_urgency)
    return found[:limit]


def _together(cell: str, rows: Sequence[Mapping[str, Any]]) -> Gathered:
    count = sum(row["count"] for row in rows)
    lon = sum(row["x"] * row["count"] for row in rows) / count
    lat = sum(row["y"] * row["count"] for row in rows) / count
    return Gathered(cell, lon, lat, count, sum(row["overdue"] for row in rows), rows[0]["number"])


def _urgency(case: Case) -> tuple[bool, datetime, UUID]:
    return case.due_at is None, case.due_at or FIRST, case.pk
