from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from chuangcheng.core import worker
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.jobs import JobContext, every, job, periodic, pulse, queue, registry, start
from chuangcheng.core.jobs.context import LeaseLost, Stopping
from chuangcheng.core.jobs.doing import attend
from chuangcheng.core.jobs.periodic import install_periods, run_due_period
from chuangcheng.core.jobs.pulse import BackgroundPulse
from chuangcheng.core.models import Job, Schedule
from chuangcheng.core.times import now

SOON = 10.0  # seconds until a test gives up waiting


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs and periods of this test only, and a worker that does not wait long."""
    monkeypatch.setattr(registry, "_kinds", {})
    monkeypatch.setattr(registry, "_periods", {})
    monkeypatch.setattr(pulse, "BEAT_SECONDS", 0.02)
    monkeypatch.setattr(pulse, "RENEW_SECONDS", 0.04)
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.01)


@pytest.fixture
def stopping() -> Iterator[threading.Event]:
    """Set at the end, so that no lane outlives its test."""
    event = threading.Event()
    yield event
    event.set()


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def claimed(work: Callable[..., Any], **arguments: Any) -> queue.Claim:
    job("test.work", label="工作")(work)
    start("test.work", actor=SYSTEM, arguments=arguments)
    claim = queue.claim_next(worker="here", now=now())
    assert claim is not None
    return claim


@pytest.mark.django_db(transaction=True)
def test_silent_job_keeps_its_lease_and_progress_is_seen_while_it_runs(stopping: threading.Event) -> None:
    def work(context: JobContext) -> None:
        context.progress(1, 4, "读取表格")
        Job.objects.update(lease_until=now())
        wait_until(lambda: (Job.objects.get().lease_until or now()) > now() + timedelta(seconds=50))
        assert Job.objects.get().message == "读取表格"

    claim = claimed(work)
    with BackgroundPulse(claim, stopping=stopping) as beating:
        attend(claim, beating)
    row = Job.objects.get()
    assert (row.state, row.done, row.total) == (Job.State.DONE, 4, 4)


@pytest.mark.django_db(transaction=True)
def test_job_inside_a_transaction_keeps_its_lease(stopping: threading.Event) -> None:
    def work(context: JobContext) -> None:
        with transaction.atomic():
            Job.objects.exclude(pk=context.job_id).delete()  # takes the write lock of SQLite
            time.sleep(0.1)
            context.progress(1, 2)
            Job.objects.filter(pk=context.job_id).update(done=1)
        assert (Job.objects.get().lease_until or now()) > now() + timedelta(seconds=50)

    claim = claimed(work)
    with BackgroundPulse(claim, stopping=stopping) as beating:
        attend(claim, beating)
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "state"),
    [({"cancel_asked": True}, Job.State.CANCELLED), ({"worker": "other", "attempts": 2}, Job.State.RUNNING)],
)
def test_job_hears_that_it_is_to_stop_or_was_taken_over(
    stopping: threading.Event, change: dict[str, Any], state: str
) -> None:
    def work(context: JobContext) -> None:
        Job.objects.update(**change)
        end = time.monotonic() + SOON
        while time.monotonic() < end:
            context.progress(int(time.monotonic() * 100))
            time.sleep(0.01)

    claim = claimed(work)
    with BackgroundPulse(claim, stopping=stopping) as beating:
        attend(claim, beating)
    assert Job.objects.get().state == state


@pytest.mark.django_db(transaction=True)
def test_worker_that_is_shut_down_gives_its_job_back_uncounted(stopping: threading.Event) -> None:
    def work(context: JobContext) -> None:
        stopping.set()
        context.progress(1)

    claim = claimed(work)
    with BackgroundPulse(claim, stopping=stopping) as beating:
        attend(claim, beating)
    row = Job.objects.get()
    assert (row.state, row.attempts) == (Job.State.WAITING, 0)
    assert issubclass(Stopping, BaseException)
    assert not issubclass(LeaseLost, Exception)


@pytest.mark.django_db(transaction=True)
def test_lane_waits_out_a_database_that_does_not_answer(stopping: threading.Event) -> None:
    calls = []

    def step() -> bool:
        calls.append(1)
        if len(calls) < 3:
            raise OperationalError("gone")
        stopping.set()
        return True

    worker._follow([step], stopping)
    assert len(calls) == 3


@pytest.mark.django_db(transaction=True)
def test_several_workers_do_each_job_once(stopping: threading.Event) -> None:
    done: list[int] = []
    job("test.work", label="工作")(lambda _context, number: done.append(number))
    for number in range(20):
        start("test.work", actor=SYSTEM, arguments={"number": number})

    def follow(name: str) -> None:
        worker._follow([lambda: worker._do_next_job(name, stopping)], stopping)

    lanes = [threading.Thread(target=follow, args=(name,)) for name in "abc"]
    for lane in lanes:
        lane.start()
    wait_until(lambda: Job.objects.filter(state=Job.State.DONE).count() == 20)
    stopping.set()
    for lane in lanes:
        lane.join()
    assert sorted(done) == list(range(20))


@pytest.mark.django_db(transaction=True)
def test_news_lane_installs_and_does_periodic_work(stopping: threading.Event) -> None:
    turns: list[int] = []
    every(60, name="test.tidy", label="整理")(lambda: turns.append(1))
    lane = threading.Thread(target=worker._follow_news, args=(stopping,))
    lane.start()
    wait_until(lambda: bool(turns))
    stopping.set()
    lane.join()
    assert turns == [1]


def test_periodic_work_is_due_at_once_then_after_its_period(db: None) -> None:
    turns: list[int] = []
    every(60, name="test.tidy", label="整理")(lambda: turns.append(1))
    moment = now()
    install_periods(now=moment)
    install_periods(now=moment + timedelta(hours=1))
    assert run_due_period(now=moment)
    assert not run_due_period(now=moment + timedelta(seconds=59))
    assert run_due_period(now=moment + timedelta(seconds=60))
    assert len(turns) == 2
    assert Schedule.objects.get().succeeded_at is not None


def test_periods_missed_are_not_made_up_for(db: None) -> None:
    turns: list[int] = []
    every(10, name="test.tidy", label="整理")(lambda: turns.append(1))
    moment = now()
    install_periods(now=moment)
    assert run_due_period(now=moment + timedelta(days=1))
    assert not run_due_period(now=moment + timedelta(days=1))


def test_changed_length_is_followed_and_unknown_rows_are_left(db: None) -> None:
    Schedule.objects.create(name="later.release", every_seconds=1, next_at=now())
    Schedule.objects.create(name="test.tidy", every_seconds=999, next_at=now() + timedelta(days=1))
    every(10, name="test.tidy", label="整理")(lambda: None)
    install_periods(now=now())
    assert Schedule.objects.get(name="test.tidy").every_seconds == 10
    assert run_due_period(now=now())
    assert not run_due_period(now=now())


def test_faulty_periodic_work_is_noted_and_does_not_stop_the_others(db: None) -> None:
    turns: list[int] = []

    def fall() -> None:
        raise ZeroDivisionError("0")

    every(60, name="test.a", label="坏的")(fall)
    every(60, name="test.b", label="好的")(lambda: turns.append(1))
    install_periods(now=now())
    while run_due_period(now=now()):
        pass
    assert turns == [1]
    assert Schedule.objects.get(name="test.a").error == "ZeroDivisionError: 0"
    assert periodic.ERROR_LENGTH >= 20


@pytest.mark.django_db(transaction=True)
def test_two_workers_start_periodic_work_once() -> None:
    turns: list[int] = []
    every(60, name="test.tidy", label="整理")(lambda: turns.append(1))
    install_periods(now=now())
    moment, gate = now(), threading.Barrier(4)

    def run() -> None:
        gate.wait()
        run_due_period(now=moment)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert turns == [1]
