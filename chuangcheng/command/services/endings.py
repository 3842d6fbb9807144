"""Campaigns end with a result, and may go on again; both stay on record."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.access import creation_to_change
from chuangcheng.command.models import Creation, CreationEnding, Outcome
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import today
from chuangcheng.inspections.services.texts import checked_text

MOST_REASON = 300  # characters, as the column


class CreationClosed(Refusal):
    """Nothing is changed about a campaign that has ended."""

    def __init__(self) -> None:
        super().__init__(_("这个争创项目已经结束，请先重新启动再办理。"))


class CreationGoesOn(Refusal):
    """Only what has ended is reopened."""

    def __init__(self) -> None:
        super().__init__(_("这个争创项目还在进行，不用重新启动。"))


def refuse_closed(found: Creation) -> None:
    """Raises CreationClosed when the campaign has ended."""
    if found.is_closed:
        raise CreationClosed


@transaction.atomic
def close_creation(
    *, actor: Actor, creation_id: UUID, ending_id: UUID, outcome: str, happened_on: date, reason: str
) -> CreationEnding:
    """The campaign ends: named, not named or withdrawn. It leaves countdowns, calendar and the leaders' screen."""
    found = creation_to_change(actor, creation_id)
    if (there := _known(found, ending_id)) is not None:
        return there
    refuse_closed(found)
    if outcome not in Outcome.values:
        raise InvalidInput(_("请选择结果：已命名、未命名或已撤回。"))
    last = found.steps.last()
    if last is not None and happened_on < last.happened_on:
        words = _("日期不能早于上一阶段的%(day)s，请核对。")
        raise InvalidInput(words % {"day": last.happened_on.isoformat()})
    return _turn(actor, found, ending_id, outcome=outcome, happened_on=happened_on, reason=reason)


@transaction.atomic
def reopen_creation(
    *, actor: Actor, creation_id: UUID, ending_id: UUID, happened_on: date, reason: str
) -> CreationEnding:
    """The campaign goes on; its visits that are still to come count down again."""
    found = creation_to_change(actor, creation_id)
    if (there := _known(found, ending_id)) is not None:
        return there
    if not found.is_closed:
        raise CreationGoesOn
    last = found.endings.last()
    if last is not None and happened_on < last.happened_on:
        words = _("日期不能早于结束的%(day)s，请核对。")
        raise InvalidInput(words % {"day": last.happened_on.isoformat()})
    return _turn(actor, found, ending_id, outcome="", happened_on=happened_on, reason=reason)


def _known(found: Creation, ending_id: UUID) -> CreationEnding | None:
    """What was recorded under this id; raises InvalidInput when it is no id for this campaign."""
    there = CreationEnding.objects.filter(pk=ending_id).first()
    if there is not None and there.creation_id == found.pk:
        return there
    if there is not None or not is_client_id(ending_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    return None


def _turn(
    actor: Actor, found: Creation, ending_id: UUID, *, outcome: str, happened_on: date, reason: str
) -> CreationEnding:
    words = checked_text(reason, label=_("依据"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明依据，例如公布文件的文号或理由。"))
    if happened_on > today():
        raise InvalidInput(_("还没有到这一天，请更正日期。"))
    made = CreationEnding.objects.create(
        pk=ending_id,
        creation=found,
        outcome=outcome,
        happened_on=happened_on,
        reason=words,
        recorded_by_id=actor.person_id,
    )
    found.outcome = outcome
    found.save(update_fields=["outcome"])
    action = "command.close_creation" if outcome else "command.reopen_creation"
    detail = {"date": happened_on.isoformat(), "reason": words, **({"outcome": outcome} if outcome else {})}
    audit.record(actor=actor, action=action, subject=found, detail=detail)
    return made
