from __future__ import annotations

from datetime import timedelta

import pytest

from chuangcheng.core.access import SYSTEM, define
from chuangcheng.core.errors import NotPermitted, Refusal
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Person, Post, Role
from chuangcheng.orgs.services import PostFacts, RoleFacts
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person, make_unit

DAY = timedelta(days=1)
define("orgs.test_audit", "只给审计员的权限", roles=("auditor",))


@pytest.fixture
def guard(cast: Cast) -> Person:
    """The security administrator."""
    return make_person("guard", unit=cast.place, role="security_admin", name="安管理")


def facts_of(role: Role, **changed: object) -> RoleFacts:
    facts = {
        "name": role.name,
        "permissions": frozenset(role.permissions),
        "whole_place": role.whole_place,
        "excludes": frozenset(role.excludes),
        "needs_mfa": role.needs_mfa,
    }
    return RoleFacts(**{**facts, **changed})  # type: ignore[arg-type] # names are those of RoleFacts


def with_role(code: str) -> PostFacts:
    return PostFacts(starts_on=today(), role_id=Role.objects.get(code=code).pk)


@pytest.mark.parametrize("code", ["system_admin", "auditor"])
def test_security_administrator_takes_no_other_administrators_part(cast: Cast, guard: Person, code: str) -> None:
    with pytest.raises(Refusal, match="不能由安管理一人担任"):
        services.give_post(actor=SYSTEM, person_id=guard.pk, unit_id=cast.place.pk, facts=with_role(code))
    assert guard.posts.count() == 1


def test_roles_exclude_each_other_also_for_a_later_day(cast: Cast, guard: Person) -> None:
    later = PostFacts(starts_on=today() + 30 * DAY, role_id=Role.objects.get(code="auditor").pk)
    with pytest.raises(Refusal):
        services.give_post(actor=SYSTEM, person_id=guard.pk, unit_id=cast.place.pk, facts=later)


def test_administrator_does_not_act_for_one_of_another_kind(cast: Cast, guard: Person) -> None:
    with pytest.raises(Refusal, match="代行"):
        services.delegate(
            actor=SYSTEM, absent_id=cast.admin.pk, acting_id=guard.pk, starts_on=today(), ends_on=today(), reason="出差"
        )


def test_stand_in_does_not_come_by_two_parts_through_a_new_post(cast: Cast, guard: Person) -> None:
    services.delegate(
        actor=SYSTEM,
        absent_id=cast.admin.pk,
        acting_id=cast.stranger.pk,
        starts_on=today(),
        ends_on=today(),
        reason="出差",
    )
    with pytest.raises(Refusal, match="莫路人"):
        services.give_post(
            actor=SYSTEM, person_id=cast.stranger.pk, unit_id=cast.place.pk, facts=with_role("security_admin")
        )


@pytest.mark.parametrize("code", ["security_admin", "system_admin", "auditor", "creation_office"])
def test_role_that_gives_power_is_given_by_the_security_administrator(cast: Cast, guard: Person, code: str) -> None:
    for giver in (cast.chief, cast.admin):
        with pytest.raises(NotPermitted, match="安全管理员"):
            services.give_post(
                actor=actor_of(giver), person_id=cast.stranger.pk, unit_id=cast.place.pk, facts=with_role(code)
            )
    services.give_post(actor=actor_of(guard), person_id=cast.stranger.pk, unit_id=cast.place.pk, facts=with_role(code))


def test_security_administrator_gives_no_ordinary_posts(cast: Cast, guard: Person) -> None:
    with pytest.raises(NotPermitted):
        services.give_post(
            actor=actor_of(guard), person_id=cast.stranger.pk, unit_id=cast.east.pk, facts=with_role("liaison")
        )


def test_keeper_of_a_street_gives_no_role_for_the_whole_place(cast: Cast) -> None:
    keeper = grant(make_person("keeper2"), cast.east, "orgs.view", "orgs.change_people")
    with pytest.raises(NotPermitted, match="区级"):
        services.give_post(actor=keeper, person_id=cast.keeper.pk, unit_id=cast.lane.pk, facts=with_role("inspector"))


def test_last_security_administrator_stays(cast: Cast, guard: Person) -> None:
    post = guard.posts.get()
    with pytest.raises(Refusal, match="最后一名"):
        services.end_post(actor=SYSTEM, post_id=post.pk, last_day=today(), reason="调离")
    with pytest.raises(Refusal, match="最后一名"):
        services.deactivate_person(actor=SYSTEM, person_id=guard.pk, reason="调离")
    role = Role.objects.get(code="security_admin")
    with pytest.raises(Refusal, match="最后一名"):
        services.change_role(actor=SYSTEM, role_id=role.pk, facts=facts_of(role, permissions=frozenset()))
    guard.refresh_from_db()
    assert guard.is_active
    assert actor_of(guard).may("orgs.change_roles")


def test_last_security_administrator_stays_when_the_unit_closes(cast: Cast) -> None:
    office = make_unit("安全办", parent=cast.place)
    make_person("guard2", unit=office, role="security_admin")
    with pytest.raises(Refusal, match="最后一名"):
        services.close_unit(actor=SYSTEM, unit_id=office.pk, on=today(), reason="撤销")


def test_second_security_administrator_lets_the_first_go(cast: Cast, guard: Person) -> None:
    make_person("guard2", unit=cast.place, role="security_admin")
    services.end_post(actor=SYSTEM, post_id=guard.posts.get().pk, last_day=today(), reason="调离")
    assert guard.posts.get().ends_on == today()


def test_one_for_a_time_is_no_successor_of_the_last(cast: Cast, guard: Person) -> None:
    second = make_person("guard2", unit=cast.place, role="security_admin")
    Post.objects.filter(person=second).update(ends_on=today() + DAY)
    with pytest.raises(Refusal, match="最后一名"):
        services.end_post(actor=SYSTEM, post_id=guard.posts.get().pk, last_day=today(), reason="调离")


def test_changed_role_holds_from_the_next_page_on(cast: Cast, guard: Person) -> None:
    role = Role.objects.get(code="liaison")
    assert not actor_of(cast.east_liaison).may("orgs.change_units")
    services.change_role(
        actor=actor_of(guard),
        role_id=role.pk,
        facts=facts_of(role, permissions=frozenset({*role.permissions, "orgs.change_units"})),
    )
    assert actor_of(cast.east_liaison).may_at("orgs.change_units", cast.east.path)
    assert not actor_of(cast.east_liaison).may_at("orgs.change_units", cast.west.path)
    assert AuditEntry.objects.get(action="orgs.change_role").detail["gained"] == ["orgs.change_units"]


def test_nobody_changes_the_role_he_holds(cast: Cast, guard: Person) -> None:
    role = Role.objects.get(code="security_admin")
    with pytest.raises(NotPermitted, match="您本人"):
        services.change_role(actor=actor_of(guard), role_id=role.pk, facts=facts_of(role, name="超级管理员"))


def test_permission_made_for_one_administrator_does_not_go_to_another(cast: Cast, guard: Person) -> None:
    role = Role.objects.get(code="system_admin")
    with pytest.raises(Refusal, match="互斥"):
        services.change_role(
            actor=actor_of(guard),
            role_id=role.pk,
            facts=facts_of(role, permissions=frozenset({*role.permissions, "orgs.test_audit"})),
        )
    role.refresh_from_db()
    assert "orgs.test_audit" not in role.permissions


def test_roles_that_somebody_holds_both_of_are_not_set_apart(cast: Cast, guard: Person) -> None:
    services.give_post(
        actor=SYSTEM, person_id=cast.east_liaison.pk, unit_id=cast.office.pk, facts=with_role("inspector")
    )
    role = Role.objects.get(code="inspector")
    with pytest.raises(Refusal, match="东联络同时担任"):
        services.change_role(
            actor=actor_of(guard), role_id=role.pk, facts=facts_of(role, excludes=frozenset({"liaison"}))
        )


def test_chief_changes_no_roles(cast: Cast) -> None:
    role = Role.objects.get(code="liaison")
    with pytest.raises(NotPermitted):
        services.change_role(actor=actor_of(cast.chief), role_id=role.pk, facts=facts_of(role))
    with pytest.raises(NotPermitted):
        services.create_role(actor=actor_of(cast.chief), code="helper", facts=facts_of(role))


def test_role_with_a_history_is_not_deleted(cast: Cast, guard: Person) -> None:
    made = services.create_role(actor=actor_of(guard), code="helper", facts=RoleFacts("志愿者", frozenset()))
    services.delete_role(actor=actor_of(guard), role_id=made.pk)
    with pytest.raises(Refusal, match="任职记录"):
        services.delete_role(actor=actor_of(guard), role_id=Role.objects.get(code="liaison").pk)


@pytest.mark.parametrize("code", ["", "Helper", "志愿者", "1st", "x" * 41, "security_admin"])
def test_role_code_is_a_new_plain_word(cast: Cast, guard: Person, code: str) -> None:
    with pytest.raises(Refusal):
        services.create_role(actor=actor_of(guard), code=code, facts=RoleFacts("志愿者", frozenset()))
