"""A superior's findings come as a batch, go before the top leaders, and are read and followed up in person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chuangcheng.cases.models import Case
from chuangcheng.core.errors import InvalidInput, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.imports.kinds import kind_for
from chuangcheng.core.imports.run import run_import
from chuangcheng.core.models import AuditEntry, Notice
from chuangcheng.core.sheets import read_book
from chuangcheng.core.times import now, today
from chuangcheng.intake import services
from chuangcheng.intake.batch_todos import batch_todos
from chuangcheng.intake.models import Batch, Report
from chuangcheng.intake.queries import findings_of, progress_of
from chuangcheng.intake.services import BatchGiven
from chuangcheng.intake.testing import close_its_case, make_report
from chuangcheng.orgs.models import Post
from chuangcheng.orgs.testing import Cast, actor_of, make_person, signed_in

pytestmark = pytest.mark.django_db


def make_batch(cast: Cast, **details: Any) -> Batch:
    given = {"name": "省级暗访反馈", "giver": "省文明办暗访组", "received_on": today(), **details}
    return services.save_batch(actor=actor_of(cast.chief), batch_id=new_id(), given=BatchGiven(**given))


def finding(cast: Cast, batch: Batch, **details: Any) -> Report:
    return make_report(actor_of(cast.chief), source="superior", batch_id=batch.pk, **details)


def test_batch_goes_before_the_heads_of_the_leading_group(cast: Cast) -> None:
    head = make_person("head", unit=cast.place, role="leader", duty=Post.Duty.GROUP_HEAD, name="组长")
    batch = make_batch(cast)
    assert list(batch.leaders.all()) == [head]
    assert Notice.objects.filter(recipient=head, title__contains="省级暗访反馈").count() == 1
    [todo] = batch_todos(actor_of(head), now())
    assert (todo.act, todo.number) == ("去阅示", batch.number)
    assert batch_todos(actor_of(cast.leader), now()) == []


def test_without_heads_it_goes_before_all_who_may_read(cast: Cast) -> None:
    assert list(make_batch(cast).leaders.all()) == [cast.leader]


def test_same_batch_twice_is_one(cast: Cast) -> None:
    batch_id, given = new_id(), BatchGiven("省级暗访", "省文明办", today())
    for _press in range(2):
        services.save_batch(actor=actor_of(cast.chief), batch_id=batch_id, given=given)
    assert Batch.objects.count() == 1
    assert Notice.objects.filter(key=f"intake-batch:{batch_id}").count() == 1


def test_leader_reads_then_follows_up_and_the_todo_goes(cast: Cast) -> None:
    batch, leader = make_batch(cast), actor_of(cast.leader)
    finding(cast, batch)
    step_id = new_id()
    for _press in range(2):
        services.acknowledge_batch(actor=leader, batch_id=batch.pk, step_id=step_id, text="三天内改完")
    [todo] = batch_todos(leader, now())
    assert todo.act == "去督办"
    services.follow_batch(actor=leader, batch_id=batch.pk, step_id=new_id(), text="现场看了两处", visited_on=today())
    assert batch_todos(leader, now()) == []
    assert batch.steps.count() == 2
    assert AuditEntry.objects.filter(action="intake.follow_batch").count() == 1


def test_batch_all_of_which_is_fixed_asks_for_nothing_more(cast: Cast) -> None:
    batch, leader = make_batch(cast), actor_of(cast.leader)
    found = finding(cast, batch)
    services.acknowledge_batch(actor=leader, batch_id=batch.pk, step_id=new_id())
    close_its_case(found, cast)
    assert batch_todos(leader, now()) == []
    assert progress_of(findings_of(batch), now=now()).percent == 100


def test_only_its_leaders_act_and_only_truly(cast: Cast) -> None:
    batch = make_batch(cast)
    other = make_person("other", unit=cast.place, role="leader", name="其他领导")
    with pytest.raises(NotPermitted):
        services.acknowledge_batch(actor=actor_of(other), batch_id=batch.pk, step_id=new_id())
    with pytest.raises(NotPermitted):
        services.acknowledge_batch(actor=actor_of(cast.chief), batch_id=batch.pk, step_id=new_id())
    for text, day in (("", None), ("看了", today() + timedelta(days=1))):
        with pytest.raises(InvalidInput):
            services.follow_batch(
                actor=actor_of(cast.leader), batch_id=batch.pk, step_id=new_id(), text=text, visited_on=day
            )


def test_findings_are_imported_into_the_batch_once(cast: Cast) -> None:
    batch, chief = make_batch(cast), actor_of(cast.chief)
    table = "编号,地点,存在问题,问题类别\n1,东关大街,地面有垃圾,暴露垃圾\n2,西苑路口,路灯不亮,没有这一类\n".encode()
    for created in (2, 0):
        book = read_book(table, name="反馈.csv")
        report = run_import(kind_for("superior"), book, actor=chief, target=batch.number)
        assert report.created == created
    found = findings_of(batch)
    assert {(each.outside_number, each.source.code) for each in found} == {("1", "superior"), ("2", "superior")}
    assert set(Case.objects.values_list("source", "severity")) == {("superior", "urgent")}


def test_pages_show_progress_and_take_the_leaders_word(cast: Cast) -> None:
    batch = make_batch(cast, due_on=date(2026, 1, 1))
    finding(cast, batch, text="盲道被占")
    leader = signed_in(cast.leader)
    assert "省级暗访反馈" in leader.get("/superior/").content.decode()
    page = leader.get(f"/superior/{batch.pk}/").content.decode()
    assert "盲道被占" in page
    assert "待阅" in page
    leader.post(f"/superior/{batch.pk}/read/", {"step_id": str(new_id()), "reason": "从严整改"})
    leader.post(
        f"/superior/{batch.pk}/follow/",
        {"step_id": str(new_id()), "reason": "已到现场", "visited_on": str(today())},
    )
    page = leader.get(f"/superior/{batch.pk}/").content.decode()
    assert "从严整改" in page
    assert "已到现场" in page
    made = signed_in(cast.chief).post(
        "/superior/new/",
        {
            "batch_id": str(new_id()),
            "name": "市级反馈",
            "giver": "市创建办",
            "received_on": str(today()),
            "leaders": [str(cast.leader.pk)],
        },
    )
    assert made.status_code == 302
