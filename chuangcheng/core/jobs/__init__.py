"""Long work outside of requests: a Job row is the queue, its progress and its result in one. `@job` names a function,
`start` asks for it inside the caller's transaction, workers claim it under a lease (docs/decisions/0002-jobs.md).
`@every` names short periodic work that a worker does itself."""

from __future__ import annotations

from chuangcheng.core.jobs.context import Cancelled, JobContext
from chuangcheng.core.jobs.queue import start
from chuangcheng.core.jobs.registry import actors, every, job
from chuangcheng.core.jobs.results import keep_result_file
from chuangcheng.core.jobs.watching import ask_to_cancel, job_for, visible_jobs

__all__ = [
    "Cancelled",
    "JobContext",
    "actors",
    "ask_to_cancel",
    "every",
    "job",
    "job_for",
    "keep_result_file",
    "start",
    "visible_jobs",
]
