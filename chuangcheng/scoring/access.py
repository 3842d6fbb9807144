"""Permissions on scores and recorded facts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound
from chuangcheng.orgs.roles import STAFF
from chuangcheng.scoring import workflow
from chuangcheng.scoring.models import Cycle, NegativeHit, OfficialRound, StoredSheet
from chuangcheng.standards.access import visible_frameworks

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

VIEW = define("scoring.view", _("查看得分"), roles=STAFF)
RECORD = define("scoring.record", _("登记数值、等级和材料情况"), roles=("creation_office", "material_officer"))
VIEW_RANKS = define(
    "scoring.view_ranks",
    _("查看名次与对手"),
    roles=("creation_office", "supervision", "government_supervision", "leader"),
)
MANAGE_RANKS = define("scoring.manage_ranks", _("登记官方测评结果"), roles=("creation_office",))
MANAGE_CYCLES = define("scoring.manage_cycles", _("管理周期和验收"), roles=("creation_office",))

VIEW_HITS = define(
    "scoring.view_hits",
    _("查看负面清单登记的事项"),
    roles=("creation_office", "supervision", "government_supervision", "leader"),
)
KEEP = define("scoring.keep_sheets", _("留存得分表"), roles=("creation_office", "government_supervision"))
WATCH = define("scoring.watch_classes", _("设定负面清单的预警来源"), roles=("creation_office",))
define(workflow.RECORD_HITS, _("登记负面清单事项"), roles=("creation_office", "supervision"))
define(workflow.CONFIRM_HITS, _("确认、解除负面清单事项"), roles=("creation_office", "government_supervision"))
define(workflow.APPEAL_HITS, _("对负面清单事项提出申诉"), roles=("creation_office",))


def subject_for(actor: Actor, unit: Unit | None) -> Unit | None:
    """The unit whose sheet is asked for, when the actor sees scores there; None, the whole place, is everybody's."""
    if unit is not None and not actor.may_at(VIEW, unit.path):
        raise NotFound(gettext("没有找到该单位的得分，请选择您负责范围内的单位。"))
    return unit


def official_round_for(
    actor: Actor, round_id: UUID, *, permission: str = VIEW_RANKS, lock: bool = False
) -> OfficialRound:
    """The round of official results with its framework, or NotFound; locked to the end of the transaction on demand."""
    require(actor, permission)
    rows = visible_official_rounds(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=round_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这一轮测评结果，请从名次页面进入。"))
    return found


def visible_official_rounds(actor: Actor) -> QuerySet[OfficialRound]:
    """All rounds, the latest first; of editions that the actor may see."""
    require(actor, VIEW_RANKS)
    rows = OfficialRound.objects.filter(framework__in=visible_frameworks(actor)).select_related("framework")
    return rows.order_by("-held_on", "-created_at", "pk")


def cycle_for(actor: Actor, cycle_id: UUID, *, permission: str = VIEW, lock: bool = False) -> Cycle:
    """The cycle with its framework, or NotFound; locked to the end of the transaction on demand."""
    require(actor, permission)
    rows = visible_cycles(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=cycle_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这个周期或验收，请从列表进入。"))
    return found


def visible_cycles(actor: Actor) -> QuerySet[Cycle]:
    """All cycles, the latest first; of editions that the actor may see."""
    require(actor, VIEW)
    rows = Cycle.objects.filter(framework__in=visible_frameworks(actor)).select_related("framework")
    return rows.order_by("-first_year", "-created_at", "pk")


def visible_hits(actor: Actor) -> QuerySet[NegativeHit]:
    """Hits on the negative list that the actor may see, newest first, with entry and unit."""
    if not actor.may(VIEW_HITS):
        return NegativeHit.objects.none()
    rows = NegativeHit.objects.select_related("entry__framework", "unit").order_by("-happened_on", "-made_at")
    if actor.everywhere(VIEW_HITS):
        return rows
    inside = Q(pk__in=[])
    for root in actor.roots(VIEW_HITS):
        inside |= Q(unit__path__startswith=root)
    return rows.filter(inside)


def hit_to_change(actor: Actor, hit_id: UUID) -> NegativeHit:
    """As `hit_for`, locked until the end of the transaction."""
    NegativeHit.objects.select_for_update().filter(pk=hit_id).values_list("pk").first()
    return hit_for(actor, hit_id)


def hit_for(actor: Actor, hit_id: UUID) -> NegativeHit:
    """The hit, when the actor may see it. Raises NotFound when absent or not theirs."""
    hit = visible_hits(actor).filter(pk=hit_id).first()
    if hit is None:
        raise NotFound(gettext("没有找到该负面清单事项，请从清单进入。"))
    return hit


def stored_sheet_for(actor: Actor, sheet_id: UUID) -> StoredSheet:
    """The kept sheet with its bodies, when the actor sees scores of its subject. Raises NotFound otherwise."""
    rows = StoredSheet.objects.select_related("framework", "subject", "framework_body", "marks_body", "made_by")
    found = rows.filter(pk=sheet_id).first()
    if found is None or not actor.may(VIEW):
        raise NotFound(gettext("没有找到这张得分表，请从得分页面进入。"))
    subject_for(actor, found.subject)
    return found
