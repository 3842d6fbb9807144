"""What people do about a step: the leader takes note, a talk is held, a lead is referred, or it is undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.notices import notify
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import people_of_units
from chuangcheng.supervision.escalation_access import may_lead, require_handler, step_for
from chuangcheng.supervision.escalation_wording import DONE_BY
from chuangcheng.supervision.ladder import Step
from chuangcheng.supervision.models import STEP_WORDS, EscalationDeed, EscalationStep, EscalationUndo, EscalationWait

MOST_TEXT, MOST_REASON = 2000, 300  # characters, as the columns
FAR = 366  # days to a planned talk; our choice
Kind = EscalationDeed.Kind

# Which step each deed belongs to.
BELONGS = {
    Kind.ACKNOWLEDGED: Step.LEADER,
    Kind.PLANNED: Step.TALK,
    Kind.HELD: Step.TALK,
    Kind.REFERRED: Step.ACCOUNT,
}
SENTENCES = {
    Kind.ACKNOWLEDGED: gettext_noop("请写明批示或督办意见。"),
    Kind.PLANNED: gettext_noop("请写明约谈谁、谈什么。"),
    Kind.HELD: gettext_noop("请写明约谈记录。"),
    Kind.REFERRED: gettext_noop("请写明移交给谁、移交了什么。"),
}


class StepUndone(Refusal):
    """The step was taken back."""

    def __init__(self) -> None:
        super().__init__(_("这次升级已经撤销，不能再办理。"))


@dataclass(frozen=True)
class DeedGiven:
    """A deed as the form sends it."""

    deed_id: UUID
    kind: str
    text: str
    on: date | None = None


@transaction.atomic
def do_about(*, actor: Actor, step_id: UUID, given: DeedGiven) -> EscalationDeed:
    """Keeps what was done; the same id twice is one."""
    step = step_for(actor, step_id, lock=True)
    there = EscalationDeed.objects.filter(pk=given.deed_id).first()
    if there is not None and there.step_id == step.pk and there.actor_id == actor.person_id:
        return there
    if there is not None or not is_client_id(given.deed_id) or given.kind not in Kind.values:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    kind = Kind(given.kind)
    _check(actor, step, kind)
    text = checked_text(given.text, label=_("内容"), at_most=MOST_TEXT)
    if not text:
        raise InvalidInput(_(SENTENCES[kind]))
    made = EscalationDeed.objects.create(
        pk=given.deed_id,
        step=step,
        kind=kind,
        text=text,
        on=_day(kind, given.on),
        actor_id=actor.person_id,
        actor_name=actor.name,
        at=now(),
    )
    if kind == DONE_BY[Step(step.step)]:
        EscalationWait.objects.filter(pk=step.pk).delete()
    audit.record(actor=actor, action="supervision.do_about_step", subject=step, detail={"kind": kind.value})
    _tell(step, made)
    return made


@transaction.atomic
def undo_step(*, actor: Actor, step_id: UUID, reason: str) -> EscalationUndo:
    """Takes a step back, for a reason: it stays on record, and is not taken again. Twice: nothing new."""
    step = step_for(actor, step_id, lock=True)
    require_handler(actor, step)
    there = EscalationUndo.objects.filter(pk=step.pk).first()
    if there is not None:
        return there
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明撤销的理由。"))
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
    if step.step != BELONGS[kind].value:
        raise InvalidInput(_("这一档不能这样办理，请刷新页面后重新选择。"))
    if kind != Kind.ACKNOWLEDGED:
        require_handler(actor, step)
    elif not may_lead(actor, step):
        raise NotPermitted(_("这件事由分管领导亲自督办，请由本人批示。"))


def _day(kind: EscalationDeed.Kind, day: date | None) -> date | None:
    if kind not in {Kind.PLANNED, Kind.HELD}:
        return None
    if day is None:
        raise InvalidInput(_("请填写约谈日期。"))
    ahead = (day - today()).days
    if kind == Kind.PLANNED and not 0 <= ahead <= FAR:
        raise InvalidInput(_("约谈日期应在今天以后、一年以内。"))
    if kind == Kind.HELD and not -FAR <= ahead <= 0:
        raise InvalidInput(_("约谈记录的日期不能晚于今天，也不能早于一年前。"))
    return day


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
