"""A worker that dies while figures are collected leaves nothing behind; another one makes exactly one bulletin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Job
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import now, today
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.reports import jobs
from chuangcheng.reports.models import Bulletin
from chuangcheng.reports.periods import Kind
from chuangcheng.reports.queries.collecting import collect
from chuangcheng.reports.services import ask_for_bulletin


class Killed(BaseException):
    """What a signal does to a process: nothing catches it."""


@pytest.mark.parametrize("source", range(9))
def test_killed_before_any_source_the_job_leaves_no_trace_and_is_done_once_by_another(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, source: int
) -> None:
    wanted = new_id()
    started = ask_for_bulletin(actor=actor_of(cast.chief), bulletin_id=wanted, kind=Kind.MONTHLY, day=today())
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "collect", _dying(collect, source))
        with pytest.raises(Killed):
            run_all_jobs()
    assert not Bulletin.objects.exists()
    Job.objects.filter(pk=started.pk).update(lease_until=now() - timedelta(seconds=1))  # nobody renews it any more
    assert [row.state for row in run_all_jobs()] == [Job.State.DONE]
    assert [row.pk for row in Bulletin.objects.all()] == [wanted]


def test_killed_after_it_was_kept_another_worker_keeps_it_no_second_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = ask_for_bulletin(actor=actor_of(cast.chief), bulletin_id=new_id(), kind=Kind.MONTHLY, day=today())
    with monkeypatch.context() as patched:

        def died(*_given: Any) -> dict[str, str]:
            raise Killed

        patched.setattr(jobs, "_result", died)
        with pytest.raises(Killed):
            run_all_jobs()
    assert Bulletin.objects.count() == 1
    Job.objects.filter(pk=started.pk).update(lease_until=now() - timedelta(seconds=1))
    assert [row.state for row in run_all_jobs()] == [Job.State.DONE]
    assert Bulletin.objects.get().steps.count() == 1


def _dying(real: Callable[..., Any], source: int) -> Callable[..., Any]:
    """Collects until it comes to a source, and dies."""

    def dies(**given: Any) -> Any:
        def step(done: int, *_more: Any) -> None:
            if done == source:
                raise Killed

        return real(**{**given, "step": step})

    return dies
