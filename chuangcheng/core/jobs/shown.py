"""A job as its progress box shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.core.jobs.registry import label_of
from chuangcheng.core.models import Job

OPEN = {Job.State.WAITING, Job.State.RUNNING}
NEARLY_DONE = 99  # percent; 100 is said only of what has ended well
ALL = 100  # percent
MINUTE, HOUR, DAY = 60, 3600, 86_400  # seconds
SURE_AFTER = timedelta(seconds=5)  # before that, time left is guesswork; our choice


@dataclass(frozen=True, slots=True)
class ShownProgress:
    """What `components/progress.html` needs."""

    id: UUID
    label: str
    percent: int  # 0..100
    note: str
    is_finished: bool
    result_url: str
    result_label: str


def shown_progress(job: Job, *, now: datetime) -> ShownProgress:
    """The job in words: how far, what it is at, how long it will still take, and where its result is."""
    return ShownProgress(
        id=job.pk,
        label=label_of(job.name),
        percent=percent_of(job),
        note=_note(job, now),
        is_finished=job.state not in OPEN,
        result_url=_own_address(job.result.get("url")),
        result_label=str(job.result.get("label") or _("查看结果")),
    )


def percent_of(job: Job) -> int:
    """How much of the job is done, 0..100; 0 while that is not known."""
    if job.state == Job.State.DONE:
        return ALL
    return min(NEARLY_DONE, job.done * ALL // job.total) if job.total else 0


def _note(job: Job, now: datetime) -> str:
    if job.state == Job.State.RUNNING and job.cancel_asked:
        return _("正在停止，请稍候。")
    words = [job.message or str(Job.State(job.state).label), _time_left(job, now)]
    return " · ".join(word for word in words if word)


def _time_left(job: Job, now: datetime) -> str:
    if job.state != Job.State.RUNNING or job.started_at is None or not job.done or job.done >= job.total:
        return ""
    spent = now - job.started_at
    if spent < SURE_AFTER:
        return ""
    seconds = spent.total_seconds() * (job.total - job.done) / job.done
    if seconds < MINUTE:
        return _("约剩%(count)s秒") % {"count": max(1, round(seconds))}
    return _("约剩%(count)s分钟") % {"count": round(seconds / MINUTE)}


def _own_address(address: object) -> str:
    # Only addresses of this product; a job's result is data.
    text = str(address or "")
    return text if text.startswith("/") and not text.startswith("//") else ""


def every_words(seconds: int) -> str:
    """How often, in the largest unit that fits: 10秒, 5分钟, 1小时, 1天."""
    for size, words in ((DAY, _("%(n)s天")), (HOUR, _("%(n)s小时")), (MINUTE, _("%(n)s分钟"))):
        if seconds % size == 0:
            return words % {"n": seconds // size}
    return _("%(n)s秒") % {"n": seconds}
