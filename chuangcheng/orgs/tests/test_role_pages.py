from __future__ import annotations

import pytest

from chuangcheng.orgs.models import Person, Role
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.orgs.tests.conftest import SignedIn
from chuangcheng.orgs.tests.test_unit_pages import text


@pytest.fixture
def guard(cast: Cast) -> Person:
    """The security administrator."""
    return make_person("guard", unit=cast.place, role="security_admin", name="安管理")


def test_roles_and_their_matrix_are_seen_by_staff(signed_in: SignedIn, cast: Cast) -> None:
    shown = text(signed_in(cast.leader), "/settings/roles/")
    for word in ("安全管理员", "单位与人员", "查看完整电话", "管全区"):
        assert word in shown
    assert "新建角色" not in shown


def test_security_administrator_makes_and_changes_a_role(signed_in: SignedIn, cast: Cast, guard: Person) -> None:
    client = signed_in(guard)
    client.post("/settings/roles/new/", {"code": "observer", "name": "观察员", "permissions": ["orgs.view"]})
    role = Role.objects.get(code="observer")
    assert (role.name, role.permissions, role.whole_place) == ("观察员", ["orgs.view"], False)
    form = text(client, f"/settings/roles/{role.pk}/")
    assert 'value="orgs.view" id="permission-orgs.view" checked' in form
    client.post(
        f"/settings/roles/{role.pk}/",
        {
            "name": "观察员",
            "whole_place": "on",
            "permissions": ["orgs.view", "orgs.change_units"],
            "excludes": ["liaison"],
        },
    )
    role.refresh_from_db()
    assert (role.whole_place, role.excludes) == (True, ["liaison"])
    observer = make_person("observer", unit=cast.east, role="observer")
    assert actor_of(observer).everywhere("orgs.change_units")


def test_refused_change_shows_why_and_what_was_ticked(signed_in: SignedIn, cast: Cast, guard: Person) -> None:
    role = Role.objects.get(code="system_admin")
    response = signed_in(guard).post(
        f"/settings/roles/{role.pk}/",
        {"name": role.name, "permissions": ["orgs.view", "orgs.change_roles"], "excludes": role.excludes},
    )
    assert response.status_code == 422
    assert "互斥" in response.content.decode()
    assert 'id="permission-orgs.change_roles" checked' in response.content.decode()
    role.refresh_from_db()
    assert "orgs.change_roles" not in role.permissions


@pytest.mark.parametrize("code", ["观察员", "", "liaison"])
def test_odd_code_is_refused(signed_in: SignedIn, cast: Cast, guard: Person, code: str) -> None:
    before = Role.objects.count()
    assert signed_in(guard).post("/settings/roles/new/", {"code": code, "name": "x"}).status_code == 422
    assert Role.objects.count() == before


def test_unknown_permission_is_refused(signed_in: SignedIn, cast: Cast, guard: Person) -> None:
    said = {"code": "observer", "name": "x", "permissions": ["no.such"]}
    assert signed_in(guard).post("/settings/roles/new/", said).status_code == 422


def test_role_that_nobody_ever_held_is_deleted(signed_in: SignedIn, cast: Cast, guard: Person) -> None:
    client = signed_in(guard)
    unused, used = Role.objects.get(code="third_party"), Role.objects.get(code="liaison")
    client.post(f"/settings/roles/{unused.pk}/delete/")
    assert not Role.objects.filter(pk=unused.pk).exists()
    assert client.post(f"/settings/roles/{used.pk}/delete/").status_code == 409


@pytest.mark.parametrize(
    "address", ["/settings/roles/new/", "/settings/roles/{role}/", "/settings/roles/{role}/delete/"]
)
def test_others_change_no_roles(signed_in: SignedIn, cast: Cast, address: str) -> None:
    role = Role.objects.get(code="liaison")
    for person in (cast.chief, cast.admin, cast.leader):
        assert signed_in(person).post(address.format(role=role.pk), {"name": "x"}).status_code == 403
    role.refresh_from_db()
    assert role.name == "联络员"


def test_absent_role_is_not_found(signed_in: SignedIn, cast: Cast, guard: Person) -> None:
    assert signed_in(guard).get("/settings/roles/99999/").status_code == 404
