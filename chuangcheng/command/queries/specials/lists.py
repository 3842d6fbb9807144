"""Special campaigns: the list, one with all that it is made of, what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, QuerySet

from chuangcheng.command.models import SpecialCampaign, SpecialReport, SpecialStep, SpecialUnit
from chuangcheng.command.queries.specials.made_of import MadeOf, made_of
from chuangcheng.command.special_access import FOLLOW, ORGANISE, REPORT, visible_reports, visible_specials
from chuangcheng.command.special_policies import is_report_day
from chuangcheng.command.special_workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.orgs.access import in_units_where

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit
    from chuangcheng.standards.models import Standard

MINE = "mine"  # led by who asks
MOST_WAITING = 50  # of one context, as the to-do page takes


@dataclass(frozen=True)
class Special:
    """A campaign with what it is made of; each part is read when it is asked for, once."""

    campaign: SpecialCampaign

    @cached_property
    def standards(self) -> list[Standard]:
        return list(self.campaign.standards.select_related("framework").order_by("framework", "code"))

    @cached_property
    def made_of(self) -> MadeOf:
        """Classes, types, areas, units, targets, rounds and choices."""
        return made_of(self.campaign.pk)

    @cached_property
    def steps(self) -> list[SpecialStep]:
        """The newest first."""
        return list(self.campaign.steps.select_related("made_by").order_by("-made_at", "-pk"))


def specials_shown(*, actor: Actor, view: str) -> QuerySet[SpecialCampaign]:
    """The campaigns of a state, or those that the actor leads, with the number of units; the latest first."""
    rows = visible_specials(actor)
    rows = rows.filter(leader=actor.person_id) if view == MINE else rows.filter(state=view) if view else rows
    rows = rows.select_related("leader", "lead_unit").defer("lead_unit__boundary")
    return rows.annotate(unit_count=Count("units", distinct=True)).order_by("-starts_on", "-pk")


def reports_to_give(*, actor: Actor, day: date) -> list[tuple[SpecialCampaign, Unit]]:
    """Running campaigns and the actor's units that have not reported this day. One query besides settings."""
    if not actor.may(REPORT) or not is_report_day(day):
        return []
    told = SpecialReport.objects.filter(
        campaign=OuterRef("campaign"), unit=OuterRef("unit"), day=day, replaced_by__isnull=True
    )
    rows = SpecialUnit.objects.filter(
        in_units_where(actor, REPORT, "unit"),
        ~Exists(told),
        campaign__state=State.RUNNING.value,
        campaign__starts_on__lte=day,
        campaign__ends_on__gte=day,
    )
    found = rows.select_related("campaign", "unit").defer("unit__boundary")
    return [(row.campaign, row.unit) for row in found.order_by("campaign__ends_on", "pk")[:MOST_WAITING]]


def specials_past_end(*, actor: Actor, day: date) -> QuerySet[SpecialCampaign]:
    """Running campaigns whose last day has passed, for who organises them: to be wound up or extended."""
    if not actor.everywhere(ORGANISE):
        return SpecialCampaign.objects.none()
    return SpecialCampaign.objects.filter(state=State.RUNNING.value, ends_on__lt=day).order_by("ends_on", "pk")


def days_of_reports(found: SpecialCampaign, *, today: date) -> list[date]:
    """The days of which a report is wanted, up to today, the newest first."""
    last = min(found.ends_on, today)
    span = (last - found.starts_on).days + 1
    days = [date.fromordinal(last.toordinal() - back) for back in range(max(span, 0))]
    return [day for day in days if is_report_day(day)]


def reports_of_day(*, actor: Actor, found: SpecialCampaign, day: date) -> dict[int, SpecialReport]:
    """What units reported of a day, with pictures, by unit. Two queries."""
    rows = visible_reports(actor, found).filter(day=day).select_related("reported_by").prefetch_related("photos__file")
    return {row.unit_id: row for row in rows}


def visible_special_ids(actor: Actor, object_ids: Sequence[str]) -> set[str]:
    """Of these ids those that the actor sees. One query."""
    if not actor.may(FOLLOW):
        return set()
    return {str(pk) for pk in visible_specials(actor).filter(pk__in=object_ids).values_list("pk", flat=True)}


def specials_of_standard(*, actor: Actor, standard_id: int) -> list[SpecialCampaign]:
    """The campaigns for a standard that the actor sees, the latest first. One query."""
    if not actor.may(FOLLOW):
        return []
    rows = visible_specials(actor).filter(standards=standard_id).exclude(state=State.CANCELLED.value)
    return list(rows.select_related("leader").order_by("-starts_on", "-pk")[:MOST_WAITING])
