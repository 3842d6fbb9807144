"""Moderation over the API: what waits, a decision, public copies of photos; signs. The public map is plain GeoJSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from chuangcheng.core.ids import new_id
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.strict_input import Strict
from chuangcheng.core.web import actor_of
from chuangcheng.portal.access import submission_for
from chuangcheng.portal.api.apps import router as apps
from chuangcheng.portal.api.signs import router as signs
from chuangcheng.portal.models import Submission
from chuangcheng.portal.queries import candidates_of, queue
from chuangcheng.portal.services import Verdict, decide, show_photo, withdraw_photo

router = Router()
router.add_router("/", apps)
router.add_router("", signs)
MOST_LISTED = 100  # in one answer


class QueueQuery(Strict):
    """Which submissions."""

    standing: str = "waiting"  # waiting, published, hidden, spam
    before: UUID | None = None  # older than this one


class SubmissionOut(Schema):
    """A submission."""

    id: UUID
    number: str
    standing: str
    doubt: str
    text: str  # phones masked
    public_text: str
    group: str
    received_at: datetime
    seconds: int
    notice_version: str
    case_id: UUID | None


class CandidateOut(Schema):
    """A picture that may become public."""

    original_id: UUID
    side: str  # before, after
    public_id: UUID | None


class SubmissionDetail(SubmissionOut):
    """A submission with its pictures."""

    photos: list[CandidateOut]


class DecisionIn(Strict):
    """What is decided; the same id again is the same decision."""

    id: UUID = Field(default_factory=new_id)
    kind: str  # publish, hide, spam, restore
    text: str = ""
    reason: str = ""


class BoxesIn(Strict):
    """What is hidden: left, top, width and height in shares of the picture, 0..1."""

    boxes: list[tuple[float, float, float, float]] = []


@router.get("/moderation", response=list[SubmissionOut])
def list_submissions(request: HttpRequest, asked: Query[QueueQuery]) -> list[dict[str, Any]]:
    """The submissions of a standing, newest first."""
    rows = queue(actor=actor_of(request), standing=asked.standing)
    rows = rows if asked.before is None else rows.filter(pk__lt=asked.before)
    return [_shown(row) for row in rows[:MOST_LISTED]]


@router.get("/moderation/{uuid:submission_id}", response=SubmissionDetail)
def get_submission(request: HttpRequest, submission_id: UUID) -> dict[str, Any]:
    """One with its pictures."""
    return _detail(submission_for(actor_of(request), submission_id))


@router.post("/moderation/{uuid:submission_id}/decisions", response=SubmissionDetail)
def post_decision(request: HttpRequest, submission_id: UUID, given: DecisionIn) -> dict[str, Any]:
    """Publish, keep from the public, spam, or look again."""
    verdict = Verdict(given.id, given.kind, given.text, given.reason)
    return _detail(decide(actor=actor_of(request), submission_id=submission_id, verdict=verdict))


@router.put("/moderation/{uuid:submission_id}/photos/{uuid:original_id}", response=SubmissionDetail)
def put_photo(request: HttpRequest, submission_id: UUID, original_id: UUID, given: BoxesIn) -> dict[str, Any]:
    """Makes the public copy of a picture."""
    actor = actor_of(request)
    show_photo(actor=actor, submission_id=submission_id, original_id=original_id, boxes=given.boxes)
    return _detail(submission_for(actor, submission_id))


@router.delete("/moderation/{uuid:submission_id}/photos/{uuid:original_id}", response=SubmissionDetail)
def delete_photo(request: HttpRequest, submission_id: UUID, original_id: UUID) -> dict[str, Any]:
    """Takes a picture out of the public."""
    actor = actor_of(request)
    withdraw_photo(actor=actor, submission_id=submission_id, original_id=original_id)
    return _detail(submission_for(actor, submission_id))


def _detail(row: Submission) -> dict[str, Any]:
    photos = [
        {
            "original_id": each.original_id,
            "side": each.side,
            "public_id": each.public.pk if each.public is not None else None,
        }
        for each in candidates_of(row)
    ]
    return {**_shown(row), "photos": photos}


def _shown(row: Submission) -> dict[str, Any]:
    case = row.report.current_case
    return {
        "id": row.pk,
        "number": row.report.number,
        "standing": row.standing,
        "doubt": row.doubt,
        "text": mask_phones_in(row.report.text),
        "public_text": row.text,
        "group": row.group,
        "received_at": row.received_at,
        "seconds": row.seconds,
        "notice_version": row.notice_version,
        "case_id": case.pk if case is not None else None,
    }
