"""Periodic work: a row per period, claimed by moving its next time, so that two workers start it once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from chuangcheng.core.jobs.registry import Period, periods
from chuangcheng.core.models import Schedule
from chuangcheng.core.times import now as present

ERROR_LENGTH = 300  # characters

log = logging.getLogger(__name__)


def install_periods(*, now: datetime) -> None:
    """Makes a row for each period of this release and follows a changed length; new ones are due at once."""
    rows = [Schedule(name=name, every_seconds=period.seconds, next_at=now) for name, period in periods().items()]
    Schedule.objects.bulk_create(rows, ignore_conflicts=True)
    for row in rows:
        Schedule.objects.filter(name=row.name).exclude(every_seconds=row.every_seconds).update(
            every_seconds=row.every_seconds, next_at=now
        )


def run_due_period(*, now: datetime) -> bool:
    """Does the periodic work that is longest due; False when none is. A fault is kept on its row and ends there."""
    due = Schedule.objects.filter(name__in=list(periods()), next_at__lte=now).order_by("next_at")
    for row in due:
        period = periods()[row.name]
        # Counted from now, not from the last time: a worker that was away does not make up for every turn it missed.
        next_at = now + timedelta(seconds=period.seconds)
        if Schedule.objects.filter(name=row.name, next_at=row.next_at).update(next_at=next_at, last_at=now):
            _run(period)
            return True
    return False


def _run(period: Period) -> None:
    row = Schedule.objects.filter(name=period.name)
    try:
        period.chore()
    except Exception as error:
        log.exception("periodic work %s failed", period.name)
        row.update(error=f"{type(error).__name__}: {error}"[:ERROR_LENGTH])
    else:
        row.update(error="", succeeded_at=present())
