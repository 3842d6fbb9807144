"""整改统计 from the records: the counts of a period, by unit, class, street or source, and which cases each one means.

A case belongs to the period in which it was reported with 上报 and 立案, and to the period in which its deadline lies
with everything else. Two bounded ranges of indexes (`reported_at`, `due_at`), never the whole table. Held cases never
count, whoever looks: a bulletin goes to everybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.cases.access import visible_cases
from chuangcheng.cases.figures import Counts
from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.cases.queries.figure_conditions import OF_REPORTS, Period, conditions_of, due_in, reported_in
from chuangcheng.core.access import Actor
from chuangcheng.orgs.queries import town_of_unit, unit_names

GROUPINGS = {"unit": "lead_unit", "class": "problem_class", "street": "area", "source": "source"}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the figures are narrowed to; empty fields do not matter."""

    source: str = ""
    problem_class_id: int | None = None
    unit_ids: tuple[int, ...] | None = None  # one of them leads
    area_ids: tuple[int, ...] | None = None  # it lies in one of them

    def condition(self) -> Q:
        """As the database has it."""
        found = Q()
        if self.source:
            found &= Q(source=self.source)
        if self.problem_class_id is not None:
            found &= Q(problem_class=self.problem_class_id)
        if self.unit_ids is not None:
            found &= Q(lead_unit__in=self.unit_ids)
        if self.area_ids is not None:
            found &= Q(area__in=self.area_ids)
        return found


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A row of the table: what it is of, its figures, and how the list is narrowed to it."""

    label: str
    query: str  # empty: the list cannot be narrowed to it
    counts: Counts


@dataclass(frozen=True, slots=True)
class Figures:
    """The table of one grouping with its totals."""

    lines: list[FigureLine]
    total: Counts


def rectification_figures(*, actor: Actor, period: Period, narrowed: Narrowed, grouping: str, now: datetime) -> Figures:
    """The figures of a period by unit, class, street or source, most due first. At most four queries."""
    column, found = GROUPINGS[grouping], dict[Any, Counts]()
    rows = visible_cases(actor).filter(narrowed.condition()).order_by()
    for key, counts in [
        *_counted(rows.filter(reported_in(period)), column, OF_REPORTS, period, now),
        *_counted(rows.filter(due_in(period)), column, _OF_DEADLINES, period, now),
    ]:
        found[key] = found.get(key, Counts()) + counts
    lines = _lines(grouping, found)
    lines.sort(key=lambda line: (-line.counts.due, -line.counts.received, line.label))
    return Figures(lines, sum((line.counts for line in lines), Counts()))


_OF_DEADLINES = tuple(each.name for each in fields(Counts) if each.name not in OF_REPORTS)


def _counted(
    rows: QuerySet[Case], column: str, names: tuple[str, ...], period: Period, now: datetime
) -> list[tuple[Any, Counts]]:
    conditions = conditions_of(period, now)
    wanted = {f"n_{name}": Count("pk", filter=conditions[name]) for name in names if conditions[name]}
    plain = [name for name in names if not conditions[name]]
    grouped = rows.values(column).annotate(n_all=Count("pk"), **wanted)
    return [
        (
            row[column],
            Counts(**{name: row["n_all"] if name in plain else row[f"n_{name}"] for name in names}),
        )
        for row in grouped
    ]


def _lines(grouping: str, found: Mapping[Any, Counts]) -> list[FigureLine]:
    if grouping == "street":
        return _street_lines(found)
    if grouping == "source":
        labels = dict(Case.Source.choices)
        return [FigureLine(str(labels[key]), f"source={key}", counts) for key, counts in found.items()]
    keys = [key for key in found if key is not None]
    if grouping == "class":
        names = dict(ProblemClass.objects.filter(pk__in=keys).values_list("pk", "name"))
        absent, query = _("未定类别"), "problem_class"
    else:
        names, absent, query = unit_names(keys), _("未派遣（含立行立改）"), "lead"
    return [
        FigureLine(names.get(key, absent), f"{query}={key}" if key is not None else "", counts)
        for key, counts in found.items()
    ]


def _street_lines(found: Mapping[int | None, Counts]) -> list[FigureLine]:
    towns = town_of_unit()
    together: dict[int | None, Counts] = {}
    for area, counts in found.items():
        town = towns.get(area or 0)
        together[town] = together.get(town, Counts()) + counts
    names = unit_names(town for town in together if town is not None)
    return [
        FigureLine(names.get(town or 0, _("未定街镇")), f"area={town}" if town else "", counts)
        for town, counts in together.items()
    ]
