"""The sites of a plan's next round, in the order of the tree, each with its town, its unit and who had it last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.inspections.models import Assignment, Plan, PlanRun
from chuangcheng.inspections.sharing import Member, Place
from chuangcheng.orgs.queries import town_of_unit
from chuangcheng.sites.access import visible_sites

if TYPE_CHECKING:
    from chuangcheng.sites.models import Site


def places_of(
    *, actor: Actor, plan: Plan, scope: Mapping[str, Any], site_ids: Sequence[UUID] | None = None
) -> list[Place]:
    """The active sites of a scope, or just these. Four queries."""
    towns, last = town_of_unit(), _last_members(plan)
    wanted = site_ids if site_ids is not None else [UUID(pk) for pk in scope.get("site_ids", ())]
    rows = _rows(visible_sites(actor).filter(is_active=True), scope, wanted)
    town_ids = set() if wanted else set(scope.get("town_ids", ()))
    return [
        Place(str(pk), towns.get(area, 0), last.get(pk), owner or area)
        for pk, area, owner in rows
        if not town_ids or towns.get(area, 0) in town_ids
    ]


def _rows(rows: QuerySet[Site], scope: Mapping[str, Any], wanted: Sequence[UUID]) -> QuerySet[Any, Any]:
    if wanted:
        rows = rows.filter(pk__in=wanted)
    elif scope.get("type_ids"):
        rows = rows.filter(site_type__in=scope["type_ids"])
    ordered = rows.order_by("area__path", "site_type__order", "number")
    return ordered.values_list("pk", "area_id", "owner_id")


def _last_members(plan: Plan) -> dict[UUID, Member]:
    """Who had each site in the last round that there was; of somebody who stood in, the one stood in for."""
    last = PlanRun.objects.filter(plan=plan, round__isnull=False).order_by("-period").values_list("round").first()
    if last is None:
        return {}
    rows = Assignment.objects.filter(round=last[0]).values_list("site", "inspector", "unit", "stands_in_for")
    return {site: Member(person_id=absent or person, unit_id=unit) for site, person, unit, absent in rows}
