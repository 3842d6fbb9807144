"""Plans make their rounds once, by the terms of the day, with substitutes; days long past are not made up for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry, Notice
from chuangcheng.core.times import SHANGHAI
from chuangcheng.inspections.models import Assignment, AssignmentChange, Plan, PlanRun, Round, SampleDraw
from chuangcheng.inspections.queries.plans import next_rounds, terms_on
from chuangcheng.inspections.rhythm import Rhythm
from chuangcheng.inspections.sample_terms import Terms
from chuangcheng.inspections.sampling import Design
from chuangcheng.inspections.services import missed, plans
from chuangcheng.inspections.services.absences import end_absence, record_absence
from chuangcheng.inspections.services.plan_ends import end_rounds_of_plans, tell_what_was_not_done
from chuangcheng.inspections.services.plan_runs import make_due_rounds
from chuangcheng.inspections.services.plans import PlanEnded, PlanFacts, Scope
from chuangcheng.inspections.sharing import Member
from chuangcheng.inspections.testing import Field, make_field, make_visit
from chuangcheng.orgs.models import Delegation
from chuangcheng.orgs.testing import Cast, actor_of, make_person, signed_in

MONDAY = date(2026, 11, 23)
TUESDAY, WEDNESDAY, THURSDAY, SATURDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3, 5))


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plans are made on this Monday."""
    monkeypatch.setattr(plans, "today", lambda: MONDAY)


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=6)


@pytest.fixture
def second(cast: Cast) -> Any:
    return make_person("second", unit=cast.office, role="inspector")


def facts(cast: Cast, field: Field, **changed: Any) -> PlanFacts:
    values = {
        "framework_id": field.framework.pk,
        "rhythm": Rhythm("daily"),
        "scope": Scope(),
        "team": (Member(person_id=cast.inspector.pk),),
        **changed,
    }
    return PlanFacts(**values)


def make_plan(cast: Cast, field: Field, *, kind: str = "patrol", ends_on: date | None = None, **changed: Any) -> Plan:
    return plans.create_plan(
        actor=actor_of(cast.chief),
        plan_id=new_id(),
        name="主干道日巡查",
        kind=kind,
        starts_on=MONDAY,
        ends_on=ends_on,
        facts=facts(cast, field, **changed),
    )


def shares(found: Round) -> list[int | None]:
    return list(found.assignments.order_by("order").values_list("inspector_id", flat=True))


def test_round_of_the_day_is_made_once_and_runs(cast: Cast, field: Field) -> None:
    plan = make_plan(cast, field)
    assert make_due_rounds(today=MONDAY) == 1
    assert make_due_rounds(today=MONDAY) == 0
    found = Round.objects.get()
    assert (found.state, found.name, found.starts_on, found.created_by) == (
        "running",
        "主干道日巡查 11-23",
        MONDAY,
        cast.chief,
    )
    assert shares(found) == [cast.inspector.pk] * 6
    assert PlanRun.objects.get().round == found
    assert AuditEntry.objects.filter(action="inspections.make_run", detail__plan=str(plan.pk)).count() == 1


def test_worker_that_was_away_makes_only_what_can_still_be_done(cast: Cast, field: Field) -> None:
    make_plan(cast, field)
    make_plan(cast, field, kind="weekly", rhythm=Rhythm("weekly", (0,), lasts_days=5))
    assert make_due_rounds(today=THURSDAY) == 2
    assert {found.starts_on for found in Round.objects.all()} == {MONDAY, THURSDAY}
    late = PlanRun.objects.filter(round__isnull=True)
    assert {run.period for run in late} == {MONDAY, TUESDAY, WEDNESDAY}
    assert {run.note for run in late} == {"已过期，没有补生成。"}
    assert make_due_rounds(today=SATURDAY) == 0


def test_paused_plan_makes_nothing_and_does_not_make_up_for_it(cast: Cast, field: Field) -> None:
    plan, chief = make_plan(cast, field), actor_of(cast.chief)
    with pytest.raises(InvalidInput, match="请写明理由"):
        plans.pause_plan(actor=chief, plan_id=plan.pk, reason=" ")
    plans.pause_plan(actor=chief, plan_id=plan.pk, reason="暴雪")
    assert make_due_rounds(today=MONDAY) == 0
    plans.resume_plan(actor=chief, plan_id=plan.pk)
    assert make_due_rounds(today=TUESDAY) == 1
    plans.end_plan(actor=chief, plan_id=plan.pk, reason="创建结束")
    assert make_due_rounds(today=WEDNESDAY) == 0
    plan.refresh_from_db()
    assert next_rounds(plan=plan, today=WEDNESDAY) == []
    with pytest.raises(PlanEnded):
        plans.resume_plan(actor=chief, plan_id=plan.pk)


def test_plan_stops_after_its_last_day(cast: Cast, field: Field) -> None:
    plan = make_plan(cast, field, ends_on=TUESDAY)
    assert [period.starts_on for period in next_rounds(plan=plan, today=MONDAY)] == [MONDAY, TUESDAY]
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        make_due_rounds(today=day)
    assert Round.objects.count() == 2


def test_change_counts_from_its_day_and_the_past_stays(cast: Cast, field: Field, second: Any) -> None:
    plan = make_plan(cast, field)
    make_due_rounds(today=MONDAY)
    plans.change_plan(
        actor=actor_of(cast.chief),
        plan_id=plan.pk,
        name="主干道日巡查",
        ends_on=None,
        facts=facts(cast, field, team=(Member(person_id=second.pk),)),
        applies_from=WEDNESDAY,
    )
    make_due_rounds(today=TUESDAY)
    make_due_rounds(today=WEDNESDAY)
    by_day = {found.starts_on: set(shares(found)) for found in Round.objects.all()}
    assert by_day == {MONDAY: {cast.inspector.pk}, TUESDAY: {cast.inspector.pk}, WEDNESDAY: {second.pk}}
    assert terms_on(plan=plan, day=TUESDAY).team[0]["person_id"] == cast.inspector.pk
    with pytest.raises(InvalidInput, match="从今天或以后"):
        plans.change_plan(
            actor=actor_of(cast.chief),
            plan_id=plan.pk,
            name="改",
            ends_on=None,
            facts=facts(cast, field),
            applies_from=MONDAY - timedelta(days=1),
        )


def test_rotating_team_has_seen_everything_after_two_rounds(cast: Cast, field: Field, second: Any) -> None:
    team = (Member(person_id=cast.inspector.pk), Member(person_id=second.pk))
    make_plan(cast, field, team=team, sharing="rotating")
    for day in (MONDAY, TUESDAY):
        make_due_rounds(today=day)
    seen = set(Assignment.objects.values_list("site", "inspector"))
    assert len(seen) == 12


def test_fixed_sites_come_back_to_who_was_away(cast: Cast, field: Field, second: Any) -> None:
    team = (Member(person_id=cast.inspector.pk), Member(person_id=second.pk))
    make_plan(cast, field, team=team, sharing="fixed")
    make_due_rounds(today=MONDAY)
    first = dict(Assignment.objects.values_list("site", "inspector"))
    away(cast, second.pk, TUESDAY, TUESDAY)
    for day in (TUESDAY, WEDNESDAY):
        make_due_rounds(today=day)
    last = Round.objects.get(starts_on=WEDNESDAY)
    assert dict(last.assignments.values_list("site", "inspector")) == first


def away(cast: Cast, person_id: int, first: date, last: date, substitute_id: int | None = None) -> Any:
    return record_absence(
        actor=actor_of(cast.chief),
        absence_id=new_id(),
        person_id=person_id,
        starts_on=first,
        ends_on=last,
        substitute_id=substitute_id,
        reason="年假",
    )


def test_substitute_gets_the_sites_and_it_is_on_record(cast: Cast, field: Field, second: Any) -> None:
    make_plan(cast, field)
    away(cast, cast.inspector.pk, MONDAY, TUESDAY, second.pk)
    make_due_rounds(today=MONDAY)
    make_due_rounds(today=WEDNESDAY)
    monday, wednesday = Round.objects.order_by("starts_on")
    assert set(monday.assignments.values_list("inspector", "stands_in_for")) == {(second.pk, cast.inspector.pk)}
    assert shares(wednesday) == [cast.inspector.pk] * 6
    run = PlanRun.objects.get(round=monday)
    assert run.absent == [{"person": cast.inspector.pk, "substitute": second.pk}]
    assert AssignmentChange.objects.filter(kind="substituted").count() == 6


def test_absence_noted_while_a_round_runs_moves_open_sites_at_once(cast: Cast, field: Field, second: Any) -> None:
    make_plan(cast, field)
    make_due_rounds(today=MONDAY)
    found = Round.objects.get()
    make_visit(cast, field, found, site=field.sites[0])
    absence = away(cast, cast.inspector.pk, MONDAY, MONDAY, second.pk)
    assert sorted(shares(found), key=str).count(second.pk) == 5
    end_absence(actor=actor_of(cast.chief), absence_id=absence.pk)
    make_due_rounds(today=TUESDAY)
    assert shares(Round.objects.get(starts_on=TUESDAY)) == [cast.inspector.pk] * 6


def test_who_acts_by_delegation_stands_in(cast: Cast, field: Field, second: Any) -> None:
    Delegation.objects.create(absent=cast.inspector, acting=second, starts_on=MONDAY, ends_on=MONDAY, reason="外出学习")
    make_plan(cast, field)
    make_due_rounds(today=MONDAY)
    assert shares(Round.objects.get()) == [second.pk] * 6


def test_absences_that_make_no_sense_are_refused(cast: Cast, field: Field) -> None:
    for person, substitute, last in (
        (cast.inspector.pk, cast.inspector.pk, MONDAY),
        (cast.liaison.pk, None, MONDAY),
        (cast.inspector.pk, None, MONDAY - timedelta(days=1)),
    ):
        with pytest.raises(InvalidInput):
            away(cast, person, MONDAY, last, substitute)
    with pytest.raises(NotPermitted):
        record_absence(
            actor=actor_of(cast.inspector),
            absence_id=new_id(),
            person_id=cast.inspector.pk,
            starts_on=MONDAY,
            ends_on=MONDAY,
            reason="年假",
        )


def test_sample_of_a_plan_is_drawn_anew_each_round_and_kept(cast: Cast, field: Field) -> None:
    make_plan(cast, field, scope=Scope(sample=Terms(Design(size=2), not_in_open_rounds=False)))
    for day in (MONDAY, TUESDAY):
        make_due_rounds(today=day)
    draws = list(SampleDraw.objects.order_by("pk"))
    assert len({row.seed for row in draws}) == 2
    for row in draws:
        assert {str(pk) for pk in row.round.assignments.values_list("site_id", flat=True)} == set(row.site_ids)


def test_round_that_cannot_be_made_is_noted_and_the_planner_is_told(cast: Cast, field: Field) -> None:
    make_plan(cast, field, scope=Scope(type_ids=(10**6,)))
    assert make_due_rounds(today=MONDAY) == 0
    run = PlanRun.objects.get()
    assert (run.round, "还没有点位" in run.note) == (None, True)
    assert Notice.objects.filter(recipient=cast.chief, key__startswith="inspections.plan-").count() == 1
    assert not Round.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"rhythm": Rhythm("weekly")},
        {"rhythm": Rhythm("hourly")},
        {"rhythm": Rhythm("monthly", month_day=32)},
        {"rhythm": Rhythm("daily", lasts_days=0)},
        {"team": ()},
        {"team": (Member(person_id=10**9),)},
        {"sharing": "luck"},
        {"ending": "never"},
        {"scope": Scope(sample=Terms())},
    ],
)
def test_plan_with_wrong_facts_is_refused(cast: Cast, field: Field, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="。"):
        make_plan(cast, field, **wrong)
    assert not Plan.objects.exists()


def test_hidden_kinds_are_not_released_by_themselves(cast: Cast, field: Field) -> None:
    with pytest.raises(InvalidInput, match="由人发布"):
        make_plan(cast, field, kind="mystery", ending="release")


def test_only_planners_see_plans(cast: Cast, field: Field) -> None:
    plan = make_plan(cast, field)
    for person in (cast.inspector, cast.leader, cast.east_liaison):
        with pytest.raises((NotPermitted, NotFound)):
            plans.pause_plan(actor=actor_of(person), plan_id=plan.pk, reason="x")


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


def test_planner_is_told_once_after_close_of_business_what_was_not_done(cast: Cast, field: Field) -> None:
    make_plan(cast, field)
    make_due_rounds(today=MONDAY)
    make_visit(cast, field, Round.objects.get(), site=field.sites[0])
    assert tell_what_was_not_done(now=at(MONDAY, 17)) == 0
    assert tell_what_was_not_done(now=at(MONDAY, 19)) == 1
    assert tell_what_was_not_done(now=at(MONDAY, 20)) == 0
    assert "还有5个点位没有检查" in Notice.objects.get(key__startswith="inspections.not-done").title


@pytest.mark.parametrize(("ending", "state"), [("by_hand", "running"), ("finish", "finished"), ("release", "released")])
def test_round_of_a_plan_ends_as_its_terms_say_after_a_day_of_grace(
    cast: Cast, field: Field, ending: str, state: str
) -> None:
    make_plan(cast, field, ending=ending)
    make_due_rounds(today=MONDAY)
    end_rounds_of_plans(today=TUESDAY)
    assert Round.objects.get().state == "running"
    end_rounds_of_plans(today=WEDNESDAY)
    assert Round.objects.get().state == state


def test_missed_visits_are_handed_over_or_excused_with_a_reason_that_is_kept(
    cast: Cast, field: Field, second: Any
) -> None:
    make_plan(cast, field)
    make_due_rounds(today=MONDAY)
    found, chief = Round.objects.get(), actor_of(cast.chief)
    one, two = (field.sites[n].pk for n in (0, 1))
    facts_of: dict[str, Any] = {"actor": chief, "round_id": found.pk}
    assert missed.hand_over_visits(**facts_of, site_ids=[one], person_id=second.pk, reason="顺路") == 1
    assert missed.excuse_visits(**facts_of, site_ids=[two], reason="停业") == 1
    with pytest.raises(InvalidInput, match="请写明理由"):
        missed.excuse_visits(**facts_of, site_ids=[two], reason="")
    assert found.assignments.get(site=one).inspector == second
    assert found.assignments.get(site=two).excuse == "停业"
    assert missed.lift_excuse(**facts_of, site_ids=[one, two], reason="已开业") == 1
    kinds = AssignmentChange.objects.order_by("pk").values_list("kind", "reason")
    assert list(kinds) == [("handed", "顺路"), ("excused", "停业"), ("lifted", "已开业")]
    make_visit(cast, field, found, site=field.sites[1])
    with pytest.raises(InvalidInput, match="已检查"):
        missed.excuse_visits(**facts_of, site_ids=[two], reason="停业")
    with pytest.raises(NotPermitted):
        missed.excuse_visits(actor=actor_of(cast.inspector), round_id=found.pk, site_ids=[one], reason="停业")


def test_all_rounds_are_seen_on_the_page_of_their_plan(cast: Cast, field: Field) -> None:
    plan = make_plan(cast, field)
    make_due_rounds(today=MONDAY)
    page = signed_in(cast.chief).get(f"/plans/{plan.pk}/").content.decode()
    for words in ("每个工作日", "全部点位", cast.inspector.name, "主干道日巡查 11-23", "接下来的轮次"):
        assert words in page
