"""答复: drafted, approved by somebody else where the source asks for it, sent. Each draft is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.times import local_date
from chuangcheng.intake.access import APPROVE, DRAFT, answer_for
from chuangcheng.intake.models import Answer, Report, ReportEvent
from chuangcheng.intake.policies import OWN_APPROVAL
from chuangcheng.intake.services.news import tell_desk
from chuangcheng.intake.services.steps import Changed, ReportStep, carry_out

Kind = ReportEvent.Kind
FROM_DESK = (Report.Ending.DIRECT.value, Report.Ending.DECLINED.value, Report.Ending.TRANSFERRED.value)


class NotApproved(Refusal):
    """An answer that has to be approved first."""

    def __init__(self) -> None:
        super().__init__(_("这份答复还没有审批，请先提请审批。"))


class OwnAnswer(Refusal):
    """Who drafted an answer does not approve it."""

    def __init__(self) -> None:
        super().__init__(_("起草人不能审批自己的答复，请交由他人审批。"))


class AnswerOutdated(Refusal):
    """Not the newest draft, or one that has gone out or back already."""

    def __init__(self) -> None:
        super().__init__(_("这份答复已经不是最新的一份，请刷新页面查看最新情况。"))


def draft_answer(*, actor: Actor, step: ReportStep, text: str, is_final: bool = True) -> ReportEvent:
    """A new draft, whose id is that of the step; it takes the place of an earlier one that has not gone out.

    A final one answers a matter that has ended; one that is not final tells how it stands.
    """
    if not is_client_id(step.event_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))

    def change(report: Report, at: datetime) -> Changed:
        if not text.strip():
            raise InvalidInput(_("请写明答复的内容。"))
        if is_final and report.settled_at is None:
            raise Refusal(_("事情还没有办结，只能起草阶段性答复。"))
        if is_final and report.answered_at is not None:
            raise Refusal(_("这件来件已经答复；情况有变时，请先重开问题。"))
        report.answer = Answer.objects.create(
            pk=step.event_id,
            report=report,
            text=text.strip(),
            is_final=is_final,
            needs_approval=report.rule.needs_approval,
            drafted_by_id=actor.person_id,
            drafted_by_name=actor.name,
            drafted_at=at,
        )
        return Changed(("answer",), {"answer": str(step.event_id), "is_final": is_final})

    event = carry_out(actor=actor, permission=DRAFT, step=step, kind=Kind.DRAFTED, change=change, text=text)
    if event.report.rule.needs_approval:
        tell_desk(event.report, event)
    return event


def approve_answer(*, actor: Actor, step: ReportStep, answer_id: UUID, text: str = "") -> ReportEvent:
    """审批同意: by somebody else than who drafted it, unless the setting allows one's own."""

    def change(report: Report, at: datetime) -> Changed:
        answer = _waiting(report, answer_id)
        if answer.approved_at is not None:
            raise AnswerOutdated
        is_own = answer.drafted_by_id is not None and answer.drafted_by_id == actor.person_id
        if is_own and OWN_APPROVAL.on(local_date(at)) != "yes":
            raise OwnAnswer
        answer.approved_at, answer.approved_by_name = at, actor.name
        answer.save(update_fields=["approved_at", "approved_by_name"])
        return Changed(data={"answer": str(answer.pk)})

    return carry_out(actor=actor, permission=APPROVE, step=step, kind=Kind.APPROVED, change=change, text=text)


def return_answer(*, actor: Actor, step: ReportStep, answer_id: UUID, text: str) -> ReportEvent:
    """退回修改, with what is to be changed."""

    def change(report: Report, at: datetime) -> Changed:
        answer = _waiting(report, answer_id)
        if not text.strip():
            raise InvalidInput(_("请写明要修改什么。"))
        answer.returned_at = at
        answer.save(update_fields=["returned_at"])
        return Changed(data={"answer": str(answer.pk)})

    return carry_out(actor=actor, permission=APPROVE, step=step, kind=Kind.RETURNED, change=change, text=text)


def send_answer(*, actor: Actor, step: ReportStep, answer_id: UUID, way: str) -> ReportEvent:
    """发出答复: it is said or sent to who reported, by this way; a final one answers the report."""

    def change(report: Report, at: datetime) -> Changed:
        answer = _waiting(report, answer_id)
        if answer.needs_approval and answer.approved_at is None:
            raise NotApproved
        if way not in Answer.Way.values:
            raise InvalidInput(_("请选择用什么方式答复。"))
        if report.rule.is_in_writing and answer.is_final and way != Answer.Way.WRITING:
            raise InvalidInput(_("“%(source)s”的来件应书面答复。") % {"source": report.source.label})
        answer.sent_at, answer.sent_by_name, answer.way = at, actor.name, way
        answer.save(update_fields=["sent_at", "sent_by_name", "way"])
        columns = ["answered_at"] if answer.is_final else []
        report.answered_at = at if answer.is_final else report.answered_at
        return Changed(columns, {"answer": str(answer.pk), "is_final": answer.is_final, "way": way})

    return carry_out(actor=actor, permission=DRAFT, step=step, kind=Kind.SENT, change=change)


def end_report(*, actor: Actor, step: ReportStep, ending: str, text: str) -> ReportEvent:
    """不立案办结: answered at once, not for us, or passed on; with the reason. The sender is told by an answer."""

    def change(report: Report, at: datetime) -> Changed:
        if ending not in FROM_DESK:
            raise InvalidInput(_("请选择怎样办结。"))
        if not text.strip():
            raise InvalidInput(_("请写明原因。"))
        if report.case_id is not None or report.settled_at is not None:
            raise Refusal(_("该来件已经在办或办结，请刷新页面查看最新情况。"))
        report.ending, report.accepted_at, report.settled_at = ending, report.accepted_at or at, at
        return Changed(("ending", "accepted_at", "settled_at"), {"ending": ending})

    return carry_out(actor=actor, permission=DRAFT, step=step, kind=Kind.ENDED, change=change, text=text)


def _waiting(report: Report, answer_id: UUID) -> Answer:
    """The newest draft, when it still waits."""
    answer = answer_for(report, answer_id)
    if report.answer_id != answer.pk or answer.returned_at is not None or answer.sent_at is not None:
        raise AnswerOutdated
    return answer
