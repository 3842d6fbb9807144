"""Permissions on special campaigns, and the only way to their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import SpecialCampaign, SpecialReport, SpecialReportPhoto, SpecialUnit
from chuangcheng.command.special_workflow import State
from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import STAFF

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

FOLLOW = define("command.follow_specials", _("查看专项整治"), roles=STAFF)
ORGANISE = define("command.organise_specials", _("组织专项整治"), roles=("creation_office",))
REPORT = define("command.report_specials", _("报送专项整治进展"), roles=("unit_head", "liaison"))


def visible_specials(actor: Actor) -> QuerySet[SpecialCampaign]:
    """All for who organises them; for others those that were started, units only where they or a unit below take part.

    A campaign in preparation is also its leader's.
    """
    require(actor, FOLLOW)
    if actor.everywhere(ORGANISE):
        return SpecialCampaign.objects.all()
    led = Q(leader=actor.person_id)
    if actor.everywhere(FOLLOW):
        return SpecialCampaign.objects.filter(led | ~Q(state=State.PREPARING.value))
    own = SpecialUnit.objects.filter(in_units_where(actor, FOLLOW, "unit"))
    theirs = Q(pk__in=own.values("campaign")) & ~Q(state=State.PREPARING.value)
    return SpecialCampaign.objects.filter(led | theirs)


def special_for(actor: Actor, special_id: UUID, *, lock: bool = False) -> SpecialCampaign:
    """The campaign; NotFound when absent or not theirs. `lock` holds it to the end of the transaction."""
    if lock:
        # Alone and first: a row that was waited for comes back with the joined rows of before.
        SpecialCampaign.objects.select_for_update(no_key=True).filter(pk=special_id).values_list("pk").first()
    rows = visible_specials(actor).select_related("leader", "lead_unit").defer("lead_unit__boundary")
    found = rows.filter(pk=special_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该专项整治，请从专项整治列表进入。"))
    return found


def special_to_organise(actor: Actor, special_id: UUID) -> SpecialCampaign:
    """The campaign, locked, for who organises campaigns."""
    require_organiser(actor)
    return special_for(actor, special_id, lock=True)


def require_organiser(actor: Actor) -> None:
    """Raises NotPermitted for who organises no campaigns of the whole place."""
    require(actor, ORGANISE)
    if not actor.everywhere(ORGANISE):
        raise NotPermitted(gettext("您没有办理此事项的权限，请联系创城办。"))


def units_to_report(actor: Actor, found: SpecialCampaign) -> list[Unit]:
    """The taking-part units for which the actor reports, in the order of the tree."""
    if not actor.may(REPORT):
        return []
    rows = found.units.filter(in_units_where(actor, REPORT, "pk")).defer("boundary")
    return list(rows.order_by("path"))


def visible_reports(actor: Actor, found: SpecialCampaign) -> QuerySet[SpecialReport]:
    """The standing reports of a campaign that the actor sees: all, or those of the actor's units."""
    rows = found.reports.filter(replaced_by__isnull=True)
    is_whole = actor.everywhere(FOLLOW) or found.leader_id == actor.person_id
    return rows if is_whole else rows.filter(in_units_where(actor, FOLLOW, "unit"))


def may_read_report_photo(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a picture of a report that the actor sees."""
    if not actor.may(FOLLOW):
        return False
    rows = SpecialReportPhoto.objects.filter(file=file_id, report__campaign__in=visible_specials(actor))
    if actor.everywhere(FOLLOW):
        return rows.exists()
    seen = in_units_where(actor, FOLLOW, "report__unit") | Q(report__campaign__leader=actor.person_id)
    return rows.filter(seen).exists()
