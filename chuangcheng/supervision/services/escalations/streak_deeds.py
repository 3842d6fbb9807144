"""What people do about a step for periods in a row: a talk is held, a lead referred, a leader takes note."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.notices import notify
from chuangcheng.core.times import now
from chuangcheng.supervision.escalation_access import leads_streaks, require_streak_handler, streak_step_for
from chuangcheng.supervision.models import DEED_WORDS, StreakDeed, StreakDeedUndo, StreakStep
from chuangcheng.supervision.services.escalations.deed_rules import DeedGiven, checked_deed, checked_reason
from chuangcheng.supervision.services.escalations.deeds import StepUndone
from chuangcheng.supervision.services.escalations.telling import roll_of

Kind = StreakDeed.Kind


@transaction.atomic
def do_about_streak(*, actor: Actor, step_id: UUID, given: DeedGiven) -> StreakDeed:
    """Keeps what was done; the same id twice is one."""
    step = streak_step_for(actor, step_id, lock=True)
    there = StreakDeed.objects.filter(pk=given.deed_id).first()
    if there is not None and there.step_id == step.pk and there.actor_id == actor.person_id:
        return there
    if there is not None or not is_client_id(given.deed_id) or given.kind not in Kind.values:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    _check(actor, step, Kind(given.kind))
    made = StreakDeed.objects.create(step=step, **checked_deed(actor, step.step, given))
    audit.record(actor=actor, action="supervision.do_about_streak", subject=step, detail={"kind": str(made.kind)})
    _tell(step, made)
    return made


@transaction.atomic
def undo_streak_deed(*, actor: Actor, step_id: UUID, deed_id: UUID, reason: str) -> StreakDeedUndo:
    """Says that a deed does not hold, for a reason; the step waits again. Twice: nothing new."""
    step = streak_step_for(actor, step_id, lock=True)
    deed = step.deeds.select_related("undone").filter(pk=deed_id).first()
    if deed is None:
        raise NotFound(_("没有找到这条办理记录，请刷新页面。"))
    if deed.kind != Kind.ACKNOWLEDGED:
        require_streak_handler(actor, step)
    elif deed.actor_id != actor.person_id:
        raise NotPermitted(_("批示由本人撤销。"))
    if hasattr(deed, "undone"):
        return deed.undone
    words = checked_reason(reason)
    made = StreakDeedUndo.objects.create(
        deed=deed, reason=words, actor_id=actor.person_id, actor_name=actor.name, at=now()
    )
    detail = {"kind": str(deed.kind), "reason": words}
    audit.record(actor=actor, action="supervision.undo_streak_deed", subject=step, detail=detail)
    facts = {"unit": step.unit.name, "deed": inbox_text(DEED_WORDS[deed.kind])}
    _notify(step, f"streak-deed-undone-{deed.pk}", inbox_text("%(unit)s连续上榜的%(deed)s已撤销", facts), words)
    return made


def _check(actor: Actor, step: StreakStep, kind: StreakDeed.Kind) -> None:
    if hasattr(step, "undone"):
        raise StepUndone
    if step.is_passed_over:
        raise InvalidInput(_("这一档由更高一档代替，请在更高一档办理。"))
    if kind != Kind.ACKNOWLEDGED:
        require_streak_handler(actor, step)
    elif not leads_streaks(actor):
        raise NotPermitted(_("这件事由分管领导亲自督办，请由本人批示。"))


def _tell(step: StreakStep, deed: StreakDeed) -> None:
    facts = {"unit": step.unit.name}
    sentences = {
        Kind.ACKNOWLEDGED: inbox_text("领导已就%(unit)s连续上榜批示，请照办", facts),
        Kind.PLANNED: inbox_text("就%(unit)s连续上榜约谈，请准时参加", facts),
        Kind.HELD: inbox_text("%(unit)s连续上榜的约谈已记录，请落实", facts),
        Kind.REFERRED: inbox_text("%(unit)s连续上榜的问责线索已移交", facts),
    }
    _notify(step, f"streak-deed-{deed.pk}", sentences[Kind(deed.kind)], deed.text)


def _notify(step: StreakStep, key: str, title: str, body: str) -> None:
    notify(
        person_ids=set(roll_of({step.unit_id}, now=now()).own.get(step.unit_id, ())),
        key=f"supervision:{key}",
        title=title,
        body=body,
        link=reverse("supervision:streak_step", args=[step.pk]),
    )
