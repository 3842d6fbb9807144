from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from chuangcheng.core import testing
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.jobs import JobContext, ask_to_cancel, job, job_for, queue, registry, start
from chuangcheng.core.jobs.doing import attend
from chuangcheng.core.jobs.pulse import DirectPulse
from chuangcheng.core.jobs.results import keep_result_file
from chuangcheng.core.models import AuditEntry, Job, Notice
from chuangcheng.core.notices import LINK_LENGTH
from chuangcheng.core.times import now
from chuangcheng.core.worker import run_worker
from chuangcheng.orgs.testing import Cast, actor_of


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jobs of this test only."""
    monkeypatch.setattr(registry, "_kinds", {})


def counted(context: JobContext, *, turns: int) -> dict[str, Any]:
    for turn in range(turns):
        context.progress(turn + 1, turns, f"第{turn + 1}步")
    return {"turns": turns, "url": "/jobs/"}


def state_of(row: Job) -> str:
    row.refresh_from_db()
    return row.state


def lose_worker(row: Job) -> None:
    """As if the worker had been killed and its lease had run out."""
    Job.objects.filter(pk=row.pk).update(lease_until=now() - timedelta(seconds=1))


def test_job_is_done_once_with_progress_and_result(db: None) -> None:
    job("test.count", label="数数")(counted)
    row = start("test.count", actor=SYSTEM, arguments={"turns": 3})
    assert state_of(row) == Job.State.WAITING
    assert testing.run_all_jobs() == [row]
    assert testing.run_all_jobs() == []
    assert state_of(row) == Job.State.DONE
    assert (row.done, row.total, row.attempts, row.result["turns"]) == (3, 3, 1, 3)
    assert row.finished_at is not None


def test_job_acts_as_the_person_who_asked_and_tells_them_the_end(cast: Cast) -> None:
    seen: list[Actor] = []
    job("test.look", label="看看")(lambda context: seen.append(context.actor))
    row = start("test.look", actor=actor_of(cast.inspector))
    testing.run_all_jobs()
    assert [actor.person_id for actor in seen] == [cast.inspector.pk]
    notice = Notice.objects.get(recipient=cast.inspector)
    assert (notice.title, notice.link) == ("“看看”已完成", f"/jobs/{row.pk}/")


@pytest.mark.parametrize("letters", [0, 8, 60])
def test_a_result_with_a_long_name_is_fetched_on_the_page_of_the_job(letters: int, cast: Cast) -> None:
    job("test.named", label="打包")(lambda _context: keep_result_file(b"%PDF-1.4", name=f"{'名' * letters}a.pdf"))
    row = start("test.named", actor=actor_of(cast.chief))
    testing.run_all_jobs()
    assert state_of(row) == Job.State.DONE
    link = Notice.objects.get(recipient=cast.chief).link
    assert len(link) <= LINK_LENGTH
    assert link == (row.result["url"] if letters < 60 else f"/jobs/{row.pk}/")


def test_job_of_somebody_who_has_left_may_do_nothing(cast: Cast) -> None:
    grants: list[bool] = []
    job("test.look", label="看看")(lambda context: grants.append(context.actor.may("core.change_settings")))
    for is_active in (True, False):
        cast.chief.is_active = is_active
        cast.chief.save(update_fields=["is_active"])
        start("test.look", actor=actor_of(cast.chief))
        testing.run_all_jobs()
    assert grants == [True, False]


def test_job_asked_for_in_a_transaction_that_fails_does_not_exist(db: None) -> None:
    job("test.count", label="数数")(counted)
    with transaction.atomic():
        start("test.count", actor=SYSTEM, arguments={"turns": 1})
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_unknown_name_raises_at_once_and_is_left_to_a_newer_release(db: None) -> None:
    with pytest.raises(registry.UnknownWork):
        start("test.misspelt", actor=SYSTEM)
    Job.objects.create(name="later.release", run_after=now())
    assert testing.run_all_jobs() == []


def test_job_waits_for_its_time(db: None) -> None:
    job("test.count", label="数数")(counted)
    start("test.count", actor=SYSTEM, arguments={"turns": 1}, run_after=now() + timedelta(minutes=5))
    assert testing.run_all_jobs() == []


def test_refusal_is_the_end_with_its_sentence(cast: Cast) -> None:
    def refuse(_context: JobContext) -> None:
        raise Refusal("表格里没有数据，请检查后重新上传。")

    job("test.refuse", label="导入")(refuse)
    row = start("test.refuse", actor=actor_of(cast.chief))
    testing.run_all_jobs()
    assert state_of(row) == Job.State.FAILED
    assert (row.message, row.attempts) == ("表格里没有数据，请检查后重新上传。", 1)
    notice = Notice.objects.get(recipient=cast.chief)
    assert (notice.title, notice.body) == ("“导入”没有完成", row.message)


def test_fault_is_tried_again_later_and_given_up_after_three_times(cast: Cast) -> None:
    def fall(_context: JobContext) -> None:
        raise ZeroDivisionError

    job("test.fall", label="汇总")(fall)
    row = start("test.fall", actor=actor_of(cast.chief))
    moment = now()
    for attempt, wait in [(1, 30), (2, 60)]:
        claim = queue.claim_next(worker="a", now=moment)
        assert claim is not None
        attend(claim, DirectPulse(claim))
        assert state_of(row) == Job.State.WAITING
        assert row.attempts == attempt
        assert timedelta(seconds=wait - 1) < row.run_after - now() < timedelta(seconds=wait + 1)
        assert not Notice.objects.exists()
        moment = row.run_after
    claim = queue.claim_next(worker="a", now=moment)
    assert claim is not None
    attend(claim, DirectPulse(claim))
    assert state_of(row) == Job.State.FAILED
    assert row.message == "处理时出现问题，试了3次仍未完成，请联系系统管理员。"
    assert Notice.objects.filter(recipient=cast.chief).count() == 1


@pytest.mark.django_db(transaction=True)
def test_result_that_cannot_be_kept_counts_as_a_fault() -> None:
    job("test.odd", label="奇怪")(lambda _context: {"result": object()})
    row = start("test.odd", actor=SYSTEM)
    run_worker(once=True)
    assert state_of(row) == Job.State.WAITING


def test_job_of_a_lost_worker_is_taken_again_and_the_lost_one_changes_nothing(db: None) -> None:
    job("test.count", label="数数")(counted)
    row = start("test.count", actor=SYSTEM, arguments={"turns": 2})
    lost = queue.claim_next(worker="lost", now=now())
    assert lost is not None
    assert queue.claim_next(worker="other", now=now()) is None
    lose_worker(row)
    taken = queue.claim_next(worker="other", now=now())
    assert taken is not None
    assert taken.attempt == 2
    attend(lost, DirectPulse(lost))
    assert state_of(row) == Job.State.RUNNING
    assert row.worker == "other"
    attend(taken, DirectPulse(taken))
    assert state_of(row) == Job.State.DONE


def test_job_that_kills_its_worker_three_times_has_failed(cast: Cast) -> None:
    job("test.count", label="数数")(counted)
    row = start("test.count", actor=actor_of(cast.chief), arguments={"turns": 2})
    for _attempt in range(3):
        assert queue.claim_next(worker="a", now=now()) is not None
        lose_worker(row)
    assert queue.claim_next(worker="a", now=now()) is None
    assert state_of(row) == Job.State.FAILED
    assert row.message == "处理过程多次中断，没有完成，请联系系统管理员。"
    assert Notice.objects.filter(recipient=cast.chief).count() == 1


def test_progress_renews_the_lease(db: None) -> None:
    leases = []

    def look(context: JobContext) -> None:
        for turn in range(2):
            Job.objects.update(lease_until=now() + timedelta(seconds=5))
            context.progress(turn, 2)
            leases.append(Job.objects.get().lease_until)

    job("test.look", label="看看")(look)
    start("test.look", actor=SYSTEM)
    testing.run_all_jobs()
    assert all(lease is not None and lease > now() + timedelta(seconds=50) for lease in leases)


def test_waiting_job_is_stopped_at_once_and_on_record(cast: Cast) -> None:
    job("test.count", label="数数")(counted)
    actor = actor_of(cast.inspector)
    row = start("test.count", actor=actor, arguments={"turns": 2})
    ask_to_cancel(actor=actor, job_id=row.pk, now=now())
    assert state_of(row) == Job.State.CANCELLED
    assert testing.run_all_jobs() == []
    assert AuditEntry.objects.get(action="core.cancel_job").subject_id == str(row.pk)
    with pytest.raises(Refusal, match="已经结束"):
        ask_to_cancel(actor=actor, job_id=row.pk, now=now())


def test_running_job_ends_at_its_next_step_and_undoes_what_was_not_committed(cast: Cast) -> None:
    actor = actor_of(cast.inspector)

    def write(context: JobContext) -> None:
        ask_to_cancel(actor=actor, job_id=context.job_id, now=now())
        with transaction.atomic():
            Notice.objects.create(recipient=cast.chief, key="half", title="半截")
            context.progress(1, 2)

    job("test.write", label="写")(write)
    row = start("test.write", actor=actor)
    testing.run_all_jobs()
    assert state_of(row) == Job.State.CANCELLED
    assert row.message == "已按要求停止，未提交的内容没有保留。"
    assert not Notice.objects.filter(key="half").exists()


def test_only_the_one_who_asked_and_the_system_administrator_see_and_stop_a_job(cast: Cast) -> None:
    job("test.count", label="数数")(counted)
    row = start("test.count", actor=actor_of(cast.inspector), arguments={"turns": 2})
    assert job_for(actor_of(cast.inspector), row.pk) == row
    assert job_for(actor_of(cast.admin), row.pk) == row
    with pytest.raises(NotFound):
        job_for(actor_of(cast.chief), row.pk)
    with pytest.raises(NotFound):
        ask_to_cancel(actor=actor_of(cast.chief), job_id=row.pk, now=now())
    with pytest.raises(NotFound):
        job_for(actor_of(cast.inspector), new_id())
    ask_to_cancel(actor=actor_of(cast.admin), job_id=row.pk, now=now())
    assert state_of(row) == Job.State.CANCELLED


def test_same_name_twice_is_a_mistake() -> None:
    job("test.count", label="数数")(counted)
    with pytest.raises(ValueError, match="twice"):
        job("test.count", label="数数")(counted)


def test_claiming_costs_the_same_with_many_finished_jobs(db: None, django_assert_num_queries: Any) -> None:
    job("test.count", label="数数")(counted)
    ended = Job(name="test.count", run_after=now(), state=Job.State.DONE)
    Job.objects.bulk_create([Job(name=ended.name, run_after=ended.run_after, state=ended.state) for _ in range(40)])
    start("test.count", actor=SYSTEM, arguments={"turns": 0})
    with django_assert_num_queries(2):
        assert queue.claim_next(worker="a", now=now()) is not None
