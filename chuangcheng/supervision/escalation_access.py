"""Permissions on escalation and supervision orders, and the only way to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound
from chuangcheng.orgs.access import in_units_where
from chuangcheng.supervision.models import EscalationStep, StreakStep

OFFICES = ("creation_office", "supervision", "government_supervision")
UNITS = ("unit_head", "liaison")

VIEW_ESCALATIONS = define("supervision.view_escalations", _("查看督办升级"), roles=(*OFFICES, *UNITS, "leader"))
HANDLE_ESCALATIONS = define("supervision.handle_escalations", _("办理约谈、移交，撤销升级"), roles=OFFICES)
LEAD_IN_PERSON = define("supervision.lead_in_person", _("领导亲自督办"), roles=("leader",))
CHANGE_LADDER = define(
    "supervision.change_ladder", _("设置督办升级"), roles=("creation_office", "government_supervision")
)
CHANGE_PAPERS = define(
    "supervision.change_papers", _("更换督办单、奖惩文书的模板"), roles=("creation_office", "government_supervision")
)


def visible_steps(actor: Actor) -> QuerySet[EscalationStep]:
    """All for who views the whole place; otherwise those on the actor's units, and those that name the actor."""
    rows = EscalationStep.objects.filter(case__is_held=False)
    if actor.everywhere(VIEW_ESCALATIONS):
        return rows
    mine = Q(person=actor.person_id) if actor.person_id is not None else Q(pk__in=[])
    own = in_units_where(actor, VIEW_ESCALATIONS, "unit") if actor.may(VIEW_ESCALATIONS) else Q(pk__in=[])
    return rows.filter(own | mine)


def step_for(actor: Actor, step_id: UUID, *, lock: bool = False) -> EscalationStep:
    """The step with its case and unit; NotFound when absent or not theirs. `lock` holds it to the end."""
    if lock:
        EscalationStep.objects.select_for_update(no_key=True).filter(pk=step_id).values_list("pk").first()
    rows = visible_steps(actor).select_related("case__site", "case__problem_class", "unit", "person", "undone")
    found = rows.defer("unit__boundary").filter(pk=step_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这次升级，请从督办升级列表进入。"))
    return found


def may_lead(actor: Actor, step: EscalationStep) -> bool:
    """True for the leader who is named, or for any leader of the whole place when nobody is."""
    if actor.person_id is None:
        return False
    return step.person_id == actor.person_id or (step.person_id is None and actor.everywhere(LEAD_IN_PERSON))


def require_handler(actor: Actor, step: EscalationStep) -> None:
    """Raises NotPermitted unless the actor handles escalations of this unit."""
    require(actor, HANDLE_ESCALATIONS)
    if not actor.may_at(HANDLE_ESCALATIONS, step.unit.path):
        raise NotFound(gettext("没有找到这次升级，请从督办升级列表进入。"))


def visible_streak_steps(actor: Actor) -> QuerySet[StreakStep]:
    """All for who views the whole place; otherwise those on the actor's units."""
    rows = StreakStep.objects.select_related("unit", "board", "run", "undone").defer("unit__boundary")
    return rows if actor.everywhere(VIEW_ESCALATIONS) else rows.filter(in_units_where(actor, VIEW_ESCALATIONS, "unit"))


def streak_step_for(actor: Actor, step_id: UUID, *, lock: bool = False) -> StreakStep:
    """The step with its unit and board; NotFound when absent or not theirs. `lock` holds it to the end."""
    require(actor, VIEW_ESCALATIONS)
    if lock:
        StreakStep.objects.select_for_update(no_key=True).filter(pk=step_id).values_list("pk").first()
    found = visible_streak_steps(actor).filter(pk=step_id).first()
    if found is None:
        raise NotFound(gettext("没有找到这次措施，请从红黄绿牌页面进入。"))
    return found


def handles_streak(actor: Actor, step: StreakStep) -> bool:
    """True when the actor handles escalations of this unit."""
    return actor.may(HANDLE_ESCALATIONS) and actor.may_at(HANDLE_ESCALATIONS, step.unit.path)


def require_streak_handler(actor: Actor, step: StreakStep) -> None:
    """Raises NotPermitted unless the actor handles escalations of this unit."""
    require(actor, HANDLE_ESCALATIONS)
    if not handles_streak(actor, step):
        raise NotFound(gettext("没有找到这次措施，请从红黄绿牌页面进入。"))


def leads_streaks(actor: Actor) -> bool:
    """True for a leader of the whole place: a step for periods in a row names nobody."""
    return actor.person_id is not None and actor.everywhere(LEAD_IN_PERSON)
