"""Photos of a visit: sent and kept first, attached when the visit is submitted, by nobody but who sent them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput
from chuangcheng.inspections.access import VISIT, visitor_id
from chuangcheng.inspections.models import UploadedPhoto
from chuangcheng.inspections.queries import file_ids_uploaded

if TYPE_CHECKING:
    from chuangcheng.core.models import StoredFile

WAITS = timedelta(days=7)  # how long a photo waits for its visit to be submitted; our choice
MOST_PHOTOS = 9  # of one answer; our choice, as the chat programs have it


class PhotoNotSent(InvalidInput):
    """A visit names a photo that has not arrived, or somebody else's."""


def keep_photos(*, actor: Actor, files: Sequence[StoredFile], may: str = VISIT) -> list[UUID]:
    """Notes that the actor, who may do this, sent these stored pictures; gives their ids. The same one twice is one."""
    require(actor, may)
    person_id = visitor_id(actor) if may == VISIT else actor.person_id or 0
    kept = {file.pk: UploadedPhoto(person_id=person_id, file=file) for file in files}
    UploadedPhoto.objects.bulk_create(
        kept.values(), update_conflicts=True, unique_fields=["person", "file"], update_fields=["sent_at"]
    )
    return list(kept)


def check_photos(*, actor: Actor, answers: Iterable[Sequence[UUID]]) -> None:
    """Raises unless the actor sent every photo of these answers, and no answer has too many."""
    chosen = [list(dict.fromkeys(photos)) for photos in answers]
    if any(len(photos) > MOST_PHOTOS for photos in chosen):
        raise InvalidInput(_("每项最多%(most)s张照片，请去掉多余的再提交。") % {"most": MOST_PHOTOS})
    wanted = {photo for photos in chosen for photo in photos}
    if file_ids_uploaded(actor=actor, file_ids=wanted) != wanted:
        raise PhotoNotSent(_("有照片没有上传成功，请重新上传后再提交。"))


def forget_uploads(*, actor: Actor, file_ids: Iterable[UUID]) -> None:
    """The photos have found their answers."""
    UploadedPhoto.objects.filter(person=actor.person_id, file__in=set(file_ids)).delete()


def forget_old_uploads(*, now: datetime) -> int:
    """Lets go of photos whose visit was never submitted, so that their files can go; gives their number."""
    return UploadedPhoto.objects.filter(sent_at__lt=now - WAITS).delete()[0]
