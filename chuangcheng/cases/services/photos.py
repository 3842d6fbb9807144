"""The photos of a step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.models import CaseEvent, CasePhoto
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.models import StoredFile

MOST_PHOTOS = 9  # of one moment in one step: our choice, as the chat programs have it


class PhotoUnusable(InvalidInput):
    """A photo that is not there, is no picture, or is one too many."""


def attach_photos(*, event: CaseEvent, photos: Mapping[str, Sequence[UUID]]) -> None:
    """Puts stored pictures to a step, by moment, in order. Two queries when there are any."""
    chosen = [(moment, order, file) for moment, files in photos.items() for order, file in enumerate(files)]
    if not chosen:
        return
    if max(len(files) for files in photos.values()) > MOST_PHOTOS:
        raise PhotoUnusable(_("一次最多%(most)s张照片，请去掉多余的再提交。") % {"most": MOST_PHOTOS})
    wanted = {file for _moment, _order, file in chosen}
    if StoredFile.objects.filter(pk__in=wanted, width__isnull=False).count() != len(wanted):
        raise PhotoUnusable(_("有照片没有上传成功，请重新上传后再提交。"))
    CasePhoto.objects.bulk_create(
        CasePhoto(case_id=event.case_id, event=event, file_id=file, moment=moment, order=order)
        for moment, order, file in chosen
    )
