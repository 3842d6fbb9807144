"""The queue: Job rows, claimed by conditional update, so that each is done by one worker at a time on any database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.jobs.registry import JobKind, kind_of, known_jobs
from chuangcheng.core.models import Job
from chuangcheng.core.notices import LINK_LENGTH, notify
from chuangcheng.core.times import now as present

LEASE = timedelta(seconds=60)  # a worker that is silent for so long has lost its job; our choice
MAX_ATTEMPTS = 3  # our choice
RETRY_AFTER = timedelta(seconds=30)  # after the first failure; twice that after the second; our choice
CANDIDATES = 10  # how many due jobs a worker looks at, when others take the first ones
MESSAGE_LENGTH = 300  # characters


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at a job by one worker; whoever holds an outdated claim changes nothing."""

    job_id: UUID
    attempt: int
    worker: str
    kind: JobKind
    arguments: Mapping[str, Any]
    requested_by_id: int | None
    language: str = ""  # of who asked

    def held(self) -> QuerySet[Job]:
        """The job, as long as this claim is the valid one."""
        return Job.objects.filter(pk=self.job_id, worker=self.worker, attempts=self.attempt, state=Job.State.RUNNING)


def start(
    name: str, *, actor: Actor, arguments: Mapping[str, Any] | None = None, run_after: datetime | None = None
) -> Job:
    """Asks for a job; nobody sees it before the caller's transaction is committed. `arguments`: JSON values.

    It is done, and its file written, in the language in which it was asked for.
    """
    kind_of(name)
    return Job.objects.create(
        name=name,
        arguments=dict(arguments or {}),
        requested_by_id=actor.person_id,
        language=get_language() or "",
        run_after=run_after or present(),
    )


def claim_next(*, worker: str, now: datetime) -> Claim | None:
    """The next job that is due, now this worker's; None when there is none. Jobs with a lost worker are due again."""
    waiting = Q(state=Job.State.WAITING, run_after__lte=now)
    due = Job.objects.filter(waiting | Q(state=Job.State.RUNNING, lease_until__lt=now), name__in=known_jobs())
    for job in due.order_by("run_after")[:CANDIDATES]:
        if job.attempts >= MAX_ATTEMPTS:
            _give_up(job, now)
        elif due.filter(pk=job.pk, attempts=job.attempts).update(
            state=Job.State.RUNNING,
            lease_until=now + LEASE,
            started_at=now,
            worker=worker,
            attempts=job.attempts + 1,
        ):
            return _claim(job, worker=worker, attempt=job.attempts + 1)
    return None


def succeed(claim: Claim, *, result: Mapping[str, Any], now: datetime) -> None:
    """Ends the job well and tells the person who asked."""
    message, done = _cut(str(result.get("message", ""))), Greatest("done", "total")
    if _end(claim.held(), Job.State.DONE, now, message=message, result=dict(result), done=done):
        _tell(claim, _("“%(job)s”已完成"), body=str(result.get("message", "")), link=str(result.get("url", "")))


def fail(claim: Claim, *, sentence: str, now: datetime) -> None:
    """Ends the job for good with one sentence, and tells the person who asked."""
    if _end(claim.held(), Job.State.FAILED, now, message=_cut(sentence)):
        _tell(claim, _("“%(job)s”没有完成"), body=sentence)


def retry(claim: Claim, *, now: datetime) -> None:
    """Puts the job back for a later attempt; after the last one it has failed."""
    if claim.attempt >= MAX_ATTEMPTS:
        sentence = _("处理时出现问题，试了%(count)s次仍未完成，请联系系统管理员。") % {"count": claim.attempt}
        fail(claim, sentence=sentence, now=now)
        return
    claim.held().update(
        state=Job.State.WAITING,
        run_after=now + RETRY_AFTER * 2 ** (claim.attempt - 1),
        lease_until=None,
        message=_("这一次没有成功，稍后自动重试。"),
    )


def give_back(claim: Claim, *, now: datetime) -> None:
    """Puts the job back at once, this attempt not counted: the worker is shutting down."""
    claim.held().update(state=Job.State.WAITING, run_after=now, lease_until=None, attempts=claim.attempt - 1)


def end_cancelled(claim: Claim, *, now: datetime) -> None:
    """Ends the job because somebody asked for that."""
    _end(claim.held(), Job.State.CANCELLED, now, message=_("已按要求停止，未提交的内容没有保留。"))


def _claim(job: Job, *, worker: str, attempt: int) -> Claim:
    return Claim(job.pk, attempt, worker, kind_of(job.name), job.arguments, job.requested_by_id, job.language)


def _give_up(job: Job, now: datetime) -> None:
    sentence = _("处理过程多次中断，没有完成，请联系系统管理员。")
    abandoned = Job.objects.filter(pk=job.pk, attempts=job.attempts, state=job.state, lease_until=job.lease_until)
    if _end(abandoned, Job.State.FAILED, now, message=sentence):
        claim = _claim(job, worker=job.worker, attempt=job.attempts)
        _tell(claim, _("“%(job)s”没有完成"), body=sentence)


def _end(job: QuerySet[Job], state: Job.State, now: datetime, **fields: Any) -> bool:
    return bool(job.update(state=state, finished_at=now, lease_until=None, **fields))


def _tell(claim: Claim, title: str, *, body: str = "", link: str = "") -> None:
    """An address with a long Chinese name is too long for a notice: its file is fetched on the page of the job."""
    if claim.requested_by_id is not None:
        notify(
            person_ids=[claim.requested_by_id],
            key=f"core.job-{claim.job_id}",
            title=title % {"job": claim.kind.label},
            body=body,
            link=link if 0 < len(link) <= LINK_LENGTH else reverse("core:job", args=[claim.job_id]),
        )


def _cut(text: str) -> str:
    return text if len(text) <= MESSAGE_LENGTH else f"{text[: MESSAGE_LENGTH - 1]}…"
