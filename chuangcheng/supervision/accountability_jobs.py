"""What the worker does about rewards and accountability: the grounds of a period, every month by itself."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.jobs import JobContext, every, job
from chuangcheng.core.times import now
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span
from chuangcheng.supervision.services.accountability.reckoning import RECKON_JOB, reckon_last_month, reckon_period

HOUR = 3600  # seconds


@job(RECKON_JOB, label=gettext_lazy("计算奖惩建议"))
def reckon(context: JobContext, *, period: str, first: str, last: str) -> dict[str, str]:
    """Twice is once: a proposal is known by unit, period and ground."""
    span = Span(PeriodKind(period), date.fromisoformat(first), date.fromisoformat(last))
    done = reckon_period(actor=context.actor, span=span)
    return {
        "message": _("已计算，新提出%(count)s件建议。") % {"count": done.made_count},
        "url": f"{reverse('supervision:matters')}?view=proposed",
        "label": _("查看奖惩建议"),
    }


@every(HOUR, name="supervision.reckon_last_month", label=gettext_lazy("每月计算上月的奖惩建议"))
def reckon_monthly() -> None:
    """Starts the job of the month before on the day of the setting."""
    reckon_last_month(now=now())
