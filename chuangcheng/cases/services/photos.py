"""The photos of a step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case, CaseEvent, CasePhoto
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.models import StoredFile

MOST_PHOTOS = 9  # of one moment in one step: our choice, as the chat programs have it


class PhotoUnusable(InvalidInput):
    """A photo that is not there, is no picture, or is one too many."""


class PhotoKnown(InvalidInput):
    """A photo said to show the fix that hangs on the case already: the same content is the same stored file."""


def check_after_photos(case: Case, *, after: Collection[UUID], before: Collection[UUID] = ()) -> None:
    """Nothing when each photo of the fix is a new one; raises PhotoKnown when one was sent for this case before."""
    moments = CasePhoto.Moment
    hanging = case.photos.filter(file__in=after, moment__in=[moments.BEFORE, moments.AFTER, moments.CHECK])
    known = hanging.order_by("pk").values_list("moment", flat=True).first()
    if known == moments.AFTER:
        raise PhotoKnown(_("这张整改后照片以前已经提交过，请重新拍摄整改后的现场。"))
    if known is not None or set(after) & set(before):
        raise PhotoKnown(_("整改后照片与整改前或核查时的照片是同一张，请重新拍摄整改后的现场。"))


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
