"""The score of the sample district over the last weeks, kept by a job once the district is loaded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.jobs import JobContext, job
from chuangcheng.scoring.queries import SheetChoice
from chuangcheng.scoring.services import keep_all_sheets
from chuangcheng.standards.access import framework_for

WEEKS = 10


@job("demo.keep_sheets", label=_("留存示例区的得分表"))
def keep_sheets(context: JobContext, *, framework_id: int, day: str) -> dict[str, Any]:
    """A sheet for each of the last weeks and the day before, computed from what is known now."""
    row = framework_for(SYSTEM, framework_id)
    last = date.fromisoformat(day) - timedelta(days=1)
    for number, weeks in enumerate(reversed(range(WEEKS)), start=1):
        keep_all_sheets(framework=row, choice=SheetChoice(last - timedelta(weeks=weeks)))
        context.progress(number, WEEKS)
    return {}
