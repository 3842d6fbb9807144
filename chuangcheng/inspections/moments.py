"""What inspections tell on the line of life of a site, and its scores over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI
from chuangcheng.inspections.access import VIEW
from chuangcheng.inspections.models import Visit
from chuangcheng.inspections.queries import visits_of_site
from chuangcheng.sites.slots import SiteMoment

MOST_SCORES = 12  # on the chart: our choice
MOST_MARKS = 100


def moments_at_site(actor: Actor, site_id: UUID, before: datetime | None, at_most: int) -> Sequence[SiteMoment]:
    """The visible visits. One query."""
    if not actor.may(VIEW):
        return []
    rows = visits_of_site(actor=actor, site_id=site_id)
    if before is not None:
        rows = rows.filter(submitted_at__lt=before)
    return [_moment(visit) for visit in rows[:at_most]]


def score_chart(visits: Sequence[Visit]) -> dict[str, Any] | None:
    """The scores of visits as a chart, oldest first; None for fewer than two."""
    scored = [visit for visit in reversed(visits) if visit.score is not None][-MOST_SCORES:]
    if len(scored) < 2:  # noqa: PLR2004 - one point is no line
        return None
    return {
        "kind": "line",
        "category": _("检查时间"),
        "categories": [f"{visit.submitted_at.astimezone(SHANGHAI):%m-%d}" for visit in scored],
        "unit": _("分"),
        "max": MOST_MARKS,
        "series": [{"name": _("得分"), "values": [float(visit.score or 0) for visit in scored], "tone": "blue"}],
    }


def _moment(visit: Visit) -> SiteMoment:
    score = _("得分%(score)s") % {"score": f"{visit.score:.2f}"} if visit.score is not None else ""
    return SiteMoment(
        visit.submitted_at,
        _("现场检查"),
        "blue",
        "clipboard-check",
        who=visit.inspector.name,
        note=score,
        url=reverse("inspections:visit_result", args=[visit.pk]),
        label=visit.round.name,
    )
