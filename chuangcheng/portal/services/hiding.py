"""Faces and plates are hidden before a picture is public: boxes drawn by a moderator, a copy made without what is in
them. The original is kept as it came and is never public."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core import audit, files
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import now
from chuangcheng.portal.access import MODERATE, submission_for
from chuangcheng.portal.models import PublicPhoto, Submission
from chuangcheng.portal.pictures import PUBLIC_SIZE, without_boxes
from chuangcheng.portal.queries import sides_of

MOST_BOXES = 40  # on one picture: our choice

Box: TypeAlias = "tuple[float, float, float, float]"  # left, top, width, height in shares of the picture, 0..1


class BoxRefused(InvalidInput):
    """A box that lies outside the picture, or is none."""

    def __init__(self) -> None:
        super().__init__(_("遮盖框的位置不对，请重新画。"))


def show_photo(*, actor: Actor, submission_id: UUID, original_id: UUID, boxes: Sequence[Box]) -> PublicPhoto:
    """Makes the public copy of a picture; an earlier copy is withdrawn. The same boxes again make the same copy."""
    require(actor, MODERATE)
    checked = [_checked(box) for box in boxes]
    if len(checked) > MOST_BOXES:
        raise InvalidInput(_("一张照片最多画%(most)s个框。") % {"most": MOST_BOXES})
    original = StoredFile.objects.filter(pk=original_id).first()
    if original is None:
        raise _not_found()
    with files.public_copy(original, PUBLIC_SIZE).open("rb") as plain:
        content = without_boxes(plain.read(), checked)
    copy = files.store(content, name="public.jpg", limits=files.PHOTOS)
    with transaction.atomic():
        submission = submission_for(actor, submission_id, lock=True)
        side = sides_of(submission).get(original_id)
        if side is None:
            raise _not_found()
        if submission.standing != Submission.Standing.PUBLISHED:
            raise Refusal(_("请先决定公开这件反映，再公开照片。"))
        at = now()
        _current(submission).filter(original=original_id).update(withdrawn_at=at)
        made = PublicPhoto.objects.create(
            submission=submission,
            original=original,
            file=copy,
            side=side,
            boxes=checked,
            made_by_id=actor.person_id,
            made_by_name=actor.name,
            made_at=at,
        )
        audit.record(actor=actor, action="portal.show_photo", subject=submission)
    return made


def withdraw_photo(*, actor: Actor, submission_id: UUID, original_id: UUID) -> None:
    """Takes a picture out of the public again; nothing happens when none is there."""
    require(actor, MODERATE)
    with transaction.atomic():
        submission = submission_for(actor, submission_id, lock=True)
        if _current(submission).filter(original=original_id).update(withdrawn_at=now()):
            audit.record(actor=actor, action="portal.withdraw_photo", subject=submission)


def withdraw_all(submission: Submission, *, at: datetime) -> None:
    """Takes every picture of a submission out of the public."""
    _current(submission).update(withdrawn_at=at)


def _current(submission: Submission) -> QuerySet[PublicPhoto]:
    return PublicPhoto.objects.filter(submission=submission, withdrawn_at__isnull=True)


def _checked(box: Box) -> list[float]:
    left, top, width, height = box
    if not all(math.isfinite(each) for each in box) or not (0 <= left <= 1 and 0 <= top <= 1):
        raise BoxRefused
    if width <= 0 or height <= 0:
        raise BoxRefused
    return [left, top, min(width, 1 - left), min(height, 1 - top)]


def _not_found() -> NotFound:
    return NotFound(_("没有找到这张照片，请从审核页面进入。"))
