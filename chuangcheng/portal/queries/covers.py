"""Pictures that residents sent, or in which a moderator hid faces, as papers may show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from chuangcheng.portal.models import PublicPhoto, Submission


def covers_of_pictures(file_ids: Collection[UUID]) -> Mapping[UUID, UUID | None]:
    """The newest copy in which something was hidden, also one that was withdrawn since; a picture of a resident that
    no moderator looked at is shown nowhere. Two queries."""
    rows = PublicPhoto.objects.filter(original__in=file_ids).order_by("made_at", "id")
    covers: dict[UUID, UUID | None] = {}
    looked_at = set()
    for original, file, boxes in rows.values_list("original", "file", "boxes"):
        looked_at.add(original)
        if boxes:
            covers[original] = file
    sent = Submission.objects.filter(report__photos__file__in=file_ids).values_list("report__photos__file", flat=True)
    return {**{each: None for each in sent if each in set(file_ids) and each not in looked_at}, **covers}
