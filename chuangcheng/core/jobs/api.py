from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from chuangcheng.core.access import require
from chuangcheng.core.jobs.registry import label_of
from chuangcheng.core.jobs.shown import percent_of
from chuangcheng.core.jobs.watching import ask_to_cancel, job_for, visible_jobs
from chuangcheng.core.models import Job
from chuangcheng.core.permissions import VIEW_JOBS
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of

router = Router()
MAX_ROWS = 200


class JobOut(Schema):
    """A job: what, how far, how it ended."""

    id: UUID
    name: str
    label: str
    state: str
    done: int
    total: int
    percent: int
    message: str
    result: dict[str, Any]
    cancel_asked: bool
    created_at: datetime
    finished_at: datetime | None

    @staticmethod
    def resolve_label(job: Job) -> str:
        """The label of its kind."""
        return label_of(job.name)

    @staticmethod
    def resolve_percent(job: Job) -> int:
        """How much is done, 0..100."""
        return percent_of(job)


class JobsAsked(Schema):
    """Which part of the list: jobs older than `before`, at most `limit`."""

    before: UUID | None = None
    limit: int = Field(50, ge=1, le=MAX_ROWS)


@router.get("/jobs", response=list[JobOut], summary="后台作业，新的在前")
def jobs(request: HttpRequest, asked: Query[JobsAsked]) -> list[Job]:
    """All jobs for whoever may see them."""
    actor = actor_of(request)
    require(actor, VIEW_JOBS)
    rows = visible_jobs(actor)
    return list((rows.filter(pk__lt=asked.before) if asked.before else rows)[: asked.limit])


@router.get("/jobs/{job_id}", response=JobOut, summary="一个后台作业的进度与结果")
def job(request: HttpRequest, job_id: UUID) -> Job:
    """One's own job, or any with the permission."""
    return job_for(actor_of(request), job_id)


@router.post("/jobs/{job_id}/cancel", response=JobOut, summary="停止后台作业")
def cancel(request: HttpRequest, job_id: UUID) -> Job:
    """Asks for the job to be stopped."""
    return ask_to_cancel(actor=actor_of(request), job_id=job_id, now=now())
