"""What sites hear of visits. Handlers of events: they may run twice, and in any order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from chuangcheng.inspections.access import is_open_to_all
from chuangcheng.inspections.models import Round, Visit
from chuangcheng.sites.services import mark_checked


def mark_visited_site(payload: Mapping[str, Any]) -> None:
    """After `VISIT_SUBMITTED`: the site was looked at. Of a hidden round nobody may notice before it is released."""
    found = Round.objects.filter(pk=payload["round"]).first()
    if found is not None and is_open_to_all(found):
        mark_checked(site_id=payload["site"], at=datetime.fromisoformat(payload["at"]))


def mark_released_sites(payload: Mapping[str, Any]) -> None:
    """After `ROUND_RELEASED`: all its sites were looked at, each when it was."""
    visits = Visit.objects.filter(round=payload["round"]).order_by().values("site")
    for row in visits.annotate(last=Max("submitted_at")):
        mark_checked(site_id=row["site"], at=row["last"])
