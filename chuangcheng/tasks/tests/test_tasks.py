from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, make_person, make_unit
from chuangcheng.tasks.access import task_for, visible_tasks
from chuangcheng.tasks.models import Task, TaskEvent
from chuangcheng.tasks.services import (
    LinesRefused,
    NewTask,
    Step,
    change_task,
    link_tasks,
    make_tasks,
    split_task,
    take_step,
    unlink_tasks,
)
from chuangcheng.tasks.testing import begun_task, given, make_task


def said(actor: Actor, task: Task, move: str, **more: Any) -> Task:
    take_step(actor=actor, task_id=task.pk, step=Step(move, **more))
    task.refresh_from_db()
    return task


def test_a_task_goes_from_the_office_to_its_end(cast: Cast) -> None:
    task, unit, office = make_task(cast), actor_of(cast.liaison), actor_of(cast.chief)
    said(unit, task, "accept")
    said(unit, task, "report", amount=Decimal(5), text="五座已开工")
    assert (task.percent, task.done_amount) == (41, Decimal(5))
    said(unit, task, "report", amount=Decimal(7))
    said(unit, task, "finish", text="全部完工")
    said(office, task, "verify")
    assert (task.state, task.percent) == ("closed", 100)
    assert [event.move for event in task.history.all()] == ["create", "accept", "report", "report", "finish", "verify"]


def test_a_report_that_tells_nothing_new_is_refused(cast: Cast) -> None:
    task, unit = (
        make_task(cast, target_amount=None, now_amount=None, measure="", target="长期保持"),
        actor_of(cast.liaison),
    )
    said(unit, task, "accept")
    said(unit, task, "report", percent=40)
    for more in ({"percent": 40}, {}):
        with pytest.raises(InvalidInput, match="请填写进展"):
            said(unit, task, "report", **more)
    assert said(unit, task, "report", percent=40, text="照常巡查。").percent == 40


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"unit_id": None}, "请选择责任单位"),
        ({"due_on": None}, "请填写完成时限"),
        ({"target_amount": None, "now_amount": None}, "请填写目标"),
        ({"measure": ""}, "请填写数量的单位"),
        ({"title": " "}, "请填写任务名称"),
        ({"target_amount": Decimal("NaN")}, "数量应是0以上的数"),
        ({"goal_keys": ("command.visit:没有",)}, "这次迎检"),
        ({"standard_id": 999999}, "没有找到这条测评标准"),
        ({"title": "长" * 201}, "太长"),
        ({"title": "不\x00可见"}, "无法保存的字符"),
    ],
)
def test_a_line_without_target_unit_or_date_is_refused(missing: dict[str, Any], sentence: str, cast: Cast) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        make_task(cast, **missing)
    assert not Task.objects.exists()


def test_of_many_lines_each_wrong_one_is_named_and_none_is_given(cast: Cast) -> None:
    lines = [NewTask(new_id(), given(cast, **more)) for more in ({}, {"unit_id": None}, {}, {"due_on": None})]
    with pytest.raises(LinesRefused) as told:
        make_tasks(actor=actor_of(cast.chief), lines=lines)
    assert set(told.value.problems) == {2, 4}
    assert not Task.objects.exists()


def test_the_same_lines_again_are_the_same_tasks(cast: Cast) -> None:
    lines = [NewTask(new_id(), given(cast, title=f"第{line}件")) for line in range(3)]
    first, again = (make_tasks(actor=actor_of(cast.chief), lines=lines) for _time in range(2))
    assert first == again
    assert Task.objects.count() == 3
    with pytest.raises(InvalidInput):
        make_tasks(actor=actor_of(cast.chief), lines=[*lines, NewTask(new_id(), given(cast))])


def test_a_step_sent_twice_is_one_step(cast: Cast) -> None:
    task, unit = begun_task(cast), actor_of(cast.liaison)
    step = Step("report", amount=Decimal(2))
    assert take_step(actor=unit, task_id=task.pk, step=step) == take_step(actor=unit, task_id=task.pk, step=step)
    task.refresh_from_db()
    assert task.done_amount == 2
    with pytest.raises(Refusal):
        take_step(actor=unit, task_id=make_task(cast).pk, step=step)


def test_who_reported_it_done_does_not_verify_it(cast: Cast) -> None:
    task = begun_task(cast, target="环境整洁", target_amount=None, now_amount=None, person_id=cast.chief.pk)
    both = replace(actor_of(cast.chief), grants={**actor_of(cast.chief).grants, "tasks.work": frozenset({""})})
    said(both, task, "finish")
    with pytest.raises(NotPermitted, match="不能自己核验"):
        said(both, task, "verify")


def test_less_than_asked_is_not_done_and_a_correction_never_goes_below_nothing(cast: Cast) -> None:
    task, unit = begun_task(cast), actor_of(cast.liaison)
    said(unit, task, "report", amount=Decimal(5))
    with pytest.raises(InvalidInput, match="还差7座"):
        said(unit, task, "finish")
    with pytest.raises(InvalidInput, match="不能小于0"):
        said(unit, task, "report", amount=Decimal(-6))
    assert said(unit, task, "report", amount=Decimal(-1)).done_amount == 4


def test_a_unit_splits_its_task_and_progress_adds_up(cast: Cast) -> None:
    task, office = begun_task(cast), make_unit("环卫所", parent=cast.sanitation)
    crew = make_unit("环卫一队", parent=office)
    unit = actor_of(cast.liaison)
    parts = split_task(
        actor=unit,
        task_id=task.pk,
        lines=[
            NewTask(new_id(), given(cast, title="东片", unit_id=office.pk, now_amount=0, target_amount=8)),
            NewTask(new_id(), given(cast, title="西片", now_amount=0, target_amount=4)),
        ],
    )
    said(unit, parts[0], "accept")
    deeper = split_task(
        actor=unit,
        task_id=parts[0].pk,
        lines=[NewTask(new_id(), given(cast, title="一队", unit_id=crew.pk, now_amount=0, target_amount=8))],
    )
    said(unit, deeper[0], "accept")
    said(unit, deeper[0], "report", amount=Decimal(6))
    task.refresh_from_db()
    parts[0].refresh_from_db()
    assert (parts[0].done_amount, parts[0].percent) == (Decimal(6), 75)
    assert (task.done_amount, task.percent) == (Decimal(6), 50)
    with pytest.raises(InvalidInput, match="不用另报数量"):
        said(unit, task, "report", amount=Decimal(1))
    with pytest.raises(InvalidInput, match="还没有销号"):
        said(unit, task, "finish")


def test_parts_stay_within_the_unit_the_date_and_the_amount(cast: Cast) -> None:
    task, unit = begun_task(cast), actor_of(cast.liaison)
    for more, sentence in (
        ({"unit_id": cast.east.pk}, "只能分解给"),
        ({"due_on": today() + timedelta(days=60)}, "不能晚于"),
        ({"now_amount": 0, "target_amount": 13}, "超过了任务的12座"),
    ):
        with pytest.raises(InvalidInput, match=sentence):
            split_task(actor=unit, task_id=task.pk, lines=[NewTask(new_id(), given(cast, **more))])
    with pytest.raises(NotFound):
        split_task(actor=actor_of(cast.east_liaison), task_id=task.pk, lines=[NewTask(new_id(), given(cast))])


def test_what_a_task_asks_for_is_changed_with_a_reason_and_stays_on_record(cast: Cast) -> None:
    task, office = begun_task(cast), actor_of(cast.chief)
    later, key = today() + timedelta(days=45), new_id()
    with pytest.raises(InvalidInput, match="修改的原因"):
        change_task(actor=office, task_id=task.pk, event_id=key, given=given(cast, due_on=later), reason="")
    for _time in range(2):
        change_task(actor=office, task_id=task.pk, event_id=key, given=given(cast, due_on=later), reason="方案调整")
    task.refresh_from_db()
    change = TaskEvent.objects.get(task=task, move="change")
    assert task.due_on == later
    assert list(change.before) == ["due_on"]
    assert change.after["due_on"] == later.isoformat()
    with pytest.raises(NotPermitted):
        change_task(actor=actor_of(cast.liaison), task_id=task.pk, event_id=new_id(), given=given(cast), reason="想改")


def test_a_returned_task_is_assigned_to_another_unit(cast: Cast) -> None:
    task = make_task(cast)
    said(actor_of(cast.liaison), task, "send_back", text="不是我们的职责")
    said(actor_of(cast.chief), task, "assign", text="由东关街道承担", unit_id=cast.east.pk)
    assert (task.state, task.unit_id) == ("assigned", cast.east.pk)
    with pytest.raises(NotFound):
        task_for(actor_of(cast.liaison), task.pk)
    assert task_for(actor_of(cast.east_liaison), task.pk) == task


def test_others_units_see_nothing_of_it(cast: Cast) -> None:
    make_task(cast)
    assert not visible_tasks(actor_of(cast.east_liaison)).exists()
    assert visible_tasks(actor_of(cast.leader)).count() == 1
    with pytest.raises(NotPermitted):
        make_tasks(actor=actor_of(cast.liaison), lines=[NewTask(new_id(), given(cast))])


def test_who_is_responsible_sees_and_does_a_task_of_another_unit(cast: Cast) -> None:
    helper = make_person("helper", unit=cast.east, role="liaison")
    task = make_task(cast, person_id=helper.pk)
    assert said(actor_of(helper), task, "accept").state == "doing"


def test_tasks_do_not_wait_for_each_other_in_a_circle(cast: Cast) -> None:
    one, two, three = (make_task(cast) for _task in range(3))
    office = actor_of(cast.chief)
    link_tasks(actor=office, before_id=one.pk, after_id=two.pk)
    link_tasks(actor=office, before_id=two.pk, after_id=three.pk, lag=3)
    for first, second in ((three, one), (two, one), (one, one)):
        with pytest.raises(InvalidInput, match="互为前提"):
            link_tasks(actor=office, before_id=first.pk, after_id=second.pk)
    unlink_tasks(actor=office, before_id=two.pk, after_id=three.pk)
    link_tasks(actor=office, before_id=three.pk, after_id=one.pk)


def test_a_person_who_is_nobody_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="责任人"):
        make_task(cast, person_id=999_999)
