"""What belongs to a special campaign: its cases by rule and by hand, its rounds, its sites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from chuangcheng.cases.queries import CaseScope
from chuangcheng.command.models import SpecialCampaign, SpecialCase, SpecialRound
from chuangcheng.command.queries.specials.made_of import MadeOf, made_of
from chuangcheng.command.special_access import FOLLOW, visible_specials
from chuangcheng.command.special_workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.sites.access import visible_sites

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from chuangcheng.cases.models import Case
    from chuangcheng.orgs.models import Unit
    from chuangcheng.sites.models import Site


CHOSEN = ("campaign", "case__number", "is_in", "reason", "chosen_at")


def scope_of(found: SpecialCampaign) -> CaseScope:
    """Its cases as the cases' context counts them. One query."""
    return made_of(found.pk).scope(found)


def last_words(found: SpecialCampaign) -> dict[UUID, SpecialCase]:
    """The last choice on each case taken in or out by hand. One query."""
    rows = found.choices.select_related("case").only(*CHOSEN).order_by("chosen_at", "pk")
    return {choice.case_id: choice for choice in rows}


def sites_of(actor: Actor, parts: MadeOf) -> QuerySet[Site]:
    """The sites in use of the campaign that the actor sees. Raises NotPermitted for who sees no sites."""
    rows = visible_sites(actor).filter(is_active=True)
    if parts.site_types:
        rows = rows.filter(site_type__in=[each.pk for each in parts.site_types])
    return rows if parts.area_ids is None else rows.filter(area__in=parts.area_ids)


def specials_of_case(*, actor: Actor, case: Case) -> list[tuple[SpecialCampaign, SpecialCase | None]]:
    """The campaigns to which a case belongs, each with the last choice by hand. Two queries."""
    if not actor.may(FOLLOW) or case.is_held:
        return []
    chosen = SpecialCase.objects.filter(campaign=OuterRef("pk"), case=case.pk)
    ways = _by_rule(case) | Q(Exists(chosen))
    if case.source_group:
        ways |= Q(Exists(SpecialRound.objects.filter(campaign=OuterRef("pk"), round=UUID(case.source_group))))
    alive = visible_specials(actor).exclude(state__in=[State.PREPARING.value, State.CANCELLED.value])
    rows = list(alive.filter(ways).order_by("-starts_on", "-pk"))
    words = {
        choice.campaign_id: choice
        for choice in SpecialCase.objects.filter(campaign__in=rows, case=case.pk).order_by("chosen_at", "pk")
    }
    return [(row, words.get(row.pk)) for row in rows if row.pk not in words or words[row.pk].is_in]


def _by_rule(case: Case) -> Q:
    """The campaigns whose classes, days, types and areas the case meets."""
    day = local_date(case.reported_at)
    found = Q(starts_on__lte=day, ends_on__gte=day) & _has("problem_classes", "problemclass", [case.problem_class_id])
    if case.site is not None:
        found &= ~_has("site_types", "sitetype") | _has("site_types", "sitetype", [case.site.site_type_id])
    above = _above(case.area)
    return found & (~_has("areas", "unit") | _has("areas", "unit__path", above))


def _has(field: str, column: str, values: Sequence[object] | None = None) -> Q:
    """That a campaign has one of these, or any, in a field of many."""
    through = SpecialCampaign._meta.get_field(field).remote_field.through  # type: ignore[union-attr] # many to many
    rows = through._default_manager.filter(specialcampaign=OuterRef("pk"))
    return Q(Exists(rows if values is None else rows.filter(**{f"{column}__in": values})))


def _above(area: Unit | None) -> list[str]:
    """The tree paths of an area and of all above it."""
    if area is None:
        return []
    step = area.steplen
    return [area.path[:length] for length in range(step, len(area.path) + 1, step)]
