"""Campaigns for a title, and the stages that they enter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.access import MANAGE, creation_to_change
from chuangcheng.command.indexing import index_creation
from chuangcheng.command.models import Creation, CreationStep
from chuangcheng.command.policies import STAGES, stage_names
from chuangcheng.command.services.endings import refuse_closed
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.standards.access import visible_frameworks

MOST_NAME, MOST_NOTE, MOST_REASON = 80, 500, 300  # characters, as the columns
PROGRAMMES = tuple(code for code, _label in Creation._meta.get_field("programme").choices or [])


@dataclass(frozen=True)
class CreationGiven:
    """A campaign as the form sends it."""

    name: str
    programme: str
    title_sought: str
    framework_code: str = ""
    stages: Sequence[str] = ()  # empty: as the setting says
    note: str = ""


@transaction.atomic
def create_creation(*, actor: Actor, creation_id: UUID, given: CreationGiven) -> Creation:
    """A campaign; the same id twice is one campaign."""
    require(actor, MANAGE)
    facts = _checked(actor, given)
    there = Creation.objects.filter(pk=creation_id).first()
    if there is not None and there.created_by_id == actor.person_id:
        return there
    if there is not None or not is_client_id(creation_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    made = Creation.objects.create(pk=creation_id, created_by_id=actor.person_id, **facts)
    audit.record(actor=actor, action="command.create_creation", subject=made)
    index_creation(made)
    return made


@transaction.atomic
def change_creation(*, actor: Actor, creation_id: UUID, given: CreationGiven) -> Creation:
    """Other facts of a campaign; stages that it has been in stay among its stages."""
    found = creation_to_change(actor, creation_id)
    refuse_closed(found)
    facts = _checked(actor, given)
    been_in = set(found.steps.values_list("stage", flat=True))
    if lost := [stage for stage in found.stages if stage in been_in and stage not in facts["stages"]]:
        raise InvalidInput(_("阶段“%(stage)s”已有记录，请保留。") % {"stage": lost[0]})
    before = {name: getattr(found, name) for name in facts if getattr(found, name) != facts[name]}
    for name, value in facts.items():
        setattr(found, name, value)
    found.save(update_fields=list(facts))
    audit.record(actor=actor, action="command.change_creation", subject=found, detail={"before": before})
    index_creation(found)
    return found


@transaction.atomic
def record_step(
    *, actor: Actor, creation_id: UUID, step_id: UUID, stage: str, happened_on: date, note: str = ""
) -> CreationStep:
    """The campaign enters a stage. Back to an earlier one, or the same one with another date, needs a reason."""
    found = creation_to_change(actor, creation_id)
    there = CreationStep.objects.filter(pk=step_id).first()
    if there is not None and there.creation_id == found.pk:
        return there
    if there is not None or not is_client_id(step_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    refuse_closed(found)
    words = checked_text(note, label=_("说明"), at_most=MOST_REASON)
    last = found.steps.last()
    is_back = _is_back(found, last, stage)
    if is_back and not words:
        raise InvalidInput(_("退回到“%(stage)s”或更正它的日期，请写明理由。") % {"stage": stage})
    _check_day(happened_on, last, is_back=is_back)
    made = CreationStep.objects.create(
        pk=step_id,
        creation=found,
        stage=stage,
        happened_on=happened_on,
        note=words,
        is_back=is_back,
        recorded_by_id=actor.person_id,
    )
    detail = {"stage": stage, "date": happened_on.isoformat(), "reason": words}
    audit.record(actor=actor, action="command.record_step", subject=found, detail=detail)
    return made


def _is_back(found: Creation, last: CreationStep | None, stage: str) -> bool:
    if stage not in found.stages:
        raise InvalidInput(_("该项目没有“%(stage)s”这个阶段，请从列表中选择。") % {"stage": stage[:20]})
    return last is not None and found.stages.index(stage) <= found.stages.index(last.stage)


def _check_day(happened_on: date, last: CreationStep | None, *, is_back: bool) -> None:
    if happened_on > today():
        raise InvalidInput(_("还没有到这一天，请在进入该阶段后再登记。"))
    if last is not None and not is_back and happened_on < last.happened_on:
        words = _("日期不能早于上一阶段的%(day)s，请核对。")
        raise InvalidInput(words % {"day": last.happened_on.isoformat()})


def _checked(actor: Actor, given: CreationGiven) -> dict[str, Any]:
    name = checked_text(given.name, label=_("名称"), at_most=MOST_NAME)
    title = checked_text(given.title_sought, label=_("争创的称号"), at_most=MOST_NAME)
    if not name or not title:
        raise InvalidInput(_("请填写名称和争创的称号。"))
    if given.programme not in PROGRAMMES:
        raise InvalidInput(_("请选择创建类别。"))
    code = given.framework_code.strip()
    if code and not visible_frameworks(actor).filter(code=code).exists():
        raise InvalidInput(_("没有代码为“%(code)s”的测评体系，请从列表中选择。") % {"code": code[:40]})
    try:
        stages = stage_names(list(given.stages) or STAGES.on(today()))
    except ValueError as error:
        raise InvalidInput(_("阶段无法使用：%(reason)s。") % {"reason": error}) from error
    note = checked_text(given.note, label=_("说明"), at_most=MOST_NOTE)
    return {
        "name": name,
        "programme": given.programme,
        "title_sought": title,
        "framework_code": code,
        "stages": stages,
        "note": note,
    }
