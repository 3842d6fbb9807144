"""What people do about a step: the leader takes note, a talk is held, a lead is referred, or it is undone."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.notices import notify
from chuangcheng.core.times import now, today
from chuangcheng.orgs.queries import people_of_units
from chuangcheng.supervision.escalation_access import may_lead, require_handler, step_for
from chuangcheng.supervision.escalation_wording import DONE_BY
from chuangcheng.supervision.ladder import Step
from chuangcheng.supervision.models import (
    DEED_WORDS,
    STEP_WORDS,
    EscalationDeed,
    EscalationDeedUndo,
    EscalationStep,
    EscalationUndo,
    EscalationWait,
)
from chuangcheng.supervision.services.escalations.deed_rules import DeedGiven, checked_deed, checked_reason

Kind = EscalationDeed.Kind


class StepUndone(Refusal):
    """The step was taken back."""

    def __init__(self) -> None:
        super().__init__(_("这次升级已经撤销，不能再办理。"))


@transaction.atomic
def do_about(*, actor: Actor, step_id: UUID, given: DeedGiven) -> EscalationDeed:
    """Keeps what was done; the same id twice is one."""
    step = step_for(actor, step_id, lock=True)
    there = EscalationDeed.objects.filter(pk=given.deed_id).first()
    if there is not None and there.step_id == step.pk and there.actor_id == actor.person_id:
        return there
    if there is not None or not is_client_id(given.deed_id) or given.kind not in Kind.values:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    _check(actor, step, Kind(given.kind))
    made = EscalationDeed.objects.create(step=step, **checked_deed(actor, step.step, given))
    if made.kind == DONE_BY[Step(step.step)]:
        EscalationWait.objects.filter(pk=step.pk).delete()
    audit.record(actor=actor, action="supervision.do_about_step", subject=step, detail={"kind": str(made.kind)})
    _tell(step, made)
    return made


@transaction.atomic
def undo_deed(*, actor: Actor, step_id: UUID, deed_id: UUID, reason: str) -> EscalationDeedUndo:
    """Says that a deed does not hold, for a reason; the step waits again. Twice: nothing new."""
    step = step_for(actor, step_id, lock=True)
    deed = step.deeds.select_related("undone").filter(pk=deed_id).first()
    if deed is None:
        raise NotFound(_("没有找到这条办理记录，请刷新页面。"))
    _check_undo(actor, step, deed)
    if hasattr(deed, "undone"):
        return deed.undone
    words = checked_reason(reason)
    made = EscalationDeedUndo.objects.create(
        deed=deed, reason=words, actor_id=actor.person_id, actor_name=actor.name, at=now()
    )
    done_by = DONE_BY[Step(step.step)]
    is_done = step.deeds.filter(kind=done_by, undone__isnull=True).exists()
    if deed.kind == done_by and not is_done and not hasattr(step, "undone"):
        EscalationWait.objects.get_or_create(step=step)
    audit.record(
        actor=actor, action="supervision.undo_deed", subject=step, detail={"kind": str(deed.kind), "reason": words}
    )
    facts = {"number": step.case.number, "deed": inbox_text(DEED_WORDS[Kind(deed.kind)])}
    _notify(step, f"deed-undone-{deed.pk}", inbox_text("问题%(number)s的%(deed)s已撤销", facts), words)
    return made


@transaction.atomic
def undo_step(*, actor: Actor, step_id: UUID, reason: str) -> EscalationUndo:
    """Takes a step back, for a reason: it stays on record, and is not taken again. Twice: nothing new."""
    step = step_for(actor, step_id, lock=True)
    require_handler(actor, step)
    there = EscalationUndo.objects.filter(pk=step.pk).first()
    if there is not None:
        return there
    words = checked_reason(reason)
    made = EscalationUndo.objects.create(
        step=step, reason=words, actor_id=actor.person_id, actor_name=actor.name, at=now()
    )
    EscalationWait.objects.filter(pk=step.pk).delete()
    audit.record(actor=actor, action="supervision.undo_step", subject=step, detail={"reason": words})
    facts = {"number": step.case.number, "step": inbox_text(STEP_WORDS[Step(step.step)])}
    _notify(step, f"undone-{step.pk}", inbox_text("问题%(number)s的%(step)s已撤销", facts), words)
    return made


def _check(actor: Actor, step: EscalationStep, kind: EscalationDeed.Kind) -> None:
    if hasattr(step, "undone"):
        raise StepUndone
    if kind != Kind.ACKNOWLEDGED:
        require_handler(actor, step)
    elif not may_lead(actor, step):
        raise NotPermitted(_("这件事由分管领导亲自督办，请由本人批示。"))


def _check_undo(actor: Actor, step: EscalationStep, deed: EscalationDeed) -> None:
    if deed.kind != Kind.ACKNOWLEDGED:
        require_handler(actor, step)
    elif deed.actor_id != actor.person_id:
        raise NotPermitted(_("批示由本人撤销。"))


def _tell(step: EscalationStep, deed: EscalationDeed) -> None:
    facts = {"number": step.case.number}
    sentences = {
        Kind.ACKNOWLEDGED: inbox_text("领导已批示问题%(number)s，请照办", facts),
        Kind.PLANNED: inbox_text("就问题%(number)s约谈，请准时参加", facts),
        Kind.HELD: inbox_text("问题%(number)s的约谈已记录，请落实", facts),
        Kind.REFERRED: inbox_text("问题%(number)s的问责线索已移交", facts),
    }
    _notify(step, f"deed-{deed.pk}", sentences[Kind(deed.kind)], deed.text)


def _notify(step: EscalationStep, key: str, title: str, body: str) -> None:
    people: dict[int, Sequence[int]] = dict(people_of_units([step.unit_id], duties=["head", "liaison"], today=today()))
    notify(
        person_ids=people.get(step.unit_id, ()),
        key=f"supervision:{key}",
        title=title,
        body=body,
        link=reverse("supervision:escalation", args=[step.pk]),
    )
