"""复核抽查: a drawn share of the visited sites is looked at again by somebody else, who does not see what was found."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import now, today
from chuangcheng.inspections.access import CORRECT, control_answer_for, own_control, round_to_plan
from chuangcheng.inspections.agreement import drawn
from chuangcheng.inspections.judgement import as_kept
from chuangcheng.inspections.models import Control, ControlAnswer, ControlDraw, ControlPhoto, Round
from chuangcheng.inspections.policies import CONTROL_DAYS, CONTROL_SHARES
from chuangcheng.inspections.queries import may_visit_people
from chuangcheng.inspections.queries.controls import (
    control_items,
    first_answer_of,
    still_to_draw,
    visits_to_control,
)
from chuangcheng.inspections.services.assignments import NotAnInspector
from chuangcheng.inspections.services.corrections import correct_answer
from chuangcheng.inspections.services.photos import check_photos, forget_uploads
from chuangcheng.inspections.services.rounds import RoundMovedOn
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.inspections.services.visits import MOST_NOTE, AnswerGiven, asked_by, judge_all, sensible_start

MOST_REASON = 300  # characters, as the column
CONTROLLED_STATES = (Round.State.RUNNING, Round.State.FINISHED)


class NothingToControl(Refusal):
    """As many sites are drawn as the share asks for."""


class Settled(Refusal):
    """It was settled which of two answers counts."""


@dataclass(frozen=True)
class ControlGiven:
    """A second visit as the form sends it."""

    control_id: UUID
    started_at: datetime
    answers: Sequence[AnswerGiven]
    note: str = ""


@transaction.atomic
def draw_controls(*, actor: Actor, round_id: UUID, draw_id: UUID, seed: str = "") -> ControlDraw:
    """Draws visited sites up to the share that the kind of round asks for. The same `draw_id` twice is one draw."""
    found = round_to_plan(actor, round_id)
    there = ControlDraw.objects.filter(pk=draw_id).first()
    if there is not None and there.round_id == found.pk:
        return there
    if there is not None or not is_client_id(draw_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if found.state not in CONTROLLED_STATES:
        raise RoundMovedOn(found)
    share = CONTROL_SHARES[found.kind].on(today())
    visits = visits_to_control(found=found)
    if not visits:
        raise NothingToControl(_("本轮还没有可以复核的检查结果，有了之后再抽。"))
    wanted = still_to_draw(found=found)
    taken = set(Control.objects.filter(round=found).values_list("visit__site_id", flat=True))
    free = {visit.pk: visit for visit in visits if visit.site_id not in taken}
    if wanted <= 0 or not free:
        words = _("本轮已检查%(visited)s个点位，按%(share)s%%的比例已抽够，等有新的检查结果再抽。")
        raise NothingToControl(words % {"visited": len(visits), "share": share})
    used = checked_text(seed, label=_("种子"), at_most=40) or secrets.token_hex(8)
    chosen = drawn(free, seed=used, count=wanted)
    made = ControlDraw.objects.create(
        pk=draw_id,
        round=found,
        seed=used,
        share=share,
        visited_count=len(visits),
        drawn_count=len(chosen),
        drawn_by_id=actor.person_id,
    )
    due_on = today() + timedelta(days=CONTROL_DAYS.on(today()))
    Control.objects.bulk_create(Control(draw=made, round=found, visit_id=pk, due_on=due_on) for pk in chosen)
    audit.record(actor=actor, action="inspections.draw_controls", subject=found, detail={"sites": len(chosen)})
    return made


@transaction.atomic
def assign_controls(*, actor: Actor, round_id: UUID, control_ids: Sequence[UUID], inspector_id: int) -> int:
    """Gives second visits to a person who did not make the first one; all of them or none."""
    found = round_to_plan(actor, round_id)
    rows = Control.objects.select_for_update(of=("self",)).select_related("visit__site")
    controls = list(rows.filter(round=found, pk__in=control_ids, submitted_at__isnull=True))
    if not controls:
        raise InvalidInput(_("请勾选还没有复核的点位，再分派。"))
    if not may_visit_people(today=today()).filter(pk=inspector_id).exists():
        raise NotAnInspector(_("所选人员不能做现场检查，请从列表中选择。"))
    own = next((control for control in controls if control.visit.inspector_id == inspector_id), None)
    if own is not None:
        raise NotAnInspector(_("“%(site)s”的第一次检查就是此人做的，请换一个人复核。") % {"site": own.visit.site.name})
    Control.objects.filter(pk__in=[control.pk for control in controls]).update(inspector_id=inspector_id)
    detail = {"inspector": inspector_id, "sites": len(controls)}
    audit.record(actor=actor, action="inspections.assign_controls", subject=found, detail=detail)
    return len(controls)


@transaction.atomic
def submit_control(*, actor: Actor, given: ControlGiven) -> Control:
    """The second visit with its answers; no check is written. Sent again it gives what is there."""
    control = own_control(actor, given.control_id)
    if control.submitted_at is not None:
        return control
    items = {item.pk: item for item in control_items(control)}
    found = judge_all(items, given.answers)
    check_photos(actor=actor, answers=[answer.photo_ids for answer in given.answers])
    moment = now()
    control.started_at, control.submitted_at = sensible_start(given.started_at, moment), moment
    control.note = checked_text(given.note, label=_("备注"), at_most=MOST_NOTE)
    control.save(update_fields=["started_at", "submitted_at", "note"])
    answers = [
        ControlAnswer(
            control=control,
            item=row.item,
            value=as_kept(asked_by(row.item), row.given.value),
            verdict=row.judged.verdict,
            violations=row.judged.violations,
            note=checked_text(row.given.note, label=_("备注"), at_most=500),
        )
        for row in found
    ]
    ControlAnswer.objects.bulk_create(answers)
    ControlPhoto.objects.bulk_create(
        ControlPhoto(answer=answer, file_id=photo, order=order)
        for answer, row in zip(answers, found, strict=True)
        for order, photo in enumerate(dict.fromkeys(row.given.photo_ids))
    )
    forget_uploads(actor=actor, file_ids=[photo for answer in given.answers for photo in answer.photo_ids])
    audit.record(actor=actor, action="inspections.submit_control", subject=control, detail={"answers": len(answers)})
    return control


@transaction.atomic
def settle_difference(*, actor: Actor, answer_id: UUID, kept: str, reason: str) -> ControlAnswer:
    """Which of two answers counts. The second one corrects the checks of the first; its checks stay in the record."""
    require(actor, CORRECT)
    found = control_answer_for(actor, answer_id)
    if kept not in ControlAnswer.Kept.values:
        raise InvalidInput(_("请选择以哪一次为准。"))
    words = checked_text(reason, label=_("理由"), at_most=MOST_REASON)
    if not words:
        raise InvalidInput(_("请写明为什么以这一次为准。"))
    first = first_answer_of(found)
    if first.verdict == found.verdict:
        raise Settled(_("两次结果一致，不需要裁定。"))
    if found.kept:
        raise Settled(_("这一项已经裁定过，要改判请到第一次检查的结果上更正。"))
    if kept == ControlAnswer.Kept.SECOND and first.checks.exists():
        told = _("复核抽查：%(reason)s") % {"reason": words}
        correct_answer(
            actor=actor,
            answer_id=first.pk,
            verdict=found.verdict,
            violations=found.violations,
            reason=told[:MOST_REASON],
        )
    found.kept, found.settle_reason, found.settled_at, found.settled_by_name = kept, words, now(), actor.name
    found.save(update_fields=["kept", "settle_reason", "settled_at", "settled_by_name"])
    audit.record(actor=actor, action="inspections.settle_difference", subject=found)
    return found
