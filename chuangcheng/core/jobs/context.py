"""What a running job holds in its hand: who asked, and a way to say how far it is."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from chuangcheng.core.access import Actor


class Interrupted(BaseException):
    """Ends a job from outside. Not an Exception, so that a job's own `except Exception` cannot swallow it."""


class Cancelled(Interrupted):
    """Somebody asked for the job to be stopped."""


class Stopping(Interrupted):
    """The worker is being shut down; the job waits for the next one."""


class LeaseLost(Interrupted):
    """Another worker has taken the job over, because this one was silent for too long."""


class Pulse(Protocol):
    """Carries progress out of a job and interruptions into it."""

    def report(self, done: int, total: int, message: str) -> None:
        """Notes the progress; raises Interrupted when the job is to end."""


class JobContext:
    """Given to each job as its first argument."""

    def __init__(self, *, job_id: UUID, actor: Actor, pulse: Pulse) -> None:
        self.job_id = job_id
        self.actor = actor
        self._pulse = pulse

    def progress(self, done: int, total: int = 0, message: str = "") -> None:
        """Says that `done` of `total` steps are done (0: not known), and what is going on, for the person who waits.

        Cheap: call it in every turn of a loop. Raises Cancelled when the person asked for that; whatever was not
        committed is then undone, and the job ends.
        """
        self._pulse.report(done, total, message)
