"""The worker: three lanes that each do one thing at a time, then look again.

In the news lane events are delivered and periodic work is done, so that a long job holds up neither; in the messages
lane messages go out, so that a slow gateway holds up nobody; in the jobs lane jobs. Any number of workers run beside
each other on any number of machines: each thing is claimed in the database.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import TypeAlias
from uuid import uuid4

from django.db import close_old_connections, connection

from chuangcheng.core.deliveries import deliver_next
from chuangcheng.core.jobs.doing import attend
from chuangcheng.core.jobs.periodic import install_periods, run_due_period
from chuangcheng.core.jobs.pulse import BackgroundPulse, DirectPulse
from chuangcheng.core.jobs.queue import claim_next
from chuangcheng.core.outgoing.sending import send_next
from chuangcheng.core.times import now

Step: TypeAlias = Callable[[], bool]  # does one thing, if there is one to do

IDLE_SECONDS = 1.0  # between two looks when there was nothing to do; our choice
LONGEST_WAIT_SECONDS = 30.0  # between two looks while the database does not answer; our choice

log = logging.getLogger(__name__)


def run_worker(*, once: bool = False) -> None:
    """Works until SIGTERM or SIGINT; with `once` until nothing is due. A job that is under way then is given back."""
    name = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    if once:
        _work_off(name)
        return
    stopping = threading.Event()
    with _stopped_by_signals(stopping):
        log.info("worker %s begins", name)
        news = threading.Thread(target=_follow_news, args=(stopping,), name="news")
        messages = threading.Thread(target=_follow, args=([_send_next_message], stopping), name="messages")
        news.start()
        messages.start()
        _follow([lambda: _do_next_job(name, stopping)], stopping)
        news.join()
        messages.join()
        log.info("worker %s ends", name)


def _work_off(name: str) -> None:
    install_periods(now=now())
    steps: list[Step] = [*_news(), _send_next_message, lambda: _do_next_job_here(name)]
    while any(step() for step in steps):
        pass


def _news() -> list[Step]:
    return [lambda: deliver_next(now=now()), lambda: run_due_period(now=now())]


def _follow_news(stopping: threading.Event) -> None:
    is_installed = False

    def install_once() -> bool:
        nonlocal is_installed
        if not is_installed:
            install_periods(now=now())
            is_installed = True
        return False

    _follow([install_once, *_news()], stopping)


def _follow(steps: Sequence[Step], stopping: threading.Event) -> None:
    """Does the steps in turn until told to stop; whatever goes wrong (the database is away) is waited out."""
    wait = IDLE_SECONDS
    while not stopping.is_set():
        try:
            # Each in its turn, so that a flood of events does not hold up the sealing of the audit trail.
            was_busy = [step() for step in steps if not stopping.is_set()]
            wait = IDLE_SECONDS
        except Exception:
            log.exception("the worker cannot go on; next try in %s s", wait)
            was_busy = []
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)
            connection.close()
        close_old_connections()
        if not any(was_busy):
            stopping.wait(wait)
    connection.close()


def _send_next_message() -> bool:
    return send_next(now=now())


def _do_next_job(name: str, stopping: threading.Event) -> bool:
    claim = claim_next(worker=name, now=now())
    if claim is None:
        return False
    with BackgroundPulse(claim, stopping=stopping) as pulse:
        attend(claim, pulse)
    return True


def _do_next_job_here(name: str) -> bool:
    claim = claim_next(worker=name, now=now())
    if claim is None:
        return False
    attend(claim, DirectPulse(claim))
    return True


@contextmanager
def _stopped_by_signals(stopping: threading.Event) -> Iterator[None]:
    def stop(number: int, _frame: FrameType | None) -> None:
        log.info("signal %s: the worker ends after what it is doing", number)
        stopping.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
