"""Reads on the sites of a round: who visits them, what is mine to visit, and which may still be added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.inspections.access import VISIT, may_visit, mine, visible_assignments, visible_rounds
from chuangcheng.inspections.models import Assignment, Round, Visit
from chuangcheng.orgs.queries import subtree_ids
from chuangcheng.orgs.queries.holders import people_with
from chuangcheng.sites.access import visible_sites

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Person
    from chuangcheng.sites.models import Site

PAGE_SIZE = 50  # our choice
NOBODY = "none"  # the choice of sites that were given to nobody
VISITED, OPEN = "visited", "open"


@dataclass(frozen=True)
class AssignmentFilter:
    """Which sites of a round a list shows."""

    words: str = ""
    site_type_id: int | None = None
    area_id: int | None = None
    inspector: str = ""  # id of a person, or NOBODY
    visited: str = ""  # VISITED or OPEN


@dataclass(frozen=True)
class OpenRound:
    """A running round with sites that a person still has to visit."""

    round: Round
    left: int  # sites


def assignments_page(
    *, actor: Actor, found: Round, chosen: AssignmentFilter, number: int | str, size: int = PAGE_SIZE
) -> Page[Assignment]:
    """A page of the visible sites of a round with inspectors and visits (`shown_visits`, newest first). Three queries.

    A round has at most some thousand sites, so they are counted.
    """
    visits = Visit.objects.only("pk", "assignment_id", "score", "submitted_at", "review").order_by(
        "-submitted_at", "-pk"
    )
    rows = _chosen(visible_assignments(actor, found), chosen).order_by("order", "pk")
    rows = rows.select_related("site__site_type", "site__area", "inspector", "unit")
    rows = rows.prefetch_related(Prefetch("visits", visits, to_attr="shown_visits"))
    return cast("Page[Assignment]", Paginator(rows, size).get_page(number))


def my_open_assignments(*, actor: Actor) -> QuerySet[Assignment]:
    """Sites that the actor still has to visit in running rounds, in order."""
    rows = Assignment.objects.filter(
        mine(actor), visited_at__isnull=True, excused_at__isnull=True, round__state=Round.State.RUNNING
    )
    return rows.select_related("round", "site__site_type", "site__area").order_by("round__ends_on", "round", "order")


def my_open_rounds(*, actor: Actor) -> list[OpenRound]:
    """The running rounds in which the actor still has sites to visit, the one that ends first before. One query."""
    if not may_visit(actor):
        return []
    own = mine(actor, "assignments__") & Q(assignments__visited_at__isnull=True, assignments__excused_at__isnull=True)
    rows = visible_rounds(actor).filter(state=Round.State.RUNNING).annotate(left=Count("assignments", filter=own))
    return [OpenRound(row, row.left) for row in rows.filter(left__gt=0).order_by("ends_on", "pk")]


def may_visit_people(*, today: date) -> QuerySet[Person]:
    """Those to whom sites can be given, by name. Two queries."""
    return people_with(permission=VISIT, today=today)


def sites_to_add(
    *, actor: Actor, found: Round, words: str = "", site_type_id: int | None = None, area_path: str = ""
) -> QuerySet[Site]:
    """Active sites that are not in the round yet, by area and type."""
    taken = Assignment.objects.filter(round=found, site=OuterRef("pk"))
    rows = visible_sites(actor).filter(~Exists(taken), is_active=True)
    if words.strip():
        rows = rows.filter(Q(name__icontains=words.strip()) | Q(number__iexact=words.strip()))
    if site_type_id is not None:
        rows = rows.filter(site_type_id=site_type_id)
    if area_path:
        rows = rows.filter(area_id__in=subtree_ids(path=area_path))
    return rows.select_related("site_type", "area").order_by("area__path", "site_type__order", "number")


def _chosen(rows: QuerySet[Assignment], chosen: AssignmentFilter) -> QuerySet[Assignment]:
    if chosen.words.strip():
        words = chosen.words.strip()
        rows = rows.filter(Q(site__name__icontains=words) | Q(site__number__iexact=words))
    if chosen.site_type_id is not None:
        rows = rows.filter(site__site_type_id=chosen.site_type_id)
    if chosen.area_id is not None:
        rows = rows.filter(site__area_id=chosen.area_id)
    if chosen.inspector == NOBODY:
        rows = rows.filter(inspector__isnull=True)
    elif chosen.inspector:
        rows = rows.filter(inspector_id=int(chosen.inspector))
    return rows.filter(visited_at__isnull=chosen.visited == OPEN) if chosen.visited in {VISITED, OPEN} else rows


def waiting_elsewhere(*, kind: str, site_ids: Sequence[UUID], other_than: UUID) -> dict[UUID, str]:
    """Of these sites, those that wait for a visit in another open round of the kind: site → its name. One query."""
    rows = Assignment.objects.filter(site__in=site_ids, visited_at__isnull=True, excused_at__isnull=True)
    rows = rows.filter(round__kind=kind, round__state__in=(Round.State.DRAFT, Round.State.RUNNING))
    return dict(rows.exclude(round=other_than).values_list("site_id", "round__name"))
