from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import today
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Person, Post, Role, Unit
from chuangcheng.orgs.testing import PASSWORD, Cast, make_person
from chuangcheng.orgs.tests.conftest import BACKEND, SignedIn
from chuangcheng.orgs.tests.test_unit_pages import _queries

API = "/api/v1"
TODAY = today().isoformat()


def send(client: Client, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    return client.generic(method, f"{API}{path}", json.dumps(body or {}), content_type="application/json")


def test_unit_lives_its_life_over_the_api(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    made = send(client, "POST", "/units", {"name": "石门镇", "kind": "town", "parent_id": cast.place.pk})
    assert made.status_code == 201
    unit_id = made.json()["unit"]["id"]
    assert send(client, "POST", f"/units/{unit_id}/rename", {"name": "石门街道"}).json()["aliases"] == ["石门镇"]
    moved = send(client, "POST", f"/units/{unit_id}/move", {"parent_id": cast.east.pk}).json()
    assert moved["parent_id"] == cast.east.pk
    changed = {"name": "石门社区", "kind": "community", "parent_id": cast.place.pk, "aliases": ["石门"]}
    assert send(client, "PUT", f"/units/{unit_id}", changed).json()["parent_id"] == cast.place.pk
    parts = [{"name": "石门一社区", "kind": "community"}, {"name": "石门二社区", "kind": "community"}]
    split = send(client, "POST", f"/units/{unit_id}/split", {"parts": parts, "on": TODAY, "reason": "分设"})
    assert [unit["name"] for unit in split.json()] == ["石门一社区", "石门二社区"]
    one, two = (unit["id"] for unit in split.json())
    merged = send(client, "POST", f"/units/{two}/merge", {"into_id": one, "on": TODAY, "reason": "又合并"})
    assert set(merged.json()["predecessor_ids"]) == {two, unit_id}
    closed = send(client, "POST", f"/units/{one}/close", {"on": TODAY, "reason": "撤销"})
    assert closed.json()["unit"]["closed_on"] == TODAY


def test_unconfirmed_unit_is_confirmed_over_the_api(signed_in: SignedIn, cast: Cast) -> None:
    made, _ = services.find_or_make_unit(name="东风社区", actor=SYSTEM)
    client = signed_in(cast.chief)
    listed = client.get(f"{API}/units?view=unconfirmed").json()["items"]
    assert [unit["id"] for unit in listed] == [made.pk]
    body = {"name": "东风社区", "kind": "community", "parent_id": cast.east.pk}
    assert send(client, "POST", f"/units/{made.pk}/confirm", body).json()["unit"]["is_confirmed"]
    again = send(client, "POST", f"/units/{made.pk}/confirm", body)
    assert (again.status_code, again.json()["code"]) == (409, "Refusal")


def test_units_are_listed_a_page_at_a_time(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    first = client.get(f"{API}/units?limit=2").json()
    second = client.get(f"{API}/units?limit=2&offset=2").json()
    assert first["has_more"]
    assert {unit["id"] for unit in first["items"]}.isdisjoint({unit["id"] for unit in second["items"]})
    assert [unit["name"] for unit in client.get(f"{API}/units?under={cast.east.pk}").json()["items"]] == [
        "东关街道",
        "柳巷社区",
    ]


def test_person_lives_over_the_api(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    post = {"starts_on": TODAY, "duty": "liaison", "role_id": Role.objects.get(code="liaison").pk}
    body = {"username": "xin", "name": "辛同志", "phone": "13812345678", "unit_id": cast.east.pk, "post": post}
    made = send(client, "POST", "/people", body)
    assert made.status_code == 201
    person = Person.objects.get(username="xin")
    assert person.check_password(made.json()["first_password"])
    shown = client.get(f"{API}/people/{person.pk}").json()
    assert shown["person"]["phone"] == "138****5678"
    assert shown["present"][0]["role"] == "liaison"
    assert send(client, "POST", f"/people/{person.pk}/phone").json() == {"phone": "13812345678"}
    send(client, "PUT", f"/people/{person.pk}", {"username": "xin", "name": "新名"})
    person.refresh_from_db()
    assert person.name == "新名"
    assert services.open_phone(actor=SYSTEM, person_id=person.pk) == "13812345678"
    gone = send(client, "POST", f"/people/{person.pk}/deactivate", {"reason": "退休"}).json()
    assert not gone["person"]["is_active"]
    assert send(client, "POST", f"/people/{person.pk}/reactivate").json()["first_password"]


def test_posts_and_stand_ins_over_the_api(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    body = {"person_id": cast.stranger.pk, "unit_id": cast.west.pk, "starts_on": TODAY, "duty": "leader"}
    post = send(client, "POST", "/posts", body)
    assert post.status_code == 201
    body = {"successor_id": cast.keeper.pk, "on": TODAY, "note": "看文件柜"}
    after = send(client, "POST", f"/posts/{post.json()['id']}/hand-over", body).json()
    assert (after["person_name"], after["duty"]) == ("向巷长", "leader")
    assert send(signed_in(cast.keeper), "POST", f"/posts/{after['id']}/handover-read").status_code == 200
    assert send(client, "POST", f"/posts/{after['id']}/end", {"last_day": TODAY, "reason": "免职"}).status_code == 200
    until = (today() + timedelta(days=3)).isoformat()
    body = {
        "absent_id": cast.east_liaison.pk,
        "acting_id": cast.keeper.pk,
        "starts_on": TODAY,
        "ends_on": until,
        "reason": "出差",
    }
    acting = send(client, "POST", "/delegations", body)
    assert acting.status_code == 201
    me = signed_in(cast.keeper).get(f"{API}/account").json()
    assert me["acting_for"] == [cast.east_liaison.pk]
    assert send(client, "POST", f"/delegations/{acting.json()['id']}/end").json()["ended_at"]
    body = {
        "person_id": cast.keeper.pk,
        "from_unit_id": cast.lane.pk,
        "to_unit_id": cast.office.pk,
        "starts_on": TODAY,
        "reason": "迎检",
    }
    lent = send(client, "POST", "/secondments", body)
    assert lent.status_code == 201
    ended = send(client, "POST", f"/secondments/{lent.json()['id']}/end", {"last_day": TODAY})
    assert ended.json()["ends_on"] == TODAY


def test_accounts_over_the_api(signed_in: SignedIn, cast: Cast) -> None:
    admin = signed_in(cast.admin)
    for deed in ("unlock", "remove-mfa", "reset-password"):
        assert send(admin, "POST", f"/people/{cast.liaison.pk}/{deed}").status_code == 200
    services.add_person(actor=SYSTEM, facts=services.PersonFacts("xin", "辛同志"))
    listed = send(admin, "POST", "/people/first-passwords").json()
    assert [account["username"] for account in listed] == ["xin"]


def test_roles_over_the_api(signed_in: SignedIn, cast: Cast) -> None:
    guard = signed_in(make_person("guard", unit=cast.place, role="security_admin"))
    body = {"code": "observer", "name": "观察员", "permissions": ["orgs.view"]}
    made = send(guard, "POST", "/roles", body)
    assert made.status_code == 201
    role_id = made.json()["id"]
    assert send(guard, "PUT", f"/roles/{role_id}", {"name": "观察团", "permissions": []}).json()["name"] == "观察团"
    assert send(guard, "DELETE", f"/roles/{role_id}").status_code == 204
    assert "observer" not in [role["code"] for role in guard.get(f"{API}/roles").json()]


def test_own_account_over_the_api(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.east_liaison)
    me = client.get(f"{API}/account").json()
    assert me["person"]["username"] == "east"
    assert "orgs.view" in me["permissions"]
    assert send(client, "POST", "/account/language", {"language": "en"}).json()["language"] == "en"
    assert send(client, "POST", "/account/language", {"language": "xx"}).status_code == 422
    wrong = send(client, "POST", "/account/password", {"current": "wrong", "new": "yunlan-gaiguo-27"})
    assert wrong.status_code == 422
    weak = send(client, "POST", "/account/password", {"current": PASSWORD, "new": "1234567890"})
    assert weak.status_code == 422
    assert Person.objects.get(pk=cast.east_liaison.pk).check_password(PASSWORD)


CHANGES = [
    ("POST", "/units", {"name": "x", "kind": "bureau", "parent_id": 1}),
    ("PUT", "/units/{unit}", {"name": "x", "kind": "bureau"}),
    ("POST", "/units/{unit}/rename", {"name": "x"}),
    ("POST", "/units/{unit}/move", {"parent_id": 1}),
    ("POST", "/units/{unit}/confirm", {"name": "x", "kind": "bureau", "parent_id": 1}),
    ("POST", "/units/{unit}/merge", {"into_id": 1, "on": TODAY, "reason": "x"}),
    ("POST", "/units/{unit}/split", {"parts": [{"name": "x", "kind": "bureau"}] * 2, "on": TODAY, "reason": "x"}),
    ("POST", "/units/{unit}/close", {"on": TODAY, "reason": "x"}),
    ("POST", "/people", {"username": "xx", "name": "x"}),
    ("PUT", "/people/{person}", {"username": "xx", "name": "x"}),
    ("POST", "/people/{person}/deactivate", {"reason": "x"}),
    ("POST", "/people/{person}/reactivate", {}),
    ("POST", "/people/{person}/reset-password", {}),
    ("POST", "/people/{person}/unlock", {}),
    ("POST", "/people/{person}/remove-mfa", {}),
    ("POST", "/people/first-passwords", {}),
    ("POST", "/posts", {"person_id": 1, "unit_id": 1, "starts_on": TODAY}),
    ("POST", "/posts/{post}/end", {"last_day": TODAY, "reason": "x"}),
    ("POST", "/posts/{post}/hand-over", {"successor_id": 1, "on": TODAY}),
    ("POST", "/secondments/1/end", {"last_day": TODAY}),
    ("POST", "/roles", {"code": "xx", "name": "x", "permissions": []}),
    ("PUT", "/roles/{role}", {"name": "x", "permissions": []}),
    ("DELETE", "/roles/{role}", {}),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_reader_changes_nothing_over_the_api(
    signed_in: SignedIn, cast: Cast, method: str, path: str, body: dict[str, Any]
) -> None:
    client = signed_in(cast.leader)
    before = _all_rows()
    path = path.format(
        unit=cast.east.pk,
        person=cast.liaison.pk,
        post=cast.liaison.posts.get().pk,
        role=Role.objects.get(code="liaison").pk,
    )
    assert send(client, method, path, body).status_code in (403, 404)
    assert _all_rows() == before
    assert send(Client(), method, path, body).status_code == 401


def test_phone_stays_closed_over_the_api(signed_in: SignedIn, cast: Cast) -> None:
    assert send(signed_in(cast.leader), "POST", f"/people/{cast.liaison.pk}/phone").status_code == 404
    assert send(signed_in(cast.stranger), "POST", f"/people/{cast.liaison.pk}/phone").status_code == 404


@pytest.mark.parametrize("path", ["/units", "/people", "/roles"])
def test_person_without_post_reads_nothing(signed_in: SignedIn, cast: Cast, path: str) -> None:
    assert signed_in(cast.stranger).get(f"{API}{path}").status_code == 403


@pytest.mark.parametrize("path", ["/units", "/units/{east}", "/people", "/people/{liaison}"])
def test_answers_ask_as_much_of_thirty_rows_as_of_three(signed_in: SignedIn, cast: Cast, path: str) -> None:
    client = signed_in(cast.chief)
    address = API + path.format(east=cast.east.pk, liaison=cast.liaison.pk)
    for number in range(30):
        if number == 3:
            few = _queries(client, address)
        unit = services.create_unit(
            actor=SYSTEM,
            parent_id=cast.east.pk,
            facts=services.UnitFacts(name=f"第{number}社区", kind=Unit.Kind.COMMUNITY.value),
        )
        make_person(f"p{number}", unit=unit, role="liaison")
        Post.objects.create(person=cast.liaison, unit=unit, starts_on=today())
    assert _queries(client, address) == few


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x" * 100_000, "kind": "bureau", "parent_id": 1},
        {"name": "x", "kind": "bureau", "parent_id": 2**70},
        {"name": "\x00", "kind": "bureau", "parent_id": 1},
        {"name": ["x"], "kind": {}, "parent_id": "y"},
        {},
    ],
)
def test_odd_bodies_are_refused(signed_in: SignedIn, cast: Cast, body: dict[str, Any]) -> None:
    before = Unit.objects.count()
    assert 400 <= send(signed_in(cast.chief), "POST", "/units", body).status_code < 500
    assert Unit.objects.count() == before


def _all_rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Unit, Person, Post, Role)]


@pytest.mark.parametrize("address", ["/units?offset={huge}", "/units?under={huge}", "/people?role={huge}&unit={huge}"])
def test_numbers_beyond_any_key_are_refused(signed_in: SignedIn, cast: Cast, address: str) -> None:
    answer = signed_in(cast.chief).get("/api/v1" + address.format(huge=10**20))
    assert answer.status_code == 422


@pytest.mark.parametrize("address", ["/api/v1/units?q=%00关", "/api/v1/people?q=%00", "/units/options/?q=%00关"])
def test_hidden_signs_in_what_is_searched_do_no_harm(signed_in: SignedIn, cast: Cast, address: str) -> None:
    assert signed_in(cast.chief).get(address).status_code == 200


def test_hidden_signs_in_a_reason_or_note_are_refused(signed_in: SignedIn, cast: Cast) -> None:
    client, post = signed_in(cast.chief), cast.liaison.posts.get()
    day = today().isoformat()
    over = {"successor_id": cast.stranger.pk, "on": day, "note": "甲\x00乙"}
    for path, body in (("end", {"last_day": day, "reason": "调\x00离"}), ("hand-over", over)):
        answer = client.post(f"/api/v1/posts/{post.pk}/{path}", body, content_type="application/json")
        assert answer.status_code == 422
        assert "不可见" in answer.json()["detail"]


def test_api_takes_nothing_without_the_token_of_our_own_pages(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.chief, backend=BACKEND)
    body = {"name": "区园林中心", "kind": "bureau", "parent_id": cast.place.pk}
    answer = client.post("/api/v1/units", body, content_type="application/json")
    assert answer.status_code == 403
    assert not Unit.objects.filter(name="区园林中心").exists()


def test_lists_say_who_answers_and_who_holds_what(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    lines = {unit["code"]: unit for unit in client.get(f"{API}/units").json()["items"]}
    assert (lines["DG"]["liaisons"], lines["DG"]["heads"]) == (["东联络"], [])
    person = client.get(f"{API}/people?q=east").json()["items"][0]
    assert [(post["unit_name"], post["duty_label"], post["role"]) for post in person["present"]] == [
        ("东关街道", "联络员", "liaison")
    ]
    counts = {role["code"]: role["people_count"] for role in client.get(f"{API}/roles").json()}
    assert (counts["liaison"], counts["auditor"]) == (3, 0)


def test_unconfirmed_unit_says_over_the_api_which_it_may_be(signed_in: SignedIn, cast: Cast) -> None:
    unit, _was_made = services.find_or_make_unit(name="区城管执法局", actor=SYSTEM)
    detail = signed_in(cast.chief).get(f"{API}/units/{unit.pk}").json()
    assert detail["similar_ids"] == [cast.sanitation.pk]


def test_history_and_note_of_a_hand_over_are_read_over_the_api(signed_in: SignedIn, cast: Cast) -> None:
    post = cast.east_liaison.posts.get()
    body = {"successor_id": cast.stranger.pk, "on": TODAY, "note": "台账在二楼"}
    send(signed_in(cast.chief), "POST", f"/posts/{post.pk}/hand-over", body)
    before = signed_in(cast.leader).get(f"{API}/units/{cast.east.pk}").json()["before"]
    assert [(row["person_name"], row["handed_over_to_name"]) for row in before] == [("东联络", "莫路人")]
    me = signed_in(cast.stranger).get(f"{API}/account").json()
    assert [row["note"] for row in me["handovers"]] == ["台账在二楼"]
