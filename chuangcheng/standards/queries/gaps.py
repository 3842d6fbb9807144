"""What nobody answers for, and what cannot be scored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from chuangcheng.core.access import Actor
from chuangcheng.standards.drafts import ON_SITE
from chuangcheng.standards.models import Duty, DutyRuling, Framework, Item, ItemLeader, Part, Standard
from chuangcheng.standards.queries.duties import running_on
from chuangcheng.standards.queries.tree import frameworks_in_force


@dataclass(frozen=True)
class Gaps:
    """The lists of gaps of a framework."""

    items_without_leader: list[Item]
    standards_without_lead: list[Standard]
    standards_without_site_type: list[Standard]  # on-site, but no kind of place to look at it
    standards_without_rule: list[Standard]  # nothing says how they are scored
    open_disputes: list[DutyRuling]


@dataclass(frozen=True)
class GapFigures:
    """How many gaps a framework in force has."""

    framework: Framework
    items: int  # without a leader
    standards: int  # without a lead unit


def gaps(*, framework: Framework, day: date) -> Gaps:
    """The lists of gaps of a framework on a day. Five queries."""
    on_site = Part.objects.filter(standard=OuterRef("pk"), method=ON_SITE)
    any_part = Part.objects.filter(standard=OuterRef("pk"))
    unruled = any_part.filter(rule="")
    standards = framework.standards.select_related("content__item")
    disputes = DutyRuling.objects.filter(standard__framework=framework, ruled_at__isnull=True)
    asked = disputes.select_related("standard", "raised_by_unit", "ruled_for", "ruled_by")
    return Gaps(
        list(_items_without_leader(framework.items.all(), day)),
        list(_standards_without_lead(standards, day)),
        list(standards.filter(Exists(on_site), site_types__isnull=True)),
        list(standards.filter(Q(Exists(unruled)) | ~Q(Exists(any_part)))),
        list(asked.order_by("raised_at", "pk")),
    )


def gap_figures(*, actor: Actor, day: date) -> list[GapFigures]:
    """The editions in force that have gaps, with their numbers. One query."""
    items = _items_without_leader(Item.objects.all(), day)
    standards = _standards_without_lead(Standard.objects.all(), day)
    rows = frameworks_in_force(actor=actor).annotate(gap_items=_counted(items), gap_standards=_counted(standards))
    found = [GapFigures(row, row.gap_items or 0, row.gap_standards or 0) for row in rows]
    return [each for each in found if each.items or each.standards]


def _items_without_leader(rows: QuerySet[Item], day: date) -> QuerySet[Item]:
    led = ItemLeader.objects.filter(running_on(day), item=OuterRef("pk"))
    return rows.exclude(Exists(led))


def _standards_without_lead(rows: QuerySet[Standard], day: date) -> QuerySet[Standard]:
    lead = Duty.objects.filter(running_on(day), standard=OuterRef("pk"), kind=Duty.Kind.LEAD)
    return rows.exclude(Exists(lead))


def _counted(rows: QuerySet[Item] | QuerySet[Standard]) -> Subquery:
    """The number of these rows in the framework of the outer query."""
    inside = rows.filter(framework=OuterRef("pk")).order_by().values("framework")
    return Subquery(inside.annotate(count=Count("pk")).values("count"))
