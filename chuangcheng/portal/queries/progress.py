"""What the page of progress shows besides the report itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from chuangcheng.portal.models import PublicPhoto, Stars


@dataclass(frozen=True, slots=True)
class PublicPicture:
    """A picture for everybody."""

    id: UUID
    side: str
    label: str


def fix_pictures(*, report_id: UUID) -> list[PublicPicture]:
    """The public pictures of a report and of the fix of its problem. One query."""
    rows = PublicPhoto.objects.filter(
        submission__report=report_id, withdrawn_at__isnull=True, submission__standing="published"
    )
    return [PublicPicture(row.pk, row.side, row.get_side_display()) for row in rows]


def last_stars(*, report_id: UUID) -> int | None:
    """The stars that were given last. One query."""
    return Stars.objects.filter(report=report_id).order_by("-at").values_list("stars", flat=True).first()
