"""Special campaigns: planned, started, reported to, extended, ended; who sees what."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from chuangcheng import standards
from chuangcheng.command.models import SpecialCampaign, SpecialReport
from chuangcheng.command.queries.specials.lists import reports_to_give, specials_of_standard, specials_past_end
from chuangcheng.command.queries.specials.work import work_of
from chuangcheng.command.services.specials import (
    NotRunning,
    ReportGiven,
    SpecialGiven,
    SpecialMovedOn,
    cancel_special,
    change_special,
    end_special,
    extend_special,
    plan_special,
    report_progress,
    resume_special,
    start_special,
    wind_up_special,
    write_summary,
)
from chuangcheng.command.special_access import visible_specials
from chuangcheng.command.special_templates import class_ids, special_templates
from chuangcheng.command.special_workflow import MOVES, State, moves_from, target_of
from chuangcheng.command.testing import make_special, report_day
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.times import today
from chuangcheng.orgs.models import Ask, Person
from chuangcheng.orgs.services import AskGiven, AsksRefused, ask_units
from chuangcheng.orgs.testing import Cast, actor_of

pytestmark = pytest.mark.django_db
ALLOWED = {
    "preparing": {"start", "cancel", "change"},
    "running": {"wind_up", "cancel", "extend", "change"},
    "closing": {"resume", "end", "cancel", "extend", "change"},
    "ended": set(),
    "cancelled": set(),
}


def facts_of(cast: Cast, found: SpecialCampaign, **changed: Any) -> SpecialGiven:
    """The campaign as it stands, with changes."""
    usual: dict[str, Any] = {
        "name": found.name,
        "leader_id": cast.leader.pk,
        "lead_unit_id": cast.sanitation.pk,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "standard_ids": list(found.standards.values_list("pk", flat=True)),
        "class_ids": list(found.problem_classes.values_list("pk", flat=True)),
        "unit_ids": [cast.east.pk],
    }
    return SpecialGiven(**{**usual, **changed})


def titles_of(person: Person) -> list[str]:
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("title", flat=True))


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(MOVES))
def test_each_step_is_made_only_where_the_table_says(state: State, move: str) -> None:
    assert (target_of(move, state.value) is not None) == (move in ALLOWED[state.value])
    assert set(moves_from(state.value)) == ALLOWED[state.value]


def test_nobody_but_office_and_leader_sees_it_before_the_start(cast: Cast) -> None:
    found = make_special(cast, is_started=False)

    assert list(visible_specials(actor_of(cast.chief))) == [found]
    assert list(visible_specials(actor_of(cast.leader))) == [found]
    for person in (cast.liaison, cast.east_liaison, cast.inspector):
        assert not visible_specials(actor_of(person)).exists()


def test_units_that_take_part_see_it_and_are_asked_to_report(cast: Cast) -> None:
    found = make_special(cast)

    assert visible_specials(actor_of(cast.liaison)).exists()
    assert visible_specials(actor_of(cast.east_liaison)).exists()
    assert not visible_specials(actor_of(cast.west_liaison)).exists()
    assert set(Ask.objects.filter(source_id=str(found.pk)).values_list("unit", flat=True)) == {
        cast.sanitation.pk,
        cast.east.pk,
    }
    assert "专项整治启动：暴露垃圾专项整治" in titles_of(cast.liaison)[0]
    assert titles_of(cast.leader) == ["您牵头的专项整治已启动：暴露垃圾专项整治"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"standard_ids": []}, "请至少选择一条测评标准"),
        ({"standard_ids": [999_999]}, "没有找到所选的测评标准"),
        ({"class_ids": []}, "请至少选择一个问题类别"),
        ({"class_ids": [999_999]}, "没有找到所选的问题类别"),
        ({"leader_id": None}, "每个专项整治都要有一位领导牵头"),
        ({"leader_id": 999_999}, "每个专项整治都要有一位领导牵头"),
        ({"lead_unit_id": None}, "请选择牵头单位"),
        ({"name": " "}, "请填写专项整治的名称"),
        ({"name": "整\x00治"}, "无法保存的字符"),
        ({"unit_ids": [999_999]}, "没有找到所选的单位"),
        ({"site_type_ids": [999_999]}, "没有找到所选的点位类型"),
        ({"targets": {"love": 3}}, "没有这种目标"),
        ({"targets": {"coverage": 101}}, "比率不超过100"),
        ({"ends_on": today() - timedelta(days=9)}, "结束日期不能早于开始日期"),
        ({"ends_on": today() + timedelta(days=900)}, "最长366天"),
    ],
)
def test_what_is_not_right_is_refused_in_a_sentence(cast: Cast, changed: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        make_special(cast, **changed)
    assert not SpecialCampaign.objects.exists()


def test_same_form_twice_is_one_campaign(cast: Cast) -> None:
    found = make_special(cast, is_started=False)
    given = facts_of(cast, found)
    key = new_id()
    for _time in range(2):
        plan_special(actor=actor_of(cast.chief), special_id=key, given=given)
    assert SpecialCampaign.objects.count() == 2


def test_only_the_office_organises(cast: Cast) -> None:
    found = make_special(cast)
    for person in (cast.leader, cast.liaison, cast.inspector):
        with pytest.raises(NotPermitted):
            wind_up_special(actor=actor_of(person), special_id=found.pk)


def test_unit_with_too_many_requests_needs_a_reason(cast: Cast) -> None:
    found = make_special(cast, is_started=False)
    title = "报送“暴露垃圾专项整治”每日进展"
    asked = AskGiven(cast.east.pk, Ask.Kind.FORM, title, "other", "1", "别的要求")
    ask_units(actor=actor_of(cast.chief), asks=[asked])

    with pytest.raises(AsksRefused, match="已有同样的要求"):
        start_special(actor=actor_of(cast.chief), special_id=found.pk)
    found.refresh_from_db()
    assert found.state == "preparing"
    start_special(actor=actor_of(cast.chief), special_id=found.pk, despite="区里统一部署")
    assert found.steps.order_by("-made_at")[0].reason == "区里统一部署"


def test_changing_a_running_campaign_needs_a_reason_and_follows_its_units(cast: Cast) -> None:
    found, office = make_special(cast), actor_of(cast.chief)
    given = facts_of(cast, found, unit_ids=[cast.west.pk])

    with pytest.raises(InvalidInput, match="请写明修改的理由"):
        change_special(actor=office, special_id=found.pk, given=given)
    change_special(actor=office, special_id=found.pk, given=given, reason="西苑问题更多")

    asks = Ask.objects.filter(source_id=str(found.pk))
    assert asks.get(unit=cast.east).ended_on == today()
    assert asks.get(unit=cast.west).ended_on is None
    assert "西苑问题更多" in [step.reason for step in found.steps.all()]
    assert not visible_specials(actor_of(cast.east_liaison)).exists()
    change_special(actor=office, special_id=found.pk, given=facts_of(cast, found), reason="东关也要")
    assert asks.get(unit=cast.east).ended_on is None


def test_last_day_moves_only_by_an_extension(cast: Cast) -> None:
    found, office = make_special(cast), actor_of(cast.chief)
    later = found.ends_on + timedelta(days=10)

    with pytest.raises(InvalidInput, match="请用“延期”修改"):
        change_special(actor=office, special_id=found.pk, given=facts_of(cast, found, ends_on=later), reason="不够")
    with pytest.raises(InvalidInput, match="请写明理由"):
        extend_special(actor=office, special_id=found.pk, ends_on=later, reason=" ")
    with pytest.raises(InvalidInput, match="晚于现在的结束日期"):
        extend_special(actor=office, special_id=found.pk, ends_on=found.ends_on, reason="不够")
    extend_special(actor=office, special_id=found.pk, ends_on=later, reason="问题比预计多")

    found.refresh_from_db()
    assert found.ends_on == later
    assert Ask.objects.get(source_id=str(found.pk), unit=cast.east).due_on == later
    assert found.steps.get(move="extend").what.endswith(later.isoformat())
    assert any("延期" in title for title in titles_of(cast.east_liaison))


def test_campaign_ends_only_with_a_summary(cast: Cast) -> None:
    found, office = make_special(cast), actor_of(cast.chief)
    with pytest.raises(SpecialMovedOn, match="现在是“进行中”，不能结束"):
        end_special(actor=office, special_id=found.pk)
    wind_up_special(actor=office, special_id=found.pk)
    resume_special(actor=office, special_id=found.pk, reason="还有死角")
    wind_up_special(actor=office, special_id=found.pk)
    with pytest.raises(InvalidInput, match="请先写好遗留问题和经验做法"):
        end_special(actor=office, special_id=found.pk)
    write_summary(actor=office, special_id=found.pk, remains="两处待拆迁。", lessons="早晚各巡一次。")
    end_special(actor=office, special_id=found.pk)

    assert not Ask.objects.filter(source_id=str(found.pk), ended_on__isnull=True).exists()
    with pytest.raises(SpecialMovedOn):
        write_summary(actor=office, special_id=found.pk, remains="改", lessons="改")
    with pytest.raises(NotRunning):
        report_day(cast, found)


def test_cancelled_campaign_keeps_its_reason_and_asks_no_more(cast: Cast) -> None:
    found, office = make_special(cast), actor_of(cast.chief)
    with pytest.raises(InvalidInput, match="请写明理由"):
        cancel_special(actor=office, special_id=found.pk, reason="")
    cancel_special(actor=office, special_id=found.pk, reason="并入省里的行动")

    assert found.steps.get(move="cancel").reason == "并入省里的行动"
    assert not Ask.objects.filter(source_id=str(found.pk), ended_on__isnull=True).exists()
    assert any("取消" in title for title in titles_of(cast.liaison))


def test_correction_is_a_new_row_and_only_the_last_counts(cast: Cast) -> None:
    found = make_special(cast)
    first = report_day(cast, found, people=12)
    second = report_day(cast, found, people=20)

    assert second.replaces_id == first.pk
    work = work_of(actor=actor_of(cast.chief), found=found)
    assert (work.people, work.hours, work.by_unit[cast.sanitation.pk].days) == (20, 24, 1)
    assert work.silent([cast.sanitation.pk, cast.east.pk]) == [cast.east.pk]


def test_same_report_sent_twice_is_one(cast: Cast) -> None:
    found, key = make_special(cast), new_id()
    given = ReportGiven(cast.sanitation.pk, today(), 5, "清运")
    for _time in range(2):
        report_progress(actor=actor_of(cast.liaison), special_id=found.pk, report_id=key, given=given)
    assert SpecialReport.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"day": today() + timedelta(days=1)}, "今天以前"),
        ({"day": today() - timedelta(days=5)}, "开始以后"),
        ({"people": -1}, "合理的整数"),
        ({"people": 10_000_000}, "合理的整数"),
        ({"text": " "}, "请写明今天清理"),
        ({"text": "x" * 1001}, "不能超过1000字"),
    ],
)
def test_report_that_cannot_be_is_refused(cast: Cast, changed: dict[str, Any], words: str) -> None:
    found = make_special(cast)
    with pytest.raises(InvalidInput, match=words):
        report_day(cast, found, **changed)
    assert not SpecialReport.objects.exists()


def test_units_report_only_for_themselves_and_where_they_take_part(cast: Cast) -> None:
    found = make_special(cast)
    with pytest.raises(NotFound):
        report_day(cast, found, unit_id=cast.east.pk)
    given = ReportGiven(cast.west.pk, today(), 5, "清运")
    with pytest.raises(NotFound):
        report_progress(actor=actor_of(cast.west_liaison), special_id=found.pk, report_id=new_id(), given=given)
    with pytest.raises(NotPermitted):
        report_progress(actor=actor_of(cast.inspector), special_id=found.pk, report_id=new_id(), given=given)


def test_todays_report_waits_until_it_is_given(cast: Cast) -> None:
    found, theirs = make_special(cast), actor_of(cast.liaison)
    assert [(row.pk, unit.pk) for row, unit in reports_to_give(actor=theirs, day=today())] == [
        (found.pk, cast.sanitation.pk)
    ]
    assert not reports_to_give(actor=actor_of(cast.west_liaison), day=today())
    report_day(cast, found)
    assert not reports_to_give(actor=theirs, day=today())
    assert reports_to_give(actor=theirs, day=today() + timedelta(days=1))


def test_office_hears_of_campaigns_past_their_last_day(cast: Cast) -> None:
    found = make_special(cast)
    assert not specials_past_end(actor=actor_of(cast.chief), day=found.ends_on)
    assert list(specials_past_end(actor=actor_of(cast.chief), day=found.ends_on + timedelta(days=1))) == [found]
    assert not specials_past_end(actor=actor_of(cast.liaison), day=found.ends_on + timedelta(days=1))


def test_standard_knows_its_campaigns(cast: Cast) -> None:
    found = make_special(cast)
    standard = found.standards.get()
    assert specials_of_standard(actor=actor_of(cast.liaison), standard_id=standard.pk) == [found]
    assert not specials_of_standard(actor=actor_of(cast.west_liaison), standard_id=standard.pk)


def test_every_template_means_classes_and_types_that_are_there(cast: Cast) -> None:
    sample = Path(standards.__file__).with_name("sample") / "site_types.toml"
    types = {row["code"] for row in tomllib.loads(sample.read_text(encoding="utf-8"))["site_types"]}
    for template in special_templates().values():
        assert len(class_ids(template)) == len(template.classes), template.key
        assert set(template.site_types) <= types, template.key
