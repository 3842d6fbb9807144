"""Visits with their windows: planned, moved, called off, counted down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chuangcheng.command.models import AssessorVisit
from chuangcheng.command.queries import cancelled_visits, edition_of, look_of, next_visits, past_visits
from chuangcheng.command.services import VisitCancelled, VisitGiven, cancel_visit, change_visit, plan_visit
from chuangcheng.command.testing import make_assessor_visit, make_creation
from chuangcheng.core.calendar import load_published_years
from chuangcheng.core.errors import InvalidInput, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import today
from chuangcheng.inspections.queries import Design, Terms
from chuangcheng.inspections.testing import make_field, make_framework
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person

pytestmark = pytest.mark.django_db
TWO_OF_EACH_TYPE = Terms(Design(strata="type", is_each=True, size=2), not_in_open_rounds=False)


def moved(cast: Cast, visit: AssessorVisit, first_on: date, reason: str = "") -> AssessorVisit:
    given = VisitGiven(visit.name, visit.level, first_on, first_on + timedelta(days=2))
    return change_visit(actor=actor_of(cast.chief), visit_id=visit.pk, given=given, reason=reason)


def test_visits_in_october_and_november_each_count_down_over_the_national_holiday(cast: Cast) -> None:
    load_published_years()
    creation = make_creation(cast)
    make_assessor_visit(cast, creation, name="省级", first_on=date(2026, 11, 16), days=5)
    make_assessor_visit(cast, creation, name="市级", first_on=date(2026, 10, 26))

    found = next_visits(actor=actor_of(cast.leader), today=date(2026, 9, 15))

    assert [(row.visit.name, row.countdown.days, row.countdown.working_days) for row in found] == [
        ("市级", 41, 25),
        ("省级", 62, 40),
    ]


def test_running_and_ended_visits_stand_in_their_lists(cast: Cast) -> None:
    visit = make_assessor_visit(cast, first_on=date(2026, 10, 26))
    actor = actor_of(cast.leader)

    [running] = next_visits(actor=actor, today=date(2026, 10, 27))
    [ended] = past_visits(actor=actor, today=date(2026, 10, 29))

    assert (running.countdown.day_number, running.countdown.length) == (2, 3)
    assert ended.visit == visit
    assert not next_visits(actor=actor, today=date(2026, 10, 29))


def test_next_visits_take_one_statement_however_many_there_are(cast: Cast, django_assert_max_num_queries: Any) -> None:
    creation = make_creation(cast)
    for number in range(8):
        make_assessor_visit(cast, creation, name=f"第{number}次")
    actor = actor_of(cast.leader)
    next_visits(actor=actor, today=today())  # the calendar is read once
    with django_assert_max_num_queries(1):
        assert [row.visit.creation.name for row in next_visits(actor=actor, today=today())] == ["文明城市创建"] * 8


def test_moving_a_visit_needs_its_ground_and_keeps_the_former_window(cast: Cast) -> None:
    visit = make_assessor_visit(cast, first_on=date(2027, 3, 1))

    with pytest.raises(InvalidInput, match="写明依据"):
        moved(cast, visit, date(2027, 3, 8))
    moved(cast, visit, date(2027, 3, 8), "省文明办〔2027〕2号")
    moved(cast, visit, date(2027, 3, 8))  # the same days need no ground

    windows = [(row.first_on.day, row.reason) for row in visit.windows.all()]
    assert windows == [(1, ""), (8, "省文明办〔2027〕2号")]
    visit.refresh_from_db()
    assert visit.first_on == date(2027, 3, 8)


def test_cancelled_visit_counts_no_more_and_keeps_its_reason(cast: Cast) -> None:
    visit, chief = make_assessor_visit(cast), actor_of(cast.chief)

    with pytest.raises(InvalidInput, match="理由"):
        cancel_visit(actor=chief, visit_id=visit.pk, reason=" ")
    cancel_visit(actor=chief, visit_id=visit.pk, reason="并入年底")

    assert not next_visits(actor=chief, today=today())
    assert [row.cancel_reason for row in cancelled_visits(actor=chief)] == ["并入年底"]
    with pytest.raises(VisitCancelled):
        moved(cast, visit, date(2027, 3, 8), "又来了")
    with pytest.raises(VisitCancelled):
        cancel_visit(actor=chief, visit_id=visit.pk, reason="再取消")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"last_on": date(2026, 10, 1)}, "不能早于开始日期"),
        ({"last_on": date(2027, 10, 1)}, "最长184天"),
        ({"first_on": date(1900, 1, 1)}, "不在工作日历的范围内"),
        ({"level": "village"}, "请选择级别"),
        ({"name": "  "}, "填写迎检的名称"),
        ({"round_kinds": ["secret"]}, "没有“secret”这种轮次"),
    ],
)
def test_impossible_visit_is_refused_with_a_sentence(cast: Cast, changed: dict[str, Any], words: str) -> None:
    facts = {"name": "市检", "level": "city", "first_on": date(2026, 10, 26), "last_on": date(2026, 10, 28), **changed}
    creation = make_creation(cast)
    with pytest.raises(Refusal, match=words):
        plan_visit(actor=actor_of(cast.chief), creation_id=creation.pk, visit_id=new_id(), given=VisitGiven(**facts))


def test_same_visit_sent_twice_is_one(cast: Cast) -> None:
    creation, key = make_creation(cast), new_id()
    given = VisitGiven("市检", "city", date(2026, 10, 26), date(2026, 10, 28))
    for _time in range(2):
        plan_visit(actor=actor_of(cast.chief), creation_id=creation.pk, visit_id=key, given=given)
    assert AssessorVisit.objects.count() == 1


def test_only_the_office_plans_visits(cast: Cast) -> None:
    creation = make_creation(cast)
    given = VisitGiven("市检", "city", date(2026, 10, 26), date(2026, 10, 28))
    for person in (cast.leader, cast.east_liaison, cast.inspector):
        with pytest.raises(NotPermitted):
            plan_visit(actor=actor_of(person), creation_id=creation.pk, visit_id=new_id(), given=given)


def test_edition_is_the_one_that_the_visit_names_else_the_one_in_force(cast: Cast) -> None:
    make_framework(code="civil")
    other = make_framework(code="hygiene")
    creation = make_creation(cast, framework_code="civil")
    actor = actor_of(cast.chief)

    by_campaign = edition_of(actor=actor, visit=make_assessor_visit(cast, creation))
    named = edition_of(actor=actor, visit=make_assessor_visit(cast, creation, framework_id=other.pk))

    assert by_campaign is not None
    assert (by_campaign.code, named) == ("civil", other)
    assert edition_of(actor=actor, visit=make_assessor_visit(cast)) is None


def test_what_a_visit_will_look_at(cast: Cast, django_assert_max_num_queries: Any) -> None:
    field = make_field(cast, sites=3)
    visit = make_assessor_visit(cast, framework_id=field.framework.pk, round_kinds=["weekly"], sample=TWO_OF_EACH_TYPE)
    actor = actor_of(cast.chief)
    look_of(actor=actor, visit=visit, today=today())
    with django_assert_max_num_queries(12):
        look = look_of(actor=actor, visit=visit, today=today())

    assert look.edition == field.framework
    assert list(look.kinds) == ["周检查"]
    assert look.preview is not None
    assert (look.preview.asked, look.preview.drawn) == (2, 2)
    assert [(row.name, row.available) for row in look.types] == [("集贸市场", 3)]


def test_who_sees_only_the_calendar_is_told_nothing_of_sites_and_frameworks(cast: Cast) -> None:
    field = make_field(cast)
    visit = make_assessor_visit(cast, make_creation(cast, framework_code="civil"), sample=TWO_OF_EACH_TYPE)
    guest = grant(make_person("guest"), cast.place, "command.view")

    look = look_of(actor=guest, visit=visit, today=today())

    assert field.framework is not None
    assert (look.edition, look.preview, list(look.types)) == (None, None, [])
