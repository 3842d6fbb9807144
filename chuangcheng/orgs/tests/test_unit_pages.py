from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import today
from chuangcheng.orgs import services, slots
from chuangcheng.orgs.models import Person, Post, Unit
from chuangcheng.orgs.slots import UnitPanel
from chuangcheng.orgs.testing import Cast, make_person, make_unit
from chuangcheng.orgs.tests.conftest import SignedIn

HOSTILE = "<script>alert('单位')</script>"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def facts(cast: Cast, **changed: Any) -> dict[str, Any]:
    return {"name": "新设局", "kind": "bureau", "parent": "云澜区〔YL〕", "affiliation": "local", **changed}


def test_liaison_sees_the_own_units_only(signed_in: SignedIn, cast: Cast) -> None:
    shown = text(signed_in(cast.east_liaison), "/units/")
    assert "柳巷社区" in shown
    assert "西苑街道" not in shown


def test_list_is_filtered_by_kind_words_and_place_in_the_tree(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    for address, there, not_there in (
        ("/units/?kind=community", "柳巷社区", "区城管局</a>"),
        ("/units/?q=城管", "区城管局", "柳巷社区</a>"),
        (f"/units/?under={cast.east.pk}", "柳巷社区", "区城管局</a>"),
    ):
        table = text(client, address).split("<tbody>")[1]
        assert there in table
        assert not_there not in table


def test_what_cannot_be_understood_in_the_address_does_no_harm(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    for address in ("?kind=x&under=abc&view=zzz&page=-1", "?page=99999999999", "?under=99999999999999999999", "?q=%00"):
        assert client.get(f"/units/{address}").status_code == 200


def test_units_without_head_or_liaison_are_listed(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    east, lane = (f'href="/units/{unit.pk}/"' for unit in (cast.east, cast.lane))
    assert east in text(client, "/units/?view=no_head")
    no_liaison = text(client, "/units/?view=no_liaison")
    assert lane in no_liaison
    assert east not in no_liaison
    make_person("head", unit=cast.east, duty=Post.Duty.HEAD)
    assert east not in text(client, "/units/?view=no_head")


def test_units_with_and_without_a_group_of_their_own_are_listed(signed_in: SignedIn, cast: Cast) -> None:
    make_unit("省属医院", parent=cast.place, kind=Unit.Kind.RESIDENT)
    Unit.objects.filter(name="省属医院").update(affiliation="provincial")
    Unit.objects.filter(pk=cast.east.pk).update(has_own_group=True)
    client = signed_in(cast.chief)

    def names(query: str) -> list[str]:
        return [unit["name"] for unit in client.get(f"/api/v1/units?{query}").json()["items"]]

    assert names("view=own_group") == ["东关街道"]
    assert names("view=no_group") == ["柳巷社区", "西苑街道", "区城管局", "省属医院"]
    assert names("affiliation=provincial") == ["省属医院"]
    shown = client.get("/units/?view=no_group&affiliation=provincial").content.decode()
    assert shown.count('<td class="cell-title">') == 1


def test_chief_sets_up_a_unit(signed_in: SignedIn, cast: Cast) -> None:
    response = signed_in(cast.chief).post("/units/new/", facts(cast, aliases="新局\n新设部门"))
    made = Unit.objects.get(name="新设局")
    assert response["Location"] == f"/units/{made.pk}/"
    assert Unit.objects.get_parent(made) == cast.place
    assert set(made.aliases.values_list("name", flat=True)) == {"新局", "新设部门"}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "请填写这一项"),
        ({"name": "东关街道"}, "已经有名为"),
        ({"parent": "没有的单位"}, "没有找到这个单位"),
        ({"kind": "planet"}, "planet"),
        ({"code": "DG"}, "编码“DG”已被使用"),
    ],
)
def test_wrong_unit_is_refused_beside_the_field(
    signed_in: SignedIn, cast: Cast, changed: dict[str, Any], said: str
) -> None:
    response = signed_in(cast.chief).post("/units/new/", facts(cast, **changed))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Unit.objects.filter(name="新设局").exists()


def test_one_form_changes_and_moves_a_unit(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    client.post(f"/units/{cast.lane.pk}/edit/", facts(cast, name="柳巷新村", kind="village", parent="西苑街道〔XY〕"))
    lane = Unit.objects.get(pk=cast.lane.pk)
    assert (lane.name, lane.kind) == ("柳巷新村", "village")
    assert Unit.objects.get_parent(lane) == cast.west
    assert list(lane.aliases.values_list("name", flat=True)) == ["柳巷社区"]


def test_refused_change_changes_nothing_at_all(signed_in: SignedIn, cast: Cast) -> None:
    make_unit("柳巷新村", parent=cast.west)
    response = signed_in(cast.chief).post(
        f"/units/{cast.lane.pk}/edit/", facts(cast, name="柳巷新村", parent="西苑街道〔XY〕")
    )
    assert response.status_code == 422
    lane = Unit.objects.get(pk=cast.lane.pk)
    assert lane.name == "柳巷社区"
    assert Unit.objects.get_parent(lane) == cast.east


def test_unconfirmed_unit_is_confirmed_by_saving(signed_in: SignedIn, cast: Cast) -> None:
    made, _ = services.find_or_make_unit(name="东风社区", actor=SYSTEM)
    client = signed_in(cast.chief)
    assert "东风社区" in text(client, "/units/?view=unconfirmed")
    client.post(f"/units/{made.pk}/edit/", facts(cast, name="东风社区", kind="community", parent="东关街道〔DG〕"))
    assert Unit.objects.get(pk=made.pk).is_confirmed
    assert "没有待确认的单位" in text(client, "/units/?view=unconfirmed")


def test_unconfirmed_unit_that_looks_like_another_is_merged_in_two_presses(signed_in: SignedIn, cast: Cast) -> None:
    made, _ = services.find_or_make_unit(name="区城管分局", actor=SYSTEM)
    client = signed_in(cast.chief)
    link = f"/units/{made.pk}/merge/?into={cast.sanitation.pk}"
    assert link in text(client, "/units/?view=unconfirmed")
    assert "区城管局〔CG〕" in text(client, link)
    client.post(link, {"into": "区城管局〔CG〕", "on": today().isoformat(), "reason": "同一单位"})
    assert services.find_or_make_unit(name="区城管分局", actor=SYSTEM) == (cast.sanitation, False)


def test_split_shares_out_what_the_form_says(signed_in: SignedIn, cast: Cast) -> None:
    client, post = signed_in(cast.chief), cast.east_liaison.posts.get()
    said = {
        "part_1": "东关街道",
        "part_2": "东湖街道",
        "on": today().isoformat(),
        "reason": "街道分设",
        f"post_{post.pk}": "2",
        f"unit_{cast.lane.pk}": "1",
    }
    client.post(f"/units/{cast.east.pk}/split/", said)
    assert cast.east_liaison.posts.get(ends_on__isnull=True).unit.name == "东湖街道"
    assert Unit.objects.get_parent(Unit.objects.get(pk=cast.lane.pk)).name == "东关街道"


def test_split_into_a_part_without_name_is_refused(signed_in: SignedIn, cast: Cast) -> None:
    post = cast.east_liaison.posts.get()
    said = {
        "part_1": "甲街道",
        "part_2": "乙街道",
        "on": today().isoformat(),
        "reason": "分设",
        f"post_{post.pk}": "3",
        f"unit_{cast.lane.pk}": "1",
    }
    response = signed_in(cast.chief).post(f"/units/{cast.east.pk}/split/", said)
    assert response.status_code == 422
    assert Unit.objects.get(pk=cast.east.pk).closed_on is None


def test_closed_unit_says_so_and_takes_no_acts(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    client.post(f"/units/{cast.lane.pk}/close/", {"on": today().isoformat(), "reason": "撤销"})
    page = text(client, f"/units/{cast.lane.pk}/")
    assert "已撤并" in page
    assert "/edit/" not in page
    assert "柳巷社区" in text(client, "/units/?view=closed").split("<tbody>")[1]


def test_closing_without_reason_is_refused(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.chief)
    client.post(f"/units/{cast.lane.pk}/close/", {"on": today().isoformat(), "reason": ""})
    assert Unit.objects.get(pk=cast.lane.pk).closed_on is None


def test_page_shows_who_holds_and_held_what(signed_in: SignedIn, cast: Cast) -> None:
    services.hand_over(
        actor=SYSTEM, post_id=cast.east_liaison.posts.get().pk, successor_id=cast.stranger.pk, on=today(), note=""
    )
    page = text(signed_in(cast.chief), f"/units/{cast.east.pk}/")
    now, before = page.split("曾任")
    assert "莫路人" in now
    assert "交接给莫路人" in before
    assert "缺第一责任人" in page


def test_hostile_names_are_shown_as_text(signed_in: SignedIn, cast: Cast) -> None:
    unit = make_unit(HOSTILE, parent=cast.east)
    make_person("evil", unit=unit, name=HOSTILE)
    client = signed_in(cast.chief)
    for address in (
        "/units/",
        f"/units/{unit.pk}/",
        f"/units/{cast.east.pk}/",
        "/people/",
        "/units/options/?field=x&x=script",
    ):
        shown = text(client, address)
        assert "alert(" in shown
        assert "<script>alert" not in shown


def test_other_contexts_bring_panels(signed_in: SignedIn, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    panel = UnitPanel("orgs/phone.html", {"number": "面板"})
    monkeypatch.setattr(slots.unit_panels, "_fillings", {"t": lambda _actor, _id: panel, "u": lambda _a, _i: None})
    assert signed_in(cast.chief).get(f"/units/{cast.east.pk}/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/units/",
        "/units/new/",
        "/units/options/",
        "/units/{unit}/",
        "/units/{unit}/edit/",
        "/units/{unit}/merge/",
        "/units/{unit}/split/",
        "/units/{unit}/close/",
    ],
)
def test_who_is_not_signed_in_is_asked_to(client: Client, cast: Cast, address: str) -> None:
    response = client.get(address.format(unit=cast.east.pk))
    assert response["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize("deed", ["edit", "merge", "split", "close"])
def test_reader_changes_no_units(signed_in: SignedIn, cast: Cast, deed: str) -> None:
    for person in (cast.leader, cast.east_liaison, cast.admin):
        client = signed_in(person)
        assert client.get(f"/units/{cast.east.pk}/{deed}/").status_code == 403
        assert client.post(f"/units/{cast.east.pk}/{deed}/", {}).status_code == 403
    assert signed_in(cast.leader).get("/units/new/").status_code == 403


def test_person_without_post_sees_no_units(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.stranger)
    for address in ("/units/", "/units/options/", "/people/", "/settings/roles/"):
        assert client.get(address).status_code == 403


def test_unit_elsewhere_and_absent_unit_look_the_same(signed_in: SignedIn, cast: Cast) -> None:
    client = signed_in(cast.east_liaison)
    elsewhere, absent = client.get(f"/units/{cast.west.pk}/"), client.get("/units/999999/")
    assert (elsewhere.status_code, absent.status_code) == (404, 404)
    assert "没有找到该单位" in elsewhere.content.decode()
    assert "没有找到该单位" in absent.content.decode()


def _queries(client: Client, address: str) -> int:
    """The least of three: what is kept for seconds (settings) may be looked up in any one of them."""
    return min(_asked(client, address) for _ in range(3))


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def _fill(cast: Cast, first: int, last: int) -> list[Person]:
    found = []
    for number in range(first, last):
        unit = make_unit(f"第{number}社区", parent=cast.east, kind=Unit.Kind.COMMUNITY)
        found.append(make_person(f"p{number}", unit=unit, role="liaison", duty=Post.Duty.LIAISON))
        services.find_or_make_unit(name=f"东关第{number}社区", actor=SYSTEM)
    return found


@pytest.mark.parametrize(
    "address", ["/units/", "/units/?view=unconfirmed", "/units/?view=no_head", "/units/?under={east}", "/units/{east}/"]
)
def test_pages_ask_as_much_of_thirty_units_as_of_three(signed_in: SignedIn, cast: Cast, address: str) -> None:
    client, address = signed_in(cast.chief), address.format(east=cast.east.pk)
    _fill(cast, 0, 3)
    few = _queries(client, address)
    _fill(cast, 3, 30)
    assert _queries(client, address) == few
    assert few <= 23  # the page of a unit gathers panels of six contexts
