"""What is doubtful about the photos of a fix, for who verifies."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from chuangcheng.cases.access import case_for
from chuangcheng.cases.queries import PhotoDoubt, photo_doubts, story_of
from chuangcheng.core.web import actor_of

router = Router()


class PhotoDoubtOut(Schema):
    """One reason to look twice, with its evidence."""

    kind: str  # same_as_before, used_elsewhere, older or far_away
    file_id: UUID  # of the photo that is to show the fix
    bits: int | None  # of 64 in which it differs from the photo that it resembles
    like_file_id: UUID | None  # of that photo; null: none, or not the asker's to see
    like_case_number: str
    taken_at: datetime | None  # as the camera wrote it
    metres: int | None  # from where the problem is


@router.get("/cases/{case_id}/photo-doubts", response=list[PhotoDoubtOut])
def list_photo_doubts(request: HttpRequest, case_id: UUID) -> list[dict[str, Any]]:
    """The doubts about the photos of the newest fix. They are hints with evidence, and decide nothing."""
    actor = actor_of(request)
    found = photo_doubts(actor=actor, story=story_of(case=case_for(actor, case_id)))
    return [_shape(each) for each in found]


def _shape(each: PhotoDoubt) -> dict[str, Any]:
    doubt = each.doubt
    return {
        "kind": doubt.kind.value,
        "file_id": doubt.file,
        "bits": doubt.like.bits if doubt.like else None,
        "like_file_id": each.like.file_id if each.like else None,
        "like_case_number": each.like.case.number if each.like else "",
        "taken_at": doubt.taken_at,
        "metres": doubt.metres,
    }
