"""Looking at jobs and stopping them: one's own, or all of them with the permission."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import NotFound, NotPermitted, Refusal
from chuangcheng.core.models import Job
from chuangcheng.core.permissions import CANCEL_JOBS, VIEW_JOBS


class JobEnded(Refusal):
    """A job that has ended already cannot be stopped."""


def visible_jobs(actor: Actor) -> QuerySet[Job]:
    """The actor's own jobs, or every job with the permission; newest first."""
    mine = Q(requested_by_id=actor.person_id)
    return Job.objects.filter(Q() if actor.may(VIEW_JOBS) else mine).order_by("-id")


def job_for(actor: Actor, job_id: UUID) -> Job:
    """The job, when the actor may see it; NotFound when absent or not theirs."""
    job = visible_jobs(actor).filter(pk=job_id).first()
    if job is None:
        raise NotFound(_("没有找到该作业，请从发起它的页面进入。"))
    return job


def may_cancel(actor: Actor, job: Job) -> bool:
    """True for one's own job and for whoever may stop all."""
    return job.requested_by_id == actor.person_id or actor.may(CANCEL_JOBS)


def ask_to_cancel(*, actor: Actor, job_id: UUID, now: datetime) -> Job:
    """Stops a waiting job at once; a running one ends at its next step. Raises JobEnded when it is over."""
    with transaction.atomic():
        job = job_for(actor, job_id)
        if not may_cancel(actor, job):
            raise NotPermitted(_("只能停止自己发起的作业，请联系系统管理员。"))
        # Two conditional updates instead of a lock: the worker may take or end the job at any moment.
        waiting = Job.objects.filter(pk=job_id, state=Job.State.WAITING)
        running = Job.objects.filter(pk=job_id, state=Job.State.RUNNING)
        stopped = waiting.update(state=Job.State.CANCELLED, cancel_asked=True, finished_at=now)
        if not stopped and not running.update(cancel_asked=True):
            raise JobEnded(_("该作业已经结束，不能再停止，请刷新页面查看结果。"))
        audit.record(actor=actor, action="core.cancel_job", subject=job, detail={"name": job.name})
    job.refresh_from_db()
    return job
