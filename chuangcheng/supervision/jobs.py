"""What runs beside the pages: a period is appraised."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.jobs import JobContext, job
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span
from chuangcheng.supervision.services.appraisals.computing import APPRAISE_JOB, appraise_period


@job(APPRAISE_JOB, label=gettext_lazy("计算考核排名"))
def appraise(context: JobContext, *, period: str, first: str, last: str, boards: list[str]) -> dict[str, str]:
    """Twice is once: a board is counted again from the records, while nobody else has seen it."""
    span = Span(PeriodKind(period), date.fromisoformat(first), date.fromisoformat(last))
    runs = appraise_period(actor=context.actor, span=span, board_ids=[UUID(pk) for pk in boards], told=context.progress)
    only = len(runs) == 1
    return {
        "message": _("已计算%(count)s个榜单。") % {"count": len(runs)},
        "url": reverse("supervision:board", args=[runs[0].pk]) if only else reverse("supervision:boards"),
        "label": _("查看考核排名"),
    }
