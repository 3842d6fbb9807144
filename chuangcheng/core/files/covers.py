"""Pictures in which somebody has to stay unknown: what papers show in their place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias
from uuid import UUID

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
