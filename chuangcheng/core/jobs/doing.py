"""Doing one claimed job: its function, and what becomes of the job by the way it ends."""

from __future__ import annotations

import logging
import time
from contextlib import AbstractContextManager

from django.conf import settings
from django.utils.translation import override

from chuangcheng.core.errors import Refusal
from chuangcheng.core.jobs import queue
from chuangcheng.core.jobs.context import Cancelled, JobContext, LeaseLost, Pulse, Stopping
from chuangcheng.core.jobs.queue import Claim
from chuangcheng.core.jobs.registry import actor_with
from chuangcheng.core.times import now

log = logging.getLogger(__name__)


def attend(claim: Claim, pulse: Pulse) -> None:
    """Does the job and ends it; a fault is logged and the job tried again later."""
    began, facts = time.perf_counter(), {"job": claim.kind.name, "job_id": claim.job_id, "attempt": claim.attempt}
    try:
        do(claim, pulse)
        log.info("job", extra={**facts, "ms": round((time.perf_counter() - began) * 1000, 1)})
    except Exception:
        log.exception("job failed", extra=facts)
        with _language_of(claim):
            queue.retry(claim, now=now())


def do(claim: Claim, pulse: Pulse) -> None:
    """Does the job and ends it; a fault goes on to the caller, a refusal of the rules is the job's own end."""
    with _language_of(claim):
        _do(claim, pulse)


def _language_of(claim: Claim) -> AbstractContextManager[None]:
    """What the job writes and says is for who asked."""
    return override(claim.language or settings.LANGUAGE_CODE)


def _do(claim: Claim, pulse: Pulse) -> None:
    try:
        context = JobContext(job_id=claim.job_id, actor=actor_with(claim.requested_by_id), pulse=pulse)
        result = claim.kind.work(context, **claim.arguments)
        queue.succeed(claim, result=result or {}, now=now())
    except Refusal as refusal:
        queue.fail(claim, sentence=str(refusal), now=now())
    except Cancelled:
        queue.end_cancelled(claim, now=now())
    except Stopping:
        queue.give_back(claim, now=now())
    except LeaseLost:
        log.warning("job %s %s was taken over by another worker", claim.kind.name, claim.job_id)
