"""更正、清除联系方式、撤回 by who reported; what of it was public is public no more once it is taken back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core.ids import derived_id
from chuangcheng.core.times import now
from chuangcheng.intake.services import RESIDENT, withdraw_report
from chuangcheng.portal.models import Decision, Submission
from chuangcheng.portal.services.hiding import withdraw_all

Standing = Submission.Standing


def take_back(*, token: str, event_id: UUID, reason: str) -> None:
    """The report is withdrawn, nothing of it stays public, marks and words by which floods are known are emptied."""
    with transaction.atomic():
        event = withdraw_report(token=token, event_id=event_id, text=reason)
        submission = Submission.objects.select_for_update().filter(report=event.report_id).first()
        if submission is not None and submission.standing in {Standing.WAITING, Standing.PUBLISHED}:
            _hide(submission, derived_id(event_id, "hide"))


def _hide(submission: Submission, decision_id: UUID) -> None:
    at = now()
    Decision.objects.create(
        pk=decision_id,
        submission=submission,
        kind=Decision.Kind.HIDE,
        actor_name=RESIDENT.name,
        at=at,
        reason=_("反映人撤回"),
    )
    submission.standing, submission.text, submission.decided_at = Standing.HIDDEN, "", at
    submission.sender_mark = submission.words = ""
    submission.save(update_fields=["standing", "text", "decided_at", "sender_mark", "words"])
    withdraw_all(submission, at=at)
