"""Removing what has done its duty, so that the tables that workers read stay small. Times are our choice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.jobs import every
from chuangcheng.core.models import Event, Job, Notice, OutgoingMessage
from chuangcheng.core.times import now as present

EVENTS_KEPT = timedelta(days=30)  # after they were delivered
JOBS_KEPT = timedelta(days=90)  # after they ended
NOTICES_KEPT = timedelta(days=365)  # after they were read
MESSAGES_KEPT = timedelta(days=365)  # after they were sent or given up
BATCH = 1000  # rows removed by one statement
HOUR = 3600  # seconds


@every(HOUR, name="core.tidy", label=_("清理过期的事件、作业与通知"))
def tidy() -> None:
    """Removes delivered events, ended jobs and read notices whose time is over."""
    remove_outdated(now=present())


def remove_outdated(*, now: datetime) -> None:
    """The same at a given moment."""
    _remove(Event.objects.filter(delivered_at__lt=now - EVENTS_KEPT))
    _remove(Job.objects.filter(finished_at__lt=now - JOBS_KEPT))
    _remove(Notice.objects.filter(read_at__lt=now - NOTICES_KEPT))
    _remove(OutgoingMessage.objects.filter(ended_at__lt=now - MESSAGES_KEPT))


def _remove(rows: QuerySet[Any]) -> None:
    while batch := list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        rows.model._base_manager.filter(pk__in=batch).delete()
