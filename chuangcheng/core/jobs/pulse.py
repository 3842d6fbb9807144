"""The pulse of a running job: renews its lease, writes its progress, brings it the wish to stop."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from django.db import Error as DatabaseFault
from django.db import connection

from chuangcheng.core.jobs import queue
from chuangcheng.core.jobs.context import Cancelled, Interrupted, LeaseLost, Stopping
from chuangcheng.core.jobs.queue import MESSAGE_LENGTH, Claim
from chuangcheng.core.models import Job
from chuangcheng.core.times import now

BEAT_SECONDS = 1.0  # how often progress is written and the wish to stop is read; our choice
RENEW_SECONDS = queue.LEASE.total_seconds() / 4

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is."""

    done: int = 0
    total: int = 0  # 0: not known
    message: str = ""


def beat(claim: Claim, progress: Progress) -> None:
    """Writes the progress and renews the lease; raises LeaseLost or Cancelled."""
    held = claim.held().update(
        lease_until=now() + queue.LEASE,
        done=max(0, progress.done),
        total=max(0, progress.total),
        message=progress.message[:MESSAGE_LENGTH],
    )
    if not held:
        raise LeaseLost
    _heed_wish_to_stop(claim)


def _heed_wish_to_stop(claim: Claim) -> None:
    if Job.objects.filter(pk=claim.job_id, cancel_asked=True).exists():
        raise Cancelled


class DirectPulse:
    """Beats on the job's own connection at each report: for tests and single rounds, where nobody else waits."""

    def __init__(self, claim: Claim) -> None:
        self._claim = claim

    def report(self, done: int, total: int, message: str) -> None:
        """Writes the progress; raises Interrupted when the job is to end."""
        beat(self._claim, Progress(done, total, message))


class BackgroundPulse:
    """Beats in a thread with a connection of its own, so that long transactions and long sums keep their lease."""

    def __init__(self, claim: Claim, *, stopping: threading.Event) -> None:
        self._claim = claim
        self._stopping = stopping
        self._progress = self._written = Progress()
        self._written_at = time.monotonic()
        self._interruption: Interrupted | None = None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_ended, name="job-pulse", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def report(self, done: int, total: int, message: str) -> None:
        """Notes the progress for the next beat; raises Interrupted when the job is to end."""
        self._progress = Progress(done, total, message)
        if self._stopping.is_set():
            raise Stopping
        if self._interruption is not None:
            raise self._interruption
        # On SQLite a busy job holds the only write lock nearly all the time: the thread cannot beat, the job can.
        if connection.vendor == "sqlite" and self._silence() >= BEAT_SECONDS:
            self._beat()

    def _beat_until_ended(self) -> None:
        try:
            while self._interruption is None and not self._ended.wait(BEAT_SECONDS):
                self._beat_when_needed()
        finally:
            connection.close()

    def _beat_when_needed(self) -> None:
        try:
            if self._progress != self._written or self._silence() >= RENEW_SECONDS:
                self._beat()
            else:
                _heed_wish_to_stop(self._claim)
        except Interrupted as interruption:
            self._interruption = interruption
        except DatabaseFault:
            log.warning("a beat of job %s was missed", self._claim.job_id, exc_info=True)
            connection.close()

    def _beat(self) -> None:
        progress = self._progress
        beat(self._claim, progress)
        self._written, self._written_at = progress, time.monotonic()

    def _silence(self) -> float:
        return time.monotonic() - self._written_at
