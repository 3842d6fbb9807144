from __future__ import annotations

import pytest
from django.contrib.auth.hashers import make_password

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import NotPermitted, Refusal
from chuangcheng.core.models import Notice
from chuangcheng.core.times import today
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Delegation, Person, Post, Role
from chuangcheng.orgs.services import PersonFacts, PostFacts, RoleFacts
from chuangcheng.orgs.testing import LONG_AGO, Cast, actor_of, grant, make_person


@pytest.fixture
def guard(cast: Cast) -> Person:
    """The security administrator."""
    return make_person("guard", unit=cast.place, role="security_admin", name="安管理")


def with_role(code: str) -> PostFacts:
    return PostFacts(starts_on=today(), role_id=Role.objects.get(code=code).pk)


def give(giver: Person, person: Person, cast: Cast, code: str) -> Post:
    """Gives a post with this role in the whole place."""
    return services.give_post(actor=actor_of(giver), person_id=person.pk, unit_id=cast.place.pk, facts=with_role(code))


def acts_for(acting: Person, absent: Person) -> None:
    Delegation.objects.create(absent=absent, acting=acting, starts_on=today(), ends_on=today(), reason="出差")


def test_keeper_of_a_street_resets_no_password_of_who_has_moved_up(cast: Cast) -> None:
    keeper = grant(make_person("keeper2"), cast.east, "orgs.view", "orgs.manage_accounts")
    Post.objects.create(person=cast.chief, unit=cast.lane, starts_on=LONG_AGO, ends_on=LONG_AGO)
    with pytest.raises(NotPermitted, match="不归您管"):
        services.reset_password(actor=keeper, person_id=cast.chief.pk)
    with pytest.raises(NotPermitted, match="不归您管"):
        services.remove_mfa(actor=keeper, person_id=cast.chief.pk)
    services.reset_password(actor=keeper, person_id=cast.keeper.pk)


def test_keeper_of_a_street_resets_no_password_of_who_acts_for_somebody_elsewhere(cast: Cast) -> None:
    keeper = grant(make_person("keeper2"), cast.east, "orgs.view", "orgs.manage_accounts")
    acts_for(cast.keeper, cast.west_liaison)
    with pytest.raises(NotPermitted, match="不归您管"):
        services.reset_password(actor=keeper, person_id=cast.keeper.pk)


def test_stand_in_of_the_system_administrator_opens_no_way_into_the_auditors_part(cast: Cast) -> None:
    auditor = make_person("auditor2", unit=cast.place, role="auditor")
    acts_for(cast.stranger, cast.admin)
    with pytest.raises(NotPermitted, match="互斥"):
        services.reset_password(actor=actor_of(cast.stranger), person_id=auditor.pk)


def test_first_password_of_an_administrator_is_not_given_out_by_another(cast: Cast) -> None:
    auditor = make_person("auditor2", unit=cast.place, role="auditor")
    Person.objects.filter(pk__in=[auditor.pk, cast.keeper.pk]).update(password=make_password(None))
    waiting = services.people_without_password(actor=actor_of(cast.admin))
    assert [person.username for person in waiting] == ["keeper"]


def test_administrators_post_goes_only_to_who_has_a_password_of_their_own(cast: Cast, guard: Person) -> None:
    account = services.create_person(actor=actor_of(cast.admin), facts=PersonFacts("xin", "新管理"))
    with pytest.raises(Refusal, match="自己的密码"):
        give(guard, account.person, cast, "auditor")
    services.choose_password(actor=SYSTEM, person=account.person, password="Lixia-2026-own")
    give(guard, account.person, cast, "auditor")


def test_power_does_not_come_to_a_stand_in_by_itself(cast: Cast, guard: Person) -> None:
    acts_for(cast.stranger, cast.liaison)
    with pytest.raises(Refusal, match="代行"):
        give(guard, cast.liaison, cast, "creation_office")


def test_stand_in_passes_nothing_on(cast: Cast) -> None:
    acts_for(cast.east_liaison, cast.liaison)
    acts_for(cast.stranger, cast.east_liaison)
    assert actor_of(cast.stranger).unit_ids == {cast.east.pk}
    with pytest.raises(NotPermitted):
        services.delegate(
            actor=actor_of(cast.east_liaison),
            absent_id=cast.keeper.pk,
            acting_id=cast.stranger.pk,
            starts_on=today(),
            ends_on=today(),
            reason="出差",
        )


def test_no_role_has_two_administrators_parts(cast: Cast, guard: Person) -> None:
    both = frozenset({"orgs.manage_accounts", "core.view_audit"})
    with pytest.raises(Refusal, match="同一个角色"):
        services.create_role(actor=actor_of(guard), code="super", facts=RoleFacts("超级管理员", both))


def test_two_administrators_parts_do_not_come_together_through_a_new_role(cast: Cast, guard: Person) -> None:
    facts = RoleFacts("审计助理", frozenset({"core.view_audit"}))
    role = services.create_role(actor=actor_of(guard), code="audit_helper", facts=facts)
    helper = PostFacts(starts_on=today(), role_id=role.pk)
    with pytest.raises(NotPermitted, match="安全管理员"):
        services.give_post(actor=actor_of(cast.chief), person_id=cast.stranger.pk, unit_id=cast.office.pk, facts=helper)
    with pytest.raises(Refusal, match="管系统"):
        services.give_post(actor=actor_of(guard), person_id=cast.admin.pk, unit_id=cast.office.pk, facts=helper)


def test_role_held_by_an_administrator_gains_nothing_of_another(cast: Cast, guard: Person) -> None:
    helper = services.create_role(actor=SYSTEM, code="helper", facts=RoleFacts("帮手", frozenset()))
    Post.objects.create(person=cast.admin, unit=cast.office, role=helper, starts_on=LONG_AGO)
    with pytest.raises(Refusal, match="管系统"):
        services.change_role(
            actor=actor_of(guard), role_id=helper.pk, facts=RoleFacts("帮手", frozenset({"core.view_audit"}))
        )


def test_whose_password_was_reset_hears_of_it_and_so_does_the_security_administrator(cast: Cast, guard: Person) -> None:
    services.reset_password(actor=actor_of(cast.admin), person_id=cast.chief.pk)
    services.reset_password(actor=actor_of(cast.admin), person_id=cast.liaison.pk)
    told = Notice.objects.filter(title__contains="重置").values_list("recipient__username", "title")
    assert set(told) == {
        ("chief", "管系统重置了程主任的密码"),
        ("guard", "管系统重置了程主任的密码"),
        ("liaison", "管系统重置了廉联络的密码"),
    }


def test_person_is_lent_only_from_where_they_work(cast: Cast) -> None:
    with pytest.raises(Refusal, match="核对从哪个单位"):
        services.second_person(
            actor=actor_of(cast.chief),
            person_id=cast.liaison.pk,
            from_unit_id=cast.east.pk,
            to_unit_id=cast.office.pk,
            facts=PostFacts(starts_on=today()),
            reason="专班",
        )
