"""Who acts for whom."""

from __future__ import annotations

from datetime import date

from chuangcheng.orgs.models import Delegation


def acting_on(*, day: date) -> dict[int, int]:
    """Absent person → who acts for them on a day; of several the last one named. One query."""
    rows = Delegation.objects.filter(starts_on__lte=day, ends_on__gte=day, ended_at__isnull=True).order_by("pk")
    return dict(rows.values_list("absent", "acting"))
