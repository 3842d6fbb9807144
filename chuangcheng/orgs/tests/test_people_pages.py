from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.times import today
from chuangcheng.orgs import services
from chuangcheng.orgs.models import Delegation, Person, Post, Role, Secondment
from chuangcheng.orgs.services import PersonFacts
from chuangcheng.orgs.testing import PASSWORD, Cast, grant, make_person
from chuangcheng.orgs.tests.conftest import SignedIn
from chuangcheng.orgs.tests.test_unit_pages import _queries, text

PHONE = "13812345678"


def new_person(**changed: Any) -> dict[str, Any]:
    said = {
        "name": "辛同志",
        "username": "Xin",
        "phone": PHONE,
        "unit": "东关街道〔DG〕",
        "duty": "liaison",
        "role": Role.objects.get(code="liaison").pk,
        "starts_on": today().isoformat(),
    }
    return {**said, **changed}


def test_new_person_gets_a_first_password_shown_once(signed_in: SignedIn, cast: Cast) -> None:
    response = signed_in(cast.chief).post("/people/new/", new_person())
    assert response["Cache-Control"] == "no-store"
    made = Person.objects.get(username="xin")
    shown = response.content.decode()
    password = shown.split('<p class="secret-once"><code>')[1].split("</code>")[0]
    assert made.check_password(password)
    assert made.must_change_password
    assert made.posts.get().unit == cast.east
    assert password not in str(list(AuditEntry.objects.values()))
    fresh = Client()
    assert fresh.post("/accounts/login/", {"login": "xin", "password": password})["Location"] == "/"
    assert fresh.get("/units/")["Location"] == "/accounts/password/change/"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"username": "CHIEF"}, "登录名“chief”已被使用"),
        ({"username": "a b"}, "登录名应为"),
        ({"phone": "12345"}, "电话号码不正确"),
        ({"email": "nobody"}, "电子邮箱的写法不对"),
        ({"name": "\u202e"}, "不可见的字符"),
        ({"unit": "没有的"}, "没有找到这个单位"),
        ({"starts_on": "昨天"}, "日期"),
        ({"duty": "group_head"}, "只用于领导小组"),
    ],
)
def test_wrong_person_is_refused(signed_in: SignedIn, cast: Cast, changed: dict[str, Any], said: str) -> None:
    response = signed_in(cast.chief).post("/people/new/", new_person(**changed))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Person.objects.filter(name="辛同志").exists()


def test_keeper_of_a_street_enters_people_there_and_nowhere_else(signed_in: SignedIn, cast: Cast) -> None:
    keeper = make_person("keeper2")
    grant(keeper, cast.east, "orgs.view", "orgs.change_people")
    client = signed_in(keeper)
    assert client.post("/people/new/", new_person(unit="")).status_code == 422
    assert client.post("/people/new/", new_person(unit="西苑街道〔XY〕")).status_code == 422
    assert client.post("/people/new/", new_person()).status_code == 200
    assert Person.objects.get(username="xin").posts.get().unit == cast.east


def test_phone_is_masked_and_opened_on_record(signed_in: SignedIn, cast: Cast) -> None:
    services.change_person(actor=SYSTEM, person_id=cast.liaison.pk, facts=PersonFacts("liaison", "廉联络", PHONE))
    client = signed_in(cast.chief)
    for address in ("/people/", f"/people/{cast.liaison.pk}/", f"/people/{cast.liaison.pk}/edit/"):
        shown = text(client, address)
        assert "138****5678" in shown
        assert PHONE not in shown
    response = client.post(f"/people/{cast.liaison.pk}/phone/")
    assert PHONE in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    entry = AuditEntry.objects.get(action="orgs.open_phone")
    assert (entry.actor_id, entry.subject_id) == (cast.chief.pk, str(cast.liaison.pk))
    assert PHONE not in str(list(AuditEntry.objects.values()))


def test_phone_stays_closed_to_who_may_not(signed_in: SignedIn, cast: Cast) -> None:
    services.change_person(actor=SYSTEM, person_id=cast.liaison.pk, facts=PersonFacts("liaison", "廉联络", PHONE))
    assert signed_in(cast.leader).post(f"/people/{cast.liaison.pk}/phone/").status_code == 403
    assert not AuditEntry.objects.filter(action="orgs.open_phone").exists()


def test_phone_is_not_kept_in_the_clear_and_found_whole(signed_in: SignedIn, cast: Cast) -> None:
    services.change_person(actor=SYSTEM, person_id=cast.liaison.pk, facts=PersonFacts("liaison", "廉联络", PHONE))
    cast.liaison.refresh_from_db()
    assert PHONE.encode() not in bytes(cast.liaison.phone_encrypted)
    client = signed_in(cast.chief)
    assert "廉联络" in text(client, "/people/?q=138 1234 5678")
    assert "廉联络" not in text(client, "/people/?q=1381234")


def test_phone_not_typed_again_stays(signed_in: SignedIn, cast: Cast) -> None:
    client, address = signed_in(cast.chief), f"/people/{cast.liaison.pk}/edit/"
    client.post(address, {"name": "廉联络", "username": "liaison", "phone": PHONE})
    client.post(address, {"name": "连络员", "username": "liaison", "phone": ""})
    assert services.open_phone(actor=SYSTEM, person_id=cast.liaison.pk) == PHONE
    client.post(address, {"name": "连络员", "username": "liaison", "phone": "", "forget_phone": "on"})
    assert services.open_phone(actor=SYSTEM, person_id=cast.liaison.pk) == ""


def test_list_is_filtered(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    role = Role.objects.get(code="inspector")
    for address, there, not_there in (
        ("/people/?q=简", "简检查", "廉联络"),
        (f"/people/?role={role.pk}", "简检查", "廉联络"),
        ("/people/?duty=liaison", "廉联络", "简检查"),
        ("/people/?view=no_post", "莫路人", "简检查"),
        (f"/people/?unit={cast.east.pk}", "向巷长", "廉联络"),
    ):
        table = text(client, address).split("<tbody>")[1]
        assert there in table
        assert not_there not in table


def test_liaison_sees_people_of_the_own_units_only(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.east_liaison)
    shown = text(client, "/people/")
    assert "向巷长" in shown
    assert "西联络" not in shown
    assert client.get(f"/people/{cast.west_liaison.pk}/").status_code == 404
    assert client.get("/people/999999/").status_code == 404


def test_post_is_given_ended_and_handed_over_on_screen(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    said = {
        "person": "莫路人〔stranger〕",
        "unit": "西苑街道〔XY〕",
        "duty": "staff",
        "role": Role.objects.get(code="liaison").pk,
        "starts_on": today().isoformat(),
    }
    assert client.post("/posts/new/", said)["Location"] == f"/people/{cast.stranger.pk}/"
    post = cast.stranger.posts.get()
    said = {"successor": "东联络〔east〕", "on": today().isoformat(), "note": "三个问题待反馈"}
    client.post(f"/posts/{post.pk}/hand-over/", said)
    assert cast.east_liaison.posts.get(unit=cast.west).handover_note == "三个问题待反馈"
    successor = signed_in(cast.east_liaison)
    assert "三个问题待反馈" in text(successor, "/account/")
    taken = cast.east_liaison.posts.get(unit=cast.west)
    successor.post(f"/posts/{taken.pk}/handover-read/")
    assert "三个问题待反馈" not in text(successor, "/account/")
    client.post(f"/posts/{taken.pk}/end/", {"last_day": today().isoformat(), "reason": "调离"})
    taken.refresh_from_db()
    assert taken.end_reason == "调离"


def test_person_asks_a_colleague_to_act(signed_in: SignedIn, cast: Cast) -> None:
    deputy = make_person("deputy", unit=cast.east, name="代同志")
    client = signed_in(cast.east_liaison)
    said = {
        "acting": "代同志〔deputy〕",
        "starts_on": today().isoformat(),
        "ends_on": (today() + timedelta(days=5)).isoformat(),
        "reason": "学习",
    }
    assert client.post(f"/people/{cast.east_liaison.pk}/delegate/", said)["Location"] == "/account/"
    assert "柳巷社区" in text(signed_in(deputy), "/units/")
    assert "代行东联络的职务" in text(signed_in(deputy), "/account/")
    delegation = Delegation.objects.get()
    client.post(f"/delegations/{delegation.pk}/end/")
    assert signed_in(deputy).get("/units/").status_code == 403


@pytest.mark.parametrize("days", [(-5, -1), (3, 1), (0, 500)])
def test_delegation_of_odd_length_is_refused(signed_in: SignedIn, cast: Cast, days: tuple[int, int]) -> None:
    deputy = make_person("deputy", unit=cast.east, name="代同志")
    first, last = (today() + timedelta(days=shift) for shift in days)
    said = {"acting": deputy.name, "starts_on": first.isoformat(), "ends_on": last.isoformat(), "reason": "学习"}
    response = signed_in(cast.east_liaison).post(f"/people/{cast.east_liaison.pk}/delegate/", said)
    assert response.status_code == 422
    assert not Delegation.objects.exists()


def test_nobody_makes_himself_act_for_another(signed_in: SignedIn, cast: Cast) -> None:
    said = {
        "acting": "程主任〔chief〕",
        "starts_on": today().isoformat(),
        "ends_on": today().isoformat(),
        "reason": "学习",
    }
    assert signed_in(cast.chief).post(f"/people/{cast.leader.pk}/delegate/", said).status_code == 403
    assert signed_in(cast.east_liaison).get(f"/people/{cast.keeper.pk}/delegate/").status_code == 403


def test_security_administrator_lets_somebody_act_for_one_with_power_and_for_nobody_else(
    signed_in: SignedIn, cast: Cast
) -> None:
    client = signed_in(make_person("guard", unit=cast.place, role="security_admin"))
    address = "/people/{}/delegate/"
    assert address.format(cast.admin.pk) in text(client, f"/people/{cast.admin.pk}/")
    assert client.get(address.format(cast.admin.pk)).status_code == 200
    assert address.format(cast.liaison.pk) not in text(client, f"/people/{cast.liaison.pk}/")
    assert client.get(address.format(cast.liaison.pk)).status_code == 403


def test_stranger_ends_no_delegation(signed_in: SignedIn, cast: Cast) -> None:
    row = services.delegate(
        actor=SYSTEM,
        absent_id=cast.east_liaison.pk,
        acting_id=cast.keeper.pk,
        starts_on=today(),
        ends_on=today(),
        reason="学习",
    )
    assert signed_in(cast.west_liaison).post(f"/delegations/{row.pk}/end/").status_code == 404
    row.refresh_from_db()
    assert row.ended_at is None


def test_person_is_lent_to_another_unit_and_goes_back(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    said = {
        "from_unit": "东关街道〔DG〕",
        "unit": "区城管局〔CG〕",
        "duty": "staff",
        "starts_on": today().isoformat(),
        "reason": "迎检",
    }
    client.post(f"/people/{cast.east_liaison.pk}/second/", said)
    lent = Secondment.objects.get()
    assert "抽调" in text(client, f"/units/{cast.sanitation.pk}/")
    seconded = client.get("/api/v1/people?view=seconded").json()["items"]
    assert [person["name"] for person in seconded] == ["东联络"]
    assert cast.east_liaison.posts.filter(unit=cast.sanitation, ends_on__isnull=True).exists()
    client.post(f"/secondments/{lent.pk}/end/", {"last_day": today().isoformat()})
    lent.refresh_from_db()
    assert lent.ends_on == today()
    assert cast.east_liaison.posts.get(unit=cast.sanitation).ends_on == today()
    assert cast.east_liaison.posts.get(unit=cast.east).ends_on is None


def test_deactivated_person_comes_back_with_a_new_password(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    client.post(f"/people/{cast.liaison.pk}/deactivate/", {"reason": "退休"})
    assert not Person.objects.get(pk=cast.liaison.pk).is_active
    assert not Post.objects.filter(person=cast.liaison, ends_on__isnull=True).exists()
    assert "已停用" in text(client, "/people/?view=inactive")
    assert "secret-once" in client.post(f"/people/{cast.liaison.pk}/reactivate/").content.decode()
    cast.liaison.refresh_from_db()
    assert cast.liaison.is_active
    assert not cast.liaison.check_password(PASSWORD)


def test_deactivating_asks_for_a_reason_and_not_of_oneself(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    assert client.post(f"/people/{cast.liaison.pk}/deactivate/", {"reason": " "}).status_code == 422
    assert client.post(f"/people/{cast.chief.pk}/deactivate/", {"reason": "退休"}).status_code == 403
    assert Person.objects.filter(is_active=False).count() == 0


def test_one_with_power_is_not_deactivated_by_who_keeps_the_people(signed_in: SignedIn, cast: Cast) -> None:
    response = signed_in(cast.chief).post(f"/people/{cast.admin.pk}/deactivate/", {"reason": "换人"})
    assert response.status_code == 403
    assert "安全管理员" in response.content.decode()


def test_system_administrator_resets_a_password(signed_in: SignedIn, cast: Cast) -> None:
    response = signed_in(cast.admin).post(f"/people/{cast.liaison.pk}/reset-password/")
    password = response.content.decode().split('<p class="secret-once"><code>')[1].split("</code>")[0]
    cast.liaison.refresh_from_db()
    assert cast.liaison.check_password(password)
    assert cast.liaison.must_change_password
    assert AuditEntry.objects.filter(action="orgs.reset_password", actor_id=cast.admin.pk).exists()


def test_first_passwords_of_an_import_come_once_as_a_workbook(signed_in: SignedIn, cast: Cast) -> None:
    added = services.add_person(actor=SYSTEM, facts=PersonFacts("xin", "=1+1"))
    Post.objects.create(person=added, unit=cast.east, starts_on=today())
    client = signed_in(cast.chief)
    assert "有1人等待首次密码" in text(client, "/people/first-passwords/")
    response = client.post("/people/first-passwords/")
    assert response["Cache-Control"] == "no-store"
    rows = list(openpyxl.load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
    assert rows[0] == ("姓名", "单位", "登录名", "首次密码")
    assert rows[1][:3] == ("=1+1", "东关街道", "xin")
    added.refresh_from_db()
    assert added.check_password(rows[1][3])
    assert "没有等待首次密码的人员" in text(client, "/people/first-passwords/")


DEEDS = [
    ("/people/new/", "orgs.change_people"),
    ("/people/first-passwords/", "orgs.change_people"),
    ("/people/{person}/edit/", "orgs.change_people"),
    ("/people/{person}/second/", "orgs.change_people"),
    ("/people/{person}/deactivate/", "orgs.change_people"),
    ("/people/{person}/reactivate/", "orgs.change_people"),
    ("/people/{person}/reset-password/", "orgs.manage_accounts"),
    ("/people/{person}/unlock/", "orgs.manage_accounts"),
    ("/people/{person}/remove-mfa/", "orgs.manage_accounts"),
    ("/people/{person}/phone/", "orgs.view_phones"),
    ("/posts/new/", "orgs.change_people"),
    ("/posts/{post}/end/", "orgs.change_people"),
    ("/posts/{post}/hand-over/", "orgs.change_people"),
    ("/secondments/1/end/", "orgs.change_people"),
]


@pytest.mark.parametrize(("address", "permission"), DEEDS)
def test_reader_does_nothing_to_people(signed_in: SignedIn, cast: Cast, address: str, permission: str) -> None:
    post = cast.liaison.posts.get()
    client = signed_in(cast.leader)
    assert client.post(address.format(person=cast.liaison.pk, post=post.pk)).status_code == 403
    before = Person.objects.get(pk=cast.liaison.pk)
    assert (before.is_active, before.check_password(PASSWORD)) == (True, True)


@pytest.mark.parametrize(("address", "permission"), DEEDS)
def test_nobody_does_anything_unless_signed_in(client: Client, cast: Cast, address: str, permission: str) -> None:
    response = client.post(address.format(person=cast.liaison.pk, post=1))
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", ["/people/", "/people/{person}/", "/account/"])
def test_pages_ask_as_much_of_thirty_people_as_of_three(signed_in: SignedIn, cast: Cast, address: str) -> None:
    client, address = signed_in(cast.chief), address.format(person=cast.liaison.pk)
    role = Role.objects.get(code="liaison")
    for number in range(30):
        if number == 3:
            few = _queries(client, address)
        person = make_person(f"p{number}", unit=cast.east, role="liaison")
        Post.objects.create(person=cast.liaison, unit=cast.east, role=role, starts_on=today())
        Post.objects.create(person=person, unit=cast.west, role=role, starts_on=today())
    assert _queries(client, address) == few
    assert few <= 12
