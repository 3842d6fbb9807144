"""Photos that came with reports on tasks, for who looks for material that exists already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import SHANGHAI
from chuangcheng.tasks.access import VIEW, visible_tasks
from chuangcheng.tasks.models import TaskPhoto
from chuangcheng.tasks.workflow import State


@dataclass(frozen=True, slots=True)
class ReportPhoto:
    """A photo of a report."""

    id: int
    file: StoredFile
    task_id: UUID
    number: str  # of the task
    title: str  # of the task
    unit_name: str
    at: datetime


def report_photos(
    *,
    actor: Actor,
    standard_ids: Sequence[int],
    since: date | None = None,
    until: date | None = None,
    at_most: int,
) -> list[ReportPhoto]:
    """Photos of reports on the visible tasks for these standards, the newest first. One query. Days in Shanghai."""
    if not actor.may(VIEW) or not standard_ids:
        return []
    rows = TaskPhoto.objects.filter(event__task__in=visible_tasks(actor).filter(standard__in=standard_ids))
    if since is not None:
        rows = rows.filter(event__at__gte=datetime.combine(since, time(), SHANGHAI))
    if until is not None:
        rows = rows.filter(event__at__lt=datetime.combine(until + timedelta(days=1), time(), SHANGHAI))
    return _shown(rows, at_most)


def report_photos_by_id(*, actor: Actor, photo_ids: Sequence[int]) -> list[ReportPhoto]:
    """Those of these photos whose task the actor sees. One query."""
    if not actor.may(VIEW):
        return []
    return _shown(TaskPhoto.objects.filter(pk__in=photo_ids, event__task__in=visible_tasks(actor)))


def _shown(rows: QuerySet[TaskPhoto], at_most: int | None = None) -> list[ReportPhoto]:
    found = rows.exclude(event__task__state=State.VOID.value).select_related("file", "event__task__unit")
    found = found.defer("event__task__unit__boundary").order_by("-event__at", "-pk")[:at_most]
    return [
        ReportPhoto(
            id=photo.pk,
            file=photo.file,
            task_id=photo.event.task_id,
            number=photo.event.task.number,
            title=photo.event.task.title,
            unit_name=photo.event.task.unit.name,
            at=photo.event.at,
        )
        for photo in found
    ]
