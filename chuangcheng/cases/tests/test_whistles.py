"""吹哨 and 联席会议: who is called, who came, what each did, and what the meeting said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.cases import services
from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case
from chuangcheng.cases.queries import escalated_cases, waiting_requests, whistles_of
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.cases.tests.test_moves import WEDNESDAY, now_is, titles_for
from chuangcheng.cases.workflow import MissingNeed
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.orgs.testing import Cast, actor_of


def whistled(cast: Cast, monkeypatch: Any) -> Case:
    """A case that the east street, where it lies, cannot fix alone: it calls the west street and the bureau."""
    case = case_in("fixing", cast)
    now_is(monkeypatch, WEDNESDAY)
    called = [cast.west.pk, cast.sanitation.pk]
    services.whistle(
        actor=actor_of(cast.east_liaison), step=Step(case.pk), called_unit_ids=called, reason="管线破裂，路面塌陷。"
    )
    return Case.objects.get(pk=case.pk)


def came(cast: Cast, case: Case, who: Any, unit: Any, minutes: int) -> None:
    services.answer_whistle(
        actor=actor_of(who),
        step=Step(case.pk),
        unit_id=unit.pk,
        arrived_at=WEDNESDAY + timedelta(minutes=minutes),
        who_came="两名队员",
        reason="已关闭阀门。",
        scene=[stored_photo(minutes)],
    )


def test_called_unit_sees_the_case_hears_of_it_and_answers(cast: Cast, monkeypatch: Any) -> None:
    case = whistled(cast, monkeypatch)
    west = actor_of(cast.west_liaison)
    assert titles_for(cast.west_liaison) == [f"吹哨：请您单位到场处置问题{case.number}"]
    assert [request.move for request in waiting_requests(actor=west)] == ["answer_whistle"]
    now_is(monkeypatch, WEDNESDAY + timedelta(minutes=50))
    came(cast, case, cast.west_liaison, cast.west, 20)
    came(cast, case, cast.liaison, cast.sanitation, 45)
    assert waiting_requests(actor=west) == []
    (story,) = whistles_of(case)
    told = {each.call.unit.name: (each.is_late, each.answers[0].who_came) for each in story.responses}
    assert told == {"西苑街道": (False, "两名队员"), "区城管局": (True, "两名队员")}
    assert story.missing_count == 0
    assert titles_for(cast.east_liaison)[-1] == f"问题{case.number}的吹哨有单位回应"


def test_whistle_ends_when_all_have_answered_or_for_a_reason(cast: Cast, monkeypatch: Any) -> None:
    case = whistled(cast, monkeypatch)
    east = actor_of(cast.east_liaison)
    now_is(monkeypatch, WEDNESDAY + timedelta(minutes=50))
    with pytest.raises(MissingNeed, match="还有单位没有回应"):
        services.end_whistle(actor=east, step=Step(case.pk))
    came(cast, case, cast.west_liaison, cast.west, 20)
    came(cast, case, cast.liaison, cast.sanitation, 25)
    services.end_whistle(actor=east, step=Step(case.pk))
    case.refresh_from_db()
    assert case.whistled_at is None
    with pytest.raises(MissingNeed, match="没有待回应"):
        came(cast, case, cast.west_liaison, cast.west, 30)


def test_second_whistle_waits_for_the_end_of_the_first(cast: Cast, monkeypatch: Any) -> None:
    case = whistled(cast, monkeypatch)
    east = actor_of(cast.east_liaison)
    with pytest.raises(MissingNeed, match="已有未结束的吹哨"):
        services.whistle(actor=east, step=Step(case.pk), called_unit_ids=[cast.west.pk], reason="再来。")
    services.end_whistle(actor=east, step=Step(case.pk), reason="改由其他方式处理。")
    services.whistle(actor=east, step=Step(case.pk), called_unit_ids=[cast.west.pk], reason="再来。", respond_within=15)
    case.refresh_from_db()
    assert [len(story.responses) for story in whistles_of(case)] == [1, 2]


def test_unit_that_was_not_called_answers_nothing(cast: Cast, monkeypatch: Any) -> None:
    case = whistled(cast, monkeypatch)
    with pytest.raises(NotPermitted):
        came(cast, case, cast.east_liaison, cast.east, 0)
    with pytest.raises(InvalidInput, match="不在这次吹哨"):
        came(cast, case, cast.west_liaison, cast.sanitation, 0)
    with pytest.raises(InvalidInput, match="到场时间"):
        came(cast, case, cast.west_liaison, cast.west, 99)


def test_unit_of_the_bureau_cannot_whistle_elsewhere(cast: Cast) -> None:
    case = case_in("fixing", cast)
    with pytest.raises(NotFound):
        services.whistle(
            actor=actor_of(cast.west_liaison), step=Step(case.pk), called_unit_ids=[cast.east.pk], reason="来。"
        )


def test_case_waits_for_the_meeting_until_it_decides(cast: Cast, monkeypatch: Any) -> None:
    case = case_in("fixing", cast)
    now_is(monkeypatch, WEDNESDAY)
    chief = actor_of(cast.chief)
    services.escalate(actor=chief, step=Step(case.pk), reason="产权不清，请明确责任单位。")
    assert [found.pk for found in escalated_cases(actor=chief)] == [case.pk]
    with pytest.raises(MissingNeed, match="已提请"):
        services.escalate(actor=chief, step=Step(case.pk), reason="再提。")
    services.decide(
        actor=chief,
        step=Step(case.pk),
        reason="由西苑街道牵头。",
        lead_unit_id=cast.west.pk,
        term=Limit(3, LimitUnit.WORKING_DAYS),
    )
    case.refresh_from_db()
    assert (case.state, case.lead_unit, case.escalated_at) == ("fixing", cast.west, None)
    assert case.due_at is not None
    assert f"{case.due_at:%m-%d %H:%M}" == "10-10 10:00"  # UTC
    assert not escalated_cases(actor=chief).exists()
    assert titles_for(cast.west_liaison) == [f"联席会议对问题{case.number}作出决定"]


def test_decision_gives_no_term_to_a_case_that_nobody_fixes(cast: Cast) -> None:
    case = case_in("filed", cast)
    chief = actor_of(cast.chief)
    services.escalate(actor=chief, step=Step(case.pk), reason="请研究。")
    with pytest.raises(InvalidInput, match="不在处置中"):
        services.decide(actor=chief, step=Step(case.pk), reason="三天内办完。", term=Limit(3, LimitUnit.WORKING_DAYS))


def test_street_that_assists_may_whistle_and_a_bureau_that_assists_may_not(cast: Cast) -> None:
    case = case_in("filed", cast)
    chief, west, bureau = actor_of(cast.chief), actor_of(cast.west_liaison), actor_of(cast.liaison)
    partners = [cast.west.pk, cast.sanitation.pk]
    services.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.east.pk, assisting_unit_ids=partners)
    called = [cast.sanitation.pk]
    with pytest.raises(NotPermitted):
        services.whistle(actor=bureau, step=Step(case.pk), called_unit_ids=called, reason="路面塌陷。")
    event = services.whistle(actor=west, step=Step(case.pk), called_unit_ids=called, reason="路面塌陷。")
    assert event.unit_id == cast.west.pk
    services.end_whistle(actor=west, step=Step(case.pk), reason="已解决。")
