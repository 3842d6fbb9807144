"""What a moderator decides: public, not public, or spam. A report that waited goes its way with the first decision."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.times import now
from chuangcheng.intake.services import ReportStep, end_report, link_report, open_case_of_report
from chuangcheng.portal.access import MODERATE, submission_for, visible_submissions
from chuangcheng.portal.models import Decision, Submission
from chuangcheng.portal.services.hiding import withdraw_all

Kind = Decision.Kind
Standing = Submission.Standing

MOST_TEXT = 6000  # letters, as a report
MOST_REASON = 300
STANDINGS = {
    Kind.PUBLISH: Standing.PUBLISHED,
    Kind.HIDE: Standing.HIDDEN,
    Kind.SPAM: Standing.SPAM,
    Kind.RESTORE: Standing.WAITING,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A press of a button on the page of moderation."""

    decision_id: UUID  # made by the form; the same one again is the same decision
    kind: str
    text: str = ""  # what is to be public, with publish
    reason: str = ""  # with hide and spam


def decide(*, actor: Actor, submission_id: UUID, verdict: Verdict) -> Submission:
    """The submission as decided; those with the same content that wait are decided alike, nothing of them is public."""
    require(actor, MODERATE)
    _require_sense(verdict)
    try:
        with transaction.atomic():
            submission = submission_for(actor, submission_id, lock=True)
            _carry_out(actor, submission, verdict, verdict.decision_id)
            if verdict.kind != Kind.RESTORE:
                _decide_same(actor, submission, verdict)
    except (IntegrityError, Refusal):
        done = Decision.objects.filter(pk=verdict.decision_id, submission=submission_id, kind=verdict.kind).first()
        if done is None:
            raise
        return submission_for(actor, submission_id)
    return submission


def _require_sense(verdict: Verdict) -> None:
    if not is_client_id(verdict.decision_id):
        raise InvalidInput(_("提交编号无效，请刷新页面后重新提交。"))
    if verdict.kind not in Kind.values:
        raise InvalidInput(_("请选择怎样处理这件反映。"))
    if verdict.kind == Kind.PUBLISH and not verdict.text.strip():
        raise InvalidInput(_("请写明公开的文字，不含个人信息。"))
    if verdict.kind in {Kind.HIDE, Kind.SPAM} and not verdict.reason.strip():
        raise InvalidInput(_("请写明原因，以便日后查考。"))
    if len(verdict.text) > MOST_TEXT or len(verdict.reason) > MOST_REASON or "\x00" in verdict.text + verdict.reason:
        raise InvalidInput(_("文字太长或含有无法保存的字符，请修改后再提交。"))


def _carry_out(actor: Actor, submission: Submission, verdict: Verdict, decision_id: UUID) -> None:
    at = now()
    text = mask_phones_in(verdict.text.strip()) if verdict.kind == Kind.PUBLISH else ""
    Decision.objects.create(
        pk=decision_id,
        submission=submission,
        kind=verdict.kind,
        actor_id=actor.person_id,
        actor_name=actor.name,
        at=at,
        reason=verdict.reason.strip(),
        text=text,
    )
    submission.standing, submission.text, submission.decided_at = STANDINGS[Kind(verdict.kind)], text, at
    submission.save(update_fields=["standing", "text", "decided_at"])
    if verdict.kind != Kind.PUBLISH:
        withdraw_all(submission, at=at)
    _send_on_its_way(actor, submission, verdict, decision_id)
    audit.record(actor=actor, action=f"portal.{verdict.kind}", subject=submission)


def _send_on_its_way(actor: Actor, submission: Submission, verdict: Verdict, decision_id: UUID) -> None:
    """A report that waited: spam ends, anything else becomes a case, or joins that of the same content."""
    report = submission.report
    if verdict.kind == Kind.RESTORE or report.case_id is not None or report.settled_at is not None:
        return
    step = ReportStep(report.pk, derived_id(decision_id, "step"))
    if verdict.kind == Kind.SPAM:
        end_report(actor=actor, step=step, ending="declined", text=verdict.reason)
        return
    case_id = _case_of_same(submission)
    if case_id is None:
        open_case_of_report(actor=actor, step=step)
    else:
        link_report(actor=actor, step=step, case_id=case_id)


def _case_of_same(submission: Submission) -> UUID | None:
    same = Submission.objects.filter(content_mark=submission.content_mark, report__case__isnull=False)
    return same.exclude(pk=submission.pk).order_by("pk").values_list("report__case", flat=True).first()


def _decide_same(actor: Actor, submission: Submission, verdict: Verdict) -> None:
    kind = Kind.HIDE if verdict.kind == Kind.PUBLISH else Kind(verdict.kind)
    reason = verdict.reason or _("与%(number)s内容相同") % {"number": submission.report.number}
    rows = visible_submissions(actor).filter(content_mark=submission.content_mark, standing=Standing.WAITING)
    for pk in list(rows.exclude(pk=submission.pk).order_by("pk").values_list("pk", flat=True)):
        other = submission_for(actor, pk, lock=True)
        alike = Verdict(derived_id(verdict.decision_id, pk), kind, reason=reason)
        _carry_out(actor, other, alike, alike.decision_id)
