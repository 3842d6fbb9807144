"""What a worker does by itself, and long work that somebody asked for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.jobs import JobContext, every, job, start
from chuangcheng.core.models import Job
from chuangcheng.core.times import today
from chuangcheng.scoring.models import StoredSheet
from chuangcheng.scoring.queries import SheetChoice
from chuangcheng.scoring.services import keep_all_sheets
from chuangcheng.standards.access import framework_for
from chuangcheng.standards.queries import frameworks_in_force

HALF_HOUR = 1800  # seconds; so soon after midnight, or after a worker is back, the sheets of the day before are kept
KEEP = "scoring.keep_sheets"


@job(KEEP, label=gettext_lazy("留存各单位得分表"))
def keep_sheets(context: JobContext, *, framework_id: int, day: str) -> dict[str, Any]:
    """The sheets of a day, of the whole place and of every unit with facts."""
    row = framework_for(context.actor, framework_id)

    def tell(count: int) -> None:
        context.progress(count, 0, _("已留存%(count)d张") % {"count": count})

    kept = keep_all_sheets(framework=row, choice=SheetChoice(date.fromisoformat(day)), progress=tell)
    url = reverse("scoring:compare", args=[row.pk])
    return {"message": _("已留存%(count)d张得分表。") % {"count": kept}, "url": url, "label": _("看对比")}


@every(HALF_HOUR, name="scoring.keep_daily", label=gettext_lazy("每天留存前一天的得分表"))
def keep_daily() -> None:
    """Starts the job of each framework in force whose sheets of yesterday are not kept yet."""
    yesterday = today() - timedelta(days=1)
    for row in frameworks_in_force(actor=SYSTEM):
        kept = StoredSheet.objects.filter(framework=row, subject=None, kinds="", day=yesterday)
        if not kept.exists():
            start_keeping(framework_id=row.pk, day=yesterday)


def start_keeping(*, framework_id: int, day: date) -> None:
    """Asks for the sheets of a day, unless that job waits or runs already."""
    arguments = {"framework_id": framework_id, "day": day.isoformat()}
    going = (Job.State.WAITING, Job.State.RUNNING)
    if not Job.objects.filter(name=KEEP, arguments=arguments, state__in=going).exists():
        start(KEEP, actor=SYSTEM, arguments=arguments)
