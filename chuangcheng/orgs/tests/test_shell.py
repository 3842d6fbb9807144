from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.search import find
from chuangcheng.core.times import now, today
from chuangcheng.orgs import services, shell
from chuangcheng.orgs.commands import create_administrator, remove_mfa, reset_password
from chuangcheng.orgs.models import Person, Unit
from chuangcheng.orgs.services import PersonFacts, UnitFacts
from chuangcheng.orgs.testing import Cast, actor_of, make_person


def urls(person: Person) -> list[str]:
    return [entry.url for entry in shell.entries(actor_of(person))]


def test_navigation_shows_what_one_may_open(cast: Cast) -> None:
    assert urls(cast.chief) == ["/units/", "/people/"]
    assert urls(make_person("guard", unit=cast.place, role="security_admin"))[-1] == "/settings/roles/"
    assert urls(cast.stranger) == []


def test_unconfirmed_units_wait_for_who_may_confirm_them(cast: Cast) -> None:
    made, _ = services.find_or_make_unit(name="东风社区", actor=SYSTEM)
    waiting = shell.todos(actor_of(cast.chief), now())
    assert [(todo.title, todo.url) for todo in waiting] == [("东风社区", f"/units/{made.pk}/")]
    assert shell.todos(actor_of(cast.leader), now()) == []


def test_stand_in_about_to_end_is_announced_to_the_absent(cast: Cast) -> None:
    services.delegate(
        actor=SYSTEM,
        absent_id=cast.leader.pk,
        acting_id=cast.keeper.pk,
        starts_on=today(),
        ends_on=today() + timedelta(days=2),
        reason="学习",
    )
    waiting = shell.todos(actor_of(cast.leader), now())
    assert [todo.title for todo in waiting] == ["向巷长代行您的职务即将结束"]
    assert shell.todos(actor_of(cast.leader), now() - timedelta(days=30)) == []


def test_note_of_a_hand_over_waits_until_it_is_read(cast: Cast) -> None:
    post = services.hand_over(
        actor=SYSTEM, post_id=cast.east_liaison.posts.get().pk, successor_id=cast.stranger.pk, on=today(), note="看柜"
    )
    actor = actor_of(cast.stranger)
    assert [todo.title for todo in shell.todos(actor, now())] == ["东关街道联络员的交接事项"]
    services.read_handover(actor=actor, post_id=post.pk)
    assert shell.todos(actor, now()) == []


def test_search_finds_units_by_name_and_alias_for_who_may_see_them(cast: Cast) -> None:
    made = services.create_unit(
        actor=SYSTEM, parent_id=cast.east.pk, facts=UnitFacts("桃源社区", "community", aliases=("桃园居委会",))
    )
    for words in ("桃源", "桃园居委会", made.code):
        assert [hit.object_id for hit in find(actor=actor_of(cast.chief), query=words, limit=5)] == [str(made.pk)]
    assert find(actor=actor_of(cast.west_liaison), query="桃源", limit=5) == []
    services.close_unit(actor=SYSTEM, unit_id=made.pk, on=today(), reason="撤销")
    assert find(actor=actor_of(cast.chief), query="桃源", limit=5) == []


def test_search_finds_people_but_not_their_phones(cast: Cast) -> None:
    account = services.create_person(
        actor=SYSTEM, facts=PersonFacts("xin", "辛同志", "13812345678"), unit_id=cast.east.pk
    )
    chief = actor_of(cast.chief)
    assert [hit.url for hit in find(actor=chief, query="辛同志", limit=5)] == [f"/people/{account.person.pk}/"]
    assert find(actor=chief, query="13812345678", limit=5) == []
    assert find(actor=actor_of(cast.west_liaison), query="辛同志", limit=5) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["system_admin", "security_admin", "auditor"])
def test_operator_makes_the_first_administrators(role: str) -> None:
    said = create_administrator(username="Wang", name="王同志", role=role)
    password = re.findall(r"首次密码是 ([\w-]+)，", said)
    person = Person.objects.get(username="wang")
    assert person.check_password(password[0])
    assert person.must_change_password
    assert person.posts.filter(role__code=role).count() == 1
    assert Unit.objects.get(depth=1).kind == Unit.Kind.PLACE


@pytest.mark.django_db
def test_operator_makes_no_other_kind_and_nobody_twice() -> None:
    for role in ("creation_office", "nobody"):
        with pytest.raises(InvalidInput, match="角色应为"):
            create_administrator(username="wang", name="王同志", role=role)
    create_administrator(username="wang", name="王同志")
    with pytest.raises(InvalidInput, match="已被使用"):
        create_administrator(username="WANG", name="王同志", role="auditor")
    assert Person.objects.count() == 1


def test_operator_resets_a_password_that_nobody_else_may(cast: Cast) -> None:
    guard = make_person("guard", unit=cast.place, role="security_admin")
    said = reset_password(username="Guard")
    guard.refresh_from_db()
    assert guard.check_password(said.split("首次密码是 ")[1].split("，")[0])
    with pytest.raises(NotFound):
        reset_password(username="nobody")


def test_operator_takes_the_second_step_away_when_nobody_else_may(cast: Cast) -> None:
    guard = make_person("guard", unit=cast.place, role="security_admin")
    Authenticator.objects.create(user=guard, type=Authenticator.Type.TOTP, data={})
    remove_mfa(username="guard")
    assert not Authenticator.objects.filter(user=guard).exists()
