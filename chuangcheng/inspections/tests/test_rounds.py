from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.inspections import services
from chuangcheng.inspections.access import PLAN, VIEW, VISIT, round_for, visible_rounds
from chuangcheng.inspections.models import Assignment, Round
from chuangcheng.inspections.services import NotAnInspector, RoundMovedOn
from chuangcheng.inspections.testing import STATES, Field, bring_to, make_field, make_framework, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person

MOVES = {"start_round": "draft", "finish_round": "running", "release_round": "finished"}


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=4)


def facts(field: Field, **changed: Any) -> dict[str, Any]:
    """What a round is made from."""
    days = {"starts_on": today(), "ends_on": today() + timedelta(days=3)}
    return {"name": "第4周检查", "kind": "weekly", "framework_id": field.framework.pk, **days, **changed}


def inspectors_of(found: Round) -> list[int | None]:
    return list(found.assignments.order_by("order").values_list("inspector_id", flat=True))


def test_same_id_twice_is_one_round_and_somebody_elses_id_is_refused(cast: Cast, field: Field) -> None:
    chief, round_id = actor_of(cast.chief), new_id()
    first = services.create_round(actor=chief, round_id=round_id, **facts(field))
    again = services.create_round(actor=chief, round_id=round_id, **facts(field))
    assert (first.pk, first.number) == (again.pk, again.number)
    assert Round.objects.count() == 1
    other = grant(make_person("planner"), cast.place, PLAN, VIEW, "standards.view")
    with pytest.raises(InvalidInput, match="编号已经用过"):
        services.create_round(actor=other, round_id=round_id, **facts(field))


def test_round_is_hidden_when_its_kind_is(cast: Cast, field: Field) -> None:
    hidden = {kind for kind in Round.Kind.values if make_round(cast, field, kind=kind, state="draft").is_hidden}
    assert hidden == {"mystery", "third_party", "rehearsal"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "长" * 121},
        {"name": "检查\x00"},
        {"kind": "party"},
        {"ends_on": date(2020, 1, 1)},
        {"ends_on": today() + timedelta(days=500)},
    ],
)
def test_round_with_wrong_facts_is_refused(cast: Cast, field: Field, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput, match="。"):
        services.create_round(actor=actor_of(cast.chief), **facts(field, **wrong))
    assert not Round.objects.exists()


def test_round_under_closed_framework_is_refused_and_under_draft_is_not_started(cast: Cast, field: Field) -> None:
    chief = actor_of(cast.chief)
    found = make_round(cast, field, state="draft")
    field.framework.state = "draft"
    field.framework.save()
    with pytest.raises(InvalidInput, match="请先启用体系"):
        services.start_round(actor=chief, round_id=found.pk)
    field.framework.state = "closed"
    field.framework.save()
    with pytest.raises(InvalidInput, match="已停用"):
        services.create_round(actor=chief, **facts(field))


def test_inspector_and_liaison_cannot_plan(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)
    for person in (cast.inspector, cast.liaison, cast.leader):
        with pytest.raises(NotPermitted):
            services.create_round(actor=actor_of(person), **facts(field))
        with pytest.raises(NotPermitted):
            services.finish_round(actor=actor_of(person), round_id=found.pk, reason="到期")


def test_planner_of_a_street_plans_own_rounds_only(cast: Cast, field: Field) -> None:
    planner = grant(make_person("planner"), cast.east, PLAN, VIEW, "standards.view", "sites.view")
    theirs = make_round(cast, field)
    with pytest.raises(NotPermitted, match="由安排它的人员管理"):
        services.finish_round(actor=planner, round_id=theirs.pk, reason="到期")
    own = services.create_round(actor=planner, **facts(field))
    sites = [site.pk for site in field.sites]
    assert services.add_sites(actor=planner, round_id=own.pk, site_ids=sites) == 4  # the lane is in the east street
    assert services.start_round(actor=planner, round_id=own.pk).state == "running"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("move", MOVES)
def test_every_move_starts_from_its_own_state_only(cast: Cast, field: Field, state: str, move: str) -> None:
    found = make_round(cast, field, state=state)
    more = {"reason": "到期"} if move == "finish_round" else {}
    if MOVES[move] == state:
        moved = getattr(services, move)(actor=actor_of(cast.chief), round_id=found.pk, **more)
        assert STATES.index(moved.state) == STATES.index(state) + 1
        return
    with pytest.raises(RoundMovedOn, match="请刷新页面"):
        getattr(services, move)(actor=actor_of(cast.chief), round_id=found.pk, **more)
    found.refresh_from_db()
    assert found.state == state


def test_round_without_sites_is_not_started(cast: Cast, field: Field) -> None:
    made = services.create_round(actor=actor_of(cast.chief), **facts(field))
    with pytest.raises(InvalidInput, match="请先添加点位"):
        services.start_round(actor=actor_of(cast.chief), round_id=made.pk)
    assert Round.objects.get().state == "draft"


def test_finishing_with_sites_not_visited_needs_a_reason_that_is_kept(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field), actor_of(cast.chief)
    make_visit(cast, field, found)
    with pytest.raises(InvalidInput, match="还有3个点位没有检查"):
        services.finish_round(actor=chief, round_id=found.pk, reason="  ")
    assert services.finish_round(actor=chief, round_id=found.pk, reason="暴雨停查").finish_note == "暴雨停查"


def test_finishing_with_all_sites_visited_needs_none(cast: Cast, field: Field) -> None:
    found = make_round(cast, field)
    for site in field.sites:
        make_visit(cast, field, found, site=site)
    assert services.finish_round(actor=actor_of(cast.chief), round_id=found.pk).state == "finished"


def test_running_round_gets_other_days_and_a_finished_one_does_not(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field), actor_of(cast.chief)
    days: dict[str, Any] = {"starts_on": today(), "ends_on": today() + timedelta(days=9)}
    changed = services.change_round(actor=chief, round_id=found.pk, name="延长的周检查", **days)
    assert (changed.name, changed.ends_on) == ("延长的周检查", days["ends_on"])
    bring_to(cast, found, "finished")
    with pytest.raises(RoundMovedOn):
        services.change_round(actor=chief, round_id=found.pk, name="再延长", **days)


def test_review_is_chosen_until_the_round_starts(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field, state="draft"), actor_of(cast.chief)
    days: dict[str, Any] = {"name": found.name, "starts_on": found.starts_on, "ends_on": found.ends_on}
    assert services.change_round(actor=chief, round_id=found.pk, asks_review=True, **days).asks_review
    assert services.change_round(actor=chief, round_id=found.pk, **days).asks_review
    bring_to(cast, found, "running")
    assert services.change_round(actor=chief, round_id=found.pk, asks_review=True, **days).asks_review
    with pytest.raises(InvalidInput, match="不能再改"):
        services.change_round(actor=chief, round_id=found.pk, asks_review=False, **days)


def test_round_in_preparation_is_discarded_and_a_running_one_stays(cast: Cast, field: Field) -> None:
    draft, running = make_round(cast, field, state="draft"), make_round(cast, field)
    services.discard_round(actor=actor_of(cast.chief), round_id=draft.pk)
    with pytest.raises(RoundMovedOn):
        services.discard_round(actor=actor_of(cast.chief), round_id=running.pk)
    assert list(Round.objects.all()) == [running]
    assert AuditEntry.objects.filter(action="inspections.discard_round", detail__number=draft.number).count() == 1


def test_site_stands_once_in_a_round_however_often_it_is_added(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field, state="draft"), actor_of(cast.chief)
    assert services.add_sites(actor=chief, round_id=found.pk, site_ids=[site.pk for site in field.sites] * 2) == 0
    assert found.assignments.count() == 4


def test_sites_that_are_out_of_use_unknown_or_too_many_are_not_added(cast: Cast, field: Field) -> None:
    chief = actor_of(cast.chief)
    made = services.create_round(actor=chief, **facts(field))
    field.sites[0].is_active = False
    field.sites[0].save()
    wanted = [field.sites[0].pk, field.sites[1].pk, new_id()]
    assert services.add_sites(actor=chief, round_id=made.pk, site_ids=wanted) == 1
    with pytest.raises(InvalidInput, match="最多5000个点位"):
        services.add_sites(actor=chief, round_id=made.pk, site_ids=[new_id()] * 5001)


def test_visited_site_is_neither_taken_out_nor_given_to_another(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field), actor_of(cast.chief)
    make_visit(cast, field, found)
    visited, free = field.sites[0].pk, field.sites[1].pk
    other = make_person("second", unit=cast.office, role="inspector")
    with pytest.raises(InvalidInput, match="已检查"):
        services.remove_sites(actor=chief, round_id=found.pk, site_ids=[visited])
    with pytest.raises(InvalidInput, match="已检查"):
        services.assign_inspector(actor=chief, round_id=found.pk, site_ids=[visited], inspector_id=other.pk)
    assert services.remove_sites(actor=chief, round_id=found.pk, site_ids=[visited, free]) == 1
    assert found.assignments.count() == 3


def test_site_is_given_back_to_nobody(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field), actor_of(cast.chief)
    services.assign_inspector(actor=chief, round_id=found.pk, site_ids=[field.sites[0].pk], inspector_id=None)
    assert inspectors_of(found).count(None) == 1


def test_sites_are_given_to_people_who_may_visit_only(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field), actor_of(cast.chief)
    site = [field.sites[0].pk]
    gone = make_person("gone", unit=cast.office, role="inspector")
    gone.is_active = False
    gone.save()
    for person_id in (cast.liaison.pk, cast.stranger.pk, gone.pk, 2**70):
        with pytest.raises(NotAnInspector):
            services.assign_inspector(actor=chief, round_id=found.pk, site_ids=site, inspector_id=person_id)
        with pytest.raises(NotAnInspector):
            services.spread_over_inspectors(actor=chief, round_id=found.pk, inspector_ids=[person_id])


def test_sites_nobody_has_are_spread_evenly_and_others_keep_theirs(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field), actor_of(cast.chief)
    ids = [site.pk for site in field.sites]
    services.assign_inspector(actor=chief, round_id=found.pk, site_ids=ids[1:], inspector_id=None)
    people = [make_person(name, unit=cast.office, role="inspector").pk for name in ("second", "third", "fourth")]
    count = services.spread_over_inspectors(actor=chief, round_id=found.pk, inspector_ids=[*people, people[0]])
    assert count == 3
    assert inspectors_of(found) == [cast.inspector.pk, *people]
    with pytest.raises(InvalidInput, match="至少选择一名"):
        services.spread_over_inspectors(actor=chief, round_id=found.pk, inspector_ids=[])


def test_finished_round_takes_no_more_sites(cast: Cast, field: Field) -> None:
    found, chief = make_round(cast, field, state="finished"), actor_of(cast.chief)
    ids = [field.sites[0].pk]
    with pytest.raises(RoundMovedOn):
        services.add_sites(actor=chief, round_id=found.pk, site_ids=ids)
    with pytest.raises(RoundMovedOn):
        services.remove_sites(actor=chief, round_id=found.pk, site_ids=ids)
    with pytest.raises(RoundMovedOn):
        services.assign_inspector(actor=chief, round_id=found.pk, site_ids=ids, inspector_id=None)
    assert Assignment.objects.count() == 4


def test_round_in_preparation_is_seen_by_planners_only(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, state="draft")
    assert visible_rounds(actor_of(cast.chief)).get() == found
    for person in (cast.inspector, cast.leader, cast.east_liaison):
        with pytest.raises(NotFound):
            round_for(actor_of(person), found.pk)
    bring_to(cast, found, "running")
    assert round_for(actor_of(cast.leader), found.pk) == found


def test_every_write_leaves_an_audit_entry(cast: Cast, field: Field) -> None:
    bring_to(cast, make_round(cast, field), "released")
    actions = set(AuditEntry.objects.filter(actor_id=cast.chief.pk).values_list("action", flat=True))
    names = ("create_round", "add_sites", "assign", "start_round", "finish_round", "release_round")
    assert {f"inspections.{name}" for name in names} <= actions


def test_refusal_changes_nothing_and_leaves_no_audit_entry(cast: Cast, field: Field) -> None:
    found = make_round(cast, field, state="released")
    before = AuditEntry.objects.count()
    for move in MOVES:
        with pytest.raises(Refusal):
            getattr(services, move)(actor=actor_of(cast.chief), round_id=found.pk)
    assert AuditEntry.objects.count() == before


def test_person_with_permission_to_visit_by_another_role_is_offered(cast: Cast, field: Field) -> None:
    person = make_person("steward")
    found, chief = make_round(cast, field), actor_of(cast.chief)
    grant(person, cast.lane, VISIT, VIEW)
    ids = [field.sites[0].pk]
    assert services.assign_inspector(actor=chief, round_id=found.pk, site_ids=ids, inspector_id=person.pk) == 1


def test_other_framework_of_the_place_may_have_rounds_too(cast: Cast, field: Field) -> None:
    other = make_framework("hygiene", standard_codes=("9.9",))
    made = services.create_round(actor=actor_of(cast.chief), **facts(field, framework_id=other.pk))
    assert made.framework == other
