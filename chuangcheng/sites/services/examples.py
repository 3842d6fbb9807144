"""Pictures that show what passes an item and what fails it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.sites.access import checklist_item_for
from chuangcheng.sites.models import ChecklistPicture
from chuangcheng.sites.services.checklists import ItemRetired
from chuangcheng.sites.services.texts import checked_line

if TYPE_CHECKING:
    from chuangcheng.core.models import StoredFile

MOST_PICTURES = 4  # of an item: a phone keeps them for a day without a network; our choice
CAPTION_LENGTH = 60


@transaction.atomic
def add_pictures(
    *, actor: Actor, item_id: int, files: Sequence[StoredFile], passes: bool, caption: str = ""
) -> list[ChecklistPicture]:
    """The pictures beside those that are there; the same picture again is the same. At most MOST_PICTURES."""
    item = checklist_item_for(actor, item_id, lock=True)
    if item.retired_on is not None:
        raise ItemRetired
    told = checked_line(caption, label=_("图片说明"), at_most=CAPTION_LENGTH)
    there = {row.file_id: row for row in item.pictures.all()}
    fresh = {file.pk: file for file in files if file.pk not in there}
    if len(there) + len(fresh) > MOST_PICTURES:
        raise InvalidInput(_("每个检查项最多%(most)d张示例图片，请先去掉一张。") % {"most": MOST_PICTURES})
    for file in fresh.values():
        there[file.pk] = ChecklistPicture.objects.create(item=item, file=file, passes=passes, caption=told)
    if fresh:
        audit.record(actor=actor, action="sites.add_checklist_pictures", subject=item, detail={"count": len(fresh)})
    return [there[file.pk] for file in files]


@transaction.atomic
def remove_picture(*, actor: Actor, item_id: int, picture_id: int) -> None:
    """The picture is shown no more; nothing happens when it was not there."""
    item = checklist_item_for(actor, item_id, lock=True)
    count, _rows = item.pictures.filter(pk=picture_id).delete()
    if count:
        audit.record(actor=actor, action="sites.remove_checklist_picture", subject=item)
