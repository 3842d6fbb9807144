"""Campaigns go through their stages; what was entered stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.command.models import Creation
from chuangcheng.command.queries import creation_rows, stage_line
from chuangcheng.command.services import CreationGiven, change_creation, create_creation, record_step
from chuangcheng.command.testing import make_assessor_visit, make_creation
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnlyViolated
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db


def enters(cast: Cast, creation: Creation, stage: str, *, days_ago: int = 0, note: str = "") -> Any:
    return record_step(
        actor=actor_of(cast.chief),
        creation_id=creation.pk,
        step_id=new_id(),
        stage=stage,
        happened_on=today() - timedelta(days=days_ago),
        note=note,
    )


def line_of(creation: Creation) -> list[tuple[str, str]]:
    return [(stage.name, stage.position) for stage in stage_line(creation, list(creation.steps.all()))]


def test_creation_begins_with_the_stages_of_the_setting_or_its_own(cast: Cast) -> None:
    assert make_creation(cast).stages == ["申报", "创建", "验收/测评", "命名", "复查"]
    assert make_creation(cast, "无废城市", stages=["申请", "建设", "评估"]).stages == ["申请", "建设", "评估"]
    change_setting(actor=SYSTEM, key="command.stages", value=["申报", "命名"], valid_from=today(), reason="新办法")
    assert make_creation(cast, "园林").stages == ["申报", "命名"]


def test_stages_are_entered_in_order_with_their_days(cast: Cast) -> None:
    creation = make_creation(cast)
    enters(cast, creation, "申报", days_ago=90, note="市文明办〔2026〕3号")
    enters(cast, creation, "创建", days_ago=30)

    assert line_of(creation)[:3] == [("申报", "done"), ("创建", "now"), ("验收/测评", "ahead")]
    [row] = creation_rows(actor=actor_of(cast.leader), today=today())
    assert row.stage is not None
    assert row.stage.step is not None
    assert row.stage.step.happened_on == today() - timedelta(days=30)


def test_stage_passed_over_stands_without_a_day(cast: Cast) -> None:
    creation = make_creation(cast)
    enters(cast, creation, "验收/测评", days_ago=1)

    line = stage_line(creation, list(creation.steps.all()))

    assert [stage.step is None for stage in line] == [True, True, False, True, True]
    assert [stage.position for stage in line] == ["done", "done", "now", "ahead", "ahead"]


def test_going_back_needs_a_reason_and_the_former_steps_stay(cast: Cast) -> None:
    creation = make_creation(cast)
    enters(cast, creation, "申报", days_ago=90)
    enters(cast, creation, "验收/测评", days_ago=9)

    with pytest.raises(InvalidInput, match="写明理由"):
        enters(cast, creation, "创建")
    back = enters(cast, creation, "创建", note="验收未通过，继续创建")

    assert back.is_back
    assert line_of(creation)[1:3] == [("创建", "now"), ("验收/测评", "ahead")]
    assert creation.steps.count() == 3
    with pytest.raises(AppendOnlyViolated):
        back.save()


def test_date_of_the_present_stage_is_corrected_with_a_reason(cast: Cast) -> None:
    creation = make_creation(cast)
    enters(cast, creation, "申报", days_ago=9)
    enters(cast, creation, "申报", days_ago=12, note="日期以文件为准")

    [first, *_rest] = stage_line(creation, list(creation.steps.all()))
    assert first.step is not None
    assert first.step.happened_on == today() - timedelta(days=12)


@pytest.mark.parametrize(
    ("stage", "days_ago", "words"),
    [("摘牌", 0, "没有“摘牌”这个阶段"), ("创建", -1, "还没有到这一天"), ("创建", 20, "不能早于上一阶段")],
)
def test_impossible_step_is_refused_with_a_sentence(cast: Cast, stage: str, days_ago: int, words: str) -> None:
    creation = make_creation(cast)
    enters(cast, creation, "申报", days_ago=10)

    with pytest.raises(Refusal, match=words):
        enters(cast, creation, stage, days_ago=days_ago)


def test_same_step_sent_twice_is_one(cast: Cast) -> None:
    creation, key = make_creation(cast), new_id()
    for _time in range(2):
        record_step(actor=actor_of(cast.chief), creation_id=creation.pk, step_id=key, stage="申报", happened_on=today())
    assert creation.steps.count() == 1


def test_stage_that_was_entered_cannot_be_taken_out(cast: Cast) -> None:
    creation = make_creation(cast)
    enters(cast, creation, "申报")
    given = CreationGiven("文明", "civilised", "全国文明城市", stages=["创建", "命名"])

    with pytest.raises(InvalidInput, match="“申报”已有记录"):
        change_creation(actor=actor_of(cast.chief), creation_id=creation.pk, given=given)


def test_unknown_framework_and_programme_are_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput, match="没有代码为"):
        make_creation(cast, framework_code="无此体系")
    with pytest.raises(InvalidInput, match="创建类别"):
        make_creation(cast, programme="sport")


def test_only_the_office_keeps_campaigns(cast: Cast) -> None:
    given = CreationGiven("卫生", "hygiene", "国家卫生城市")
    for person in (cast.leader, cast.east_liaison, cast.inspector):
        with pytest.raises(NotPermitted):
            create_creation(actor=actor_of(person), creation_id=new_id(), given=given)


def test_list_takes_the_same_statements_for_many_campaigns(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        creation = make_creation(cast, f"项目{number}")
        enters(cast, creation, "申报")
        make_assessor_visit(cast, creation)
    actor = actor_of(cast.leader)
    creation_rows(actor=actor, today=today())
    with django_assert_max_num_queries(3):
        assert len(creation_rows(actor=actor, today=today())) == 6
