"""When a site, and the grid cell in which it lies, was last looked at, as the inspections tell."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from chuangcheng.sites.models import GridCell, Site


def mark_checked(*, site_id: UUID, at: datetime) -> None:
    """Notes that the site was looked at; an earlier moment than the one known changes nothing, so news may come twice.

    Everybody who sees the site sees the moment: call it for a hidden round only when the round is released.
    """
    rows = Site.objects.filter(pk=site_id).filter(Q(last_checked_at__isnull=True) | Q(last_checked_at__lt=at))
    if rows.update(last_checked_at=at):
        cells = GridCell.objects.filter(sites=site_id)
        cells.filter(Q(last_checked_at__isnull=True) | Q(last_checked_at__lt=at)).update(last_checked_at=at)
