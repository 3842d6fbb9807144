"""What waits for a moderator, and the pictures that may become public."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from chuangcheng.cases.queries import after_photo_ids
from chuangcheng.core.access import Actor
from chuangcheng.portal.access import HEAVY, KNOWN_WITH, visible_submissions
from chuangcheng.portal.models import AppRequest, PublicPhoto, Submission

MOST_COMPARED = 200  # texts from one address in a day
Standing, Side = Submission.Standing, PublicPhoto.Side


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture that may become public."""

    original_id: UUID
    side: str
    side_label: str
    public: PublicPhoto | None


def queue(*, actor: Actor, standing: str) -> QuerySet[Submission]:
    """The submissions of a standing, newest first; take a page of it."""
    rows = visible_submissions(actor).filter(standing=standing)
    return rows.select_related(*KNOWN_WITH).defer(*HEAVY).order_by("-pk")


def same_counts(rows: Collection[Submission]) -> dict[str, int]:
    """How many submissions have the content of these, by content; those alone in it are absent. One query."""
    marks = {row.content_mark for row in rows}
    found = Submission.objects.filter(content_mark__in=marks).values_list("content_mark").annotate(count=Count("pk"))
    return {mark: count for mark, count in found if count > 1}


def waiting(*, actor: Actor) -> QuerySet[Submission]:
    """Those that wait to be looked at."""
    return visible_submissions(actor).filter(standing=Standing.WAITING)


def app_of(submission: Submission) -> AppRequest | None:
    """What came with it by Open311; None when it came by the report page. One query."""
    return AppRequest.objects.filter(pk=submission.pk).select_related("key").first()


def waiting_texts(sender_mark: str) -> list[str]:
    """What waits already from an address of today."""
    if not sender_mark:
        return []
    rows = Submission.objects.filter(sender_mark=sender_mark, standing=Standing.WAITING).order_by("-pk")
    return list(rows.values_list("words", flat=True)[:MOST_COMPARED])


def sides_of(submission: Submission) -> dict[UUID, str]:
    """The pictures that may become public, with their side: those of the sender, those of the fix. Four queries."""
    photos: Any = submission.report.photos
    found = dict.fromkeys(photos.order_by("pk").values_list("file_id", flat=True), Side.BEFORE.value)
    case = submission.report.current_case
    if case is not None and case.state == "closed":
        found |= dict.fromkeys(after_photo_ids(case_id=case.pk), Side.AFTER.value)
    return found


def candidates_of(submission: Submission) -> list[Candidate]:
    """The same, with the copy that is public now."""
    rows = PublicPhoto.objects.filter(submission=submission, withdrawn_at__isnull=True)
    public = {row.original_id: row for row in rows.select_related("file")}
    sides = sides_of(submission)
    return [Candidate(each, side, str(Side(side).label), public.get(each)) for each, side in sides.items()]
