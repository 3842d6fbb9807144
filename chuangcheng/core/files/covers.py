"""Pictures in which somebody has to stay unknown: what papers show in their place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias
from uuid import UUID

from chuangcheng.core.files.serving import FileMissing, public_copy
from chuangcheng.core.models import StoredFile
from chuangcheng.core.slots import Slot

# Ids of files → of those that need it the copy with faces and plates hidden; None: it must not be shown. Two queries.
CoversOf: TypeAlias = Callable[[Collection[UUID]], Mapping[UUID, UUID | None]]
picture_covers: Slot[CoversOf] = Slot("copies of pictures with hidden faces")


def covers_of(file_ids: Collection[UUID]) -> dict[UUID, UUID | None]:
    """What is shown in place of these pictures; those that may be shown as they are are absent."""
    found: dict[UUID, UUID | None] = {}
    for filling in picture_covers if file_ids else ():
        for original, cover in filling(file_ids).items():
            found[original] = cover if original not in found else found[original] and cover
    return found


def shown_files(file_ids: Collection[UUID]) -> dict[UUID, StoredFile]:
    """The file that papers show for each of these pictures: the copy with hidden faces where there is one. Absent is
    what must not be shown. One query and those of who hides."""
    instead = covers_of(file_ids)
    shown = {each: instead.get(each, each) for each in file_ids}
    files = StoredFile.objects.in_bulk([each for each in shown.values() if each is not None])
    return {original: files[each] for original, each in shown.items() if each is not None and each in files}


def paper_copies(file_ids: Collection[UUID], size: int) -> dict[UUID, bytes]:
    """These pictures as papers show them, without what the camera wrote; absent is what must not be shown and what the
    disk has lost. `size`: pixels, one of COPY_SIZES. One query and those of who hides."""
    copies = {}
    for original, file in shown_files(file_ids).items():
        try:
            copies[original] = public_copy(file, size).read_bytes()
        except FileMissing:
            continue
    return copies
