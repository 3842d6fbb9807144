"""The pages: what the office does there, what others read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chuangcheng.command.models import AssessorVisit, Creation, MockAssessment
from chuangcheng.command.testing import make_assessor_visit, make_creation
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import today
from chuangcheng.inspections.queries import Design, Terms
from chuangcheng.inspections.testing import make_field
from chuangcheng.orgs.testing import Cast

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SignedIn = Callable[[Any], Client]
LIST = "/command/visits/"


@pytest.fixture
def signed_in() -> SignedIn:
    def sign_in(person: Any) -> Client:
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return sign_in


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def visit_typed(**changed: str) -> dict[str, Any]:
    """The form of a visit as somebody fills it in."""
    return {
        "visit_id": str(new_id()),
        "name": "省级年度测评",
        "level": "province",
        "assessor": "省文明办",
        "first_on": str(today() + timedelta(days=12)),
        "last_on": str(today() + timedelta(days=14)),
        "is_announced": "no",
        "knows_sample": "on",
        "strata": "type",
        "allot": "each",
        "size": "2",
        "order": "chance",
        "weigh_by": "equal",
        **changed,
    }


def test_first_day_says_who_brings_what(cast: Cast, signed_in: SignedIn) -> None:
    theirs, own = read(signed_in(cast.leader), LIST), read(signed_in(cast.chief), LIST)

    assert "由创城办先建争创项目" in theirs
    assert "新建争创项目" not in theirs
    assert "新建争创项目" in own
    assert "由创城办按正在争创的称号逐个建立" in read(signed_in(cast.leader), "/command/creations/")


def test_office_makes_a_campaign_enters_its_stage_and_plans_a_visit(cast: Cast, signed_in: SignedIn) -> None:
    field, client = make_field(cast, sites=3), signed_in(cast.chief)
    sent = {
        "creation_id": str(new_id()),
        "name": "全国文明城市创建",
        "programme": "civilised",
        "title_sought": "全国文明城市",
        "framework_code": field.framework.code,
        "stages": "申报\n创建\n验收",
    }
    assert client.post("/command/creations/new/", sent).status_code == 302
    creation = Creation.objects.get()
    steps = f"/command/creations/{creation.pk}/steps/"
    wrong = client.post(steps, {"step_id": str(new_id()), "stage": "申报", "happened_on": "2099-01-01"})
    done = client.post(steps, {"step_id": str(new_id()), "stage": "申报", "happened_on": str(today())})
    planned = client.post("/command/visits/new/", visit_typed(creation=str(creation.pk)))
    visit = AssessorVisit.objects.get()
    page = read(client, f"/command/visits/{visit.pk}/")

    assert (wrong.status_code, done.status_code, planned.status_code) == (422, 302, 302)
    assert "还没有到这一天" in wrong.content.decode()
    assert not visit.is_announced
    for words in ("暗查", "<strong>12</strong>", "文明测评体系（2026版）", "可能被抽到的点位", "集贸市场 3", "要抽2个"):
        assert words in page
    assert "省级年度测评" in read(signed_in(cast.east_liaison), LIST)
    assert "申报" in read(signed_in(cast.east_liaison), f"/command/creations/{creation.pk}/")


def test_form_comes_back_with_what_was_typed_and_its_sample(cast: Cast, signed_in: SignedIn) -> None:
    client, creation = signed_in(cast.chief), make_creation(cast)
    typed = visit_typed(creation=str(creation.pk), last_on=str(today()), size="0")
    answer = client.post("/command/visits/new/", typed)

    assert answer.status_code == 422
    assert "省文明办" in answer.content.decode()
    assert "抽样办法还不能用" in answer.content.decode()
    typed = visit_typed(creation=str(creation.pk), last_on=str(today()))
    assert "结束日期不能早于开始日期" in client.post("/command/visits/new/", typed).content.decode()


def test_edited_visit_shows_its_sample_and_keeps_the_former_window(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.chief)
    field = make_field(cast)
    key = field.sites[0].site_type_id
    terms = Terms(Design(strata="type", size=9, numbers={(key, 0): 4}))
    visit = make_assessor_visit(cast, sample=terms)
    form = read(client, f"/command/visits/{visit.pk}/edit/")
    moved = visit_typed(first_on=str(today() + timedelta(days=30)), last_on=str(today() + timedelta(days=31)))
    refused = client.post(f"/command/visits/{visit.pk}/edit/", moved)
    taken = client.post(f"/command/visits/{visit.pk}/edit/", {**moved, "reason": "改期通知", f"n-{key}-0": "4"})
    page = read(client, f"/command/visits/{visit.pk}/")

    assert f'name="n-{key}-0" value="4"' in form
    assert "请写明依据" in refused.content.decode()
    assert taken.status_code == 302
    assert "改期记录" in page
    assert "改期通知" in page
    visit.refresh_from_db()
    assert visit.sample is not None
    assert visit.sample["design"]["numbers"] == [[key, 0, 4]]


def test_cancelled_visit_says_why(cast: Cast, signed_in: SignedIn) -> None:
    client, visit = signed_in(cast.chief), make_assessor_visit(cast)
    client.post(f"/command/visits/{visit.pk}/cancel/", {"reason": "并入年底测评"})

    assert "并入年底测评" in read(client, f"/command/visits/{visit.pk}/")
    assert "没有要来的迎检" in read(client, LIST)
    assert client.post(f"/command/visits/{visit.pk}/cancel/", {"reason": "再来"}).status_code == 409


def test_one_press_draws_the_rehearsal_round(cast: Cast, signed_in: SignedIn) -> None:
    field, client = make_field(cast, sites=5), signed_in(cast.chief)
    visit = make_assessor_visit(
        cast, framework_id=field.framework.pk, sample=Terms(Design(size=3), not_in_open_rounds=False)
    )
    page = read(client, f"/command/visits/{visit.pk}/")
    assert "照此抽样，组织模拟测评" in page
    sent = {"mock_id": str(new_id()), "starts_on": str(today()), "ends_on": str(today()), "seed": "S"}
    answers = [client.post(f"/command/visits/{visit.pk}/rehearse/", sent) for _time in range(2)]

    mock = MockAssessment.objects.get()
    assert [answer["Location"] for answer in answers] == [f"/rounds/{mock.round_id}/"] * 2
    assert (mock.round.kind, mock.round.assignments.count(), mock.draw.seed) == ("rehearsal", 3, "S")
    assert "模拟测评·省级测评（第1次）" in read(client, f"/command/visits/{visit.pk}/")


def test_month_and_year_show_the_visits_on_their_days(cast: Cast, signed_in: SignedIn) -> None:
    visit, client = make_assessor_visit(cast), signed_in(cast.leader)
    first = visit.first_on

    month = read(client, f"/command/visits/years/{first.year}/{first.month}/")
    year = read(client, f"/command/visits/years/{first.year}/")

    assert "省级测评" in month
    assert f"/command/visits/{visit.pk}/" in year
    assert client.get("/command/visits/years/1800/").status_code == 404
    assert client.get(f"/command/visits/years/{first.year}/13/").status_code == 404


def test_calendar_file_has_whole_days_and_escapes(cast: Cast, signed_in: SignedIn) -> None:
    visit = make_assessor_visit(cast, name="省检,分两组;先城区", days=2, note="请" + "准备" * 40)
    answer = signed_in(cast.leader).get("/command/visits.ics")
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined] # a file

    assert answer["Content-Type"].startswith("text/calendar")
    assert f"DTSTART;VALUE=DATE:{visit.first_on:%Y%m%d}\r\n" in text
    assert f"DTEND;VALUE=DATE:{visit.first_on + timedelta(days=2):%Y%m%d}\r\n" in text
    assert "省检\\,分两组\\;先城区" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_hostile_words_are_escaped(cast: Cast, signed_in: SignedIn) -> None:
    hostile, client = "<script>alert(1)</script>", signed_in(cast.chief)
    creation = make_creation(cast, hostile, title_sought=hostile, note=hostile)
    visit = make_assessor_visit(cast, creation, name=hostile, assessor=hostile, note=hostile)
    for address in (
        LIST,
        f"/command/visits/{visit.pk}/",
        f"/command/creations/{creation.pk}/",
        "/command/creations/",
        f"/command/visits/years/{visit.first_on.year}/{visit.first_on.month}/",
    ):
        assert "<script>alert" not in read(client, address)


def test_visits_and_campaigns_are_found_by_their_names(cast: Cast, signed_in: SignedIn) -> None:
    make_assessor_visit(cast, make_creation(cast, "全国文明城市创建"), name="省级年度测评")
    deliver_events()

    assert "省级年度测评" in read(signed_in(cast.leader), "/search/?q=年度测评")
    assert "/command/creations/" in read(signed_in(cast.leader), "/search/?q=文明城市")


def test_pages_take_as_many_statements_for_many_visits_as_for_few(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    client, creation = signed_in(cast.chief), make_creation(cast)

    def asked(address: str) -> int:
        with django_assert_max_num_queries(30) as captured:
            read(client, address)
        return len(captured)

    make_assessor_visit(cast, creation)
    addresses = [LIST, "/command/creations/", f"/command/creations/{creation.pk}/"]
    for address in addresses:
        read(client, address)  # what a process reads once
    few = [asked(address) for address in addresses]
    for number in range(12):
        make_assessor_visit(cast, creation, name=f"第{number}次")
    assert [asked(address) for address in addresses] == few


def test_same_over_the_api(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.chief)

    def sends(method: str, path: str, body: Any) -> Any:
        answer = client.generic(method, f"/api/v1{path}", data=json.dumps(body), content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    creation = sends("POST", "/creations", {"name": "卫生", "programme": "hygiene", "title_sought": "国家卫生城市"})
    entered = sends("POST", f"/creations/{creation['id']}/steps", {"stage": "申报", "happened_on": str(today())})
    make_field(cast, sites=4)
    days = {"first_on": str(today() + timedelta(days=5)), "last_on": str(today() + timedelta(days=6))}
    facts = {"name": "国检", "level": "nation", "sample": {"design": {"size": 3}}, **days}
    visit = sends("POST", "/assessor-visits", {"creation_id": creation["id"], **facts})
    later = {**facts, "last_on": str(today() + timedelta(days=7)), "reason": "延长"}
    changed = sends("PUT", f"/assessor-visits/{visit['id']}", later)
    listed = client.get("/api/v1/assessor-visits").json()
    bad = {"creation_id": creation["id"], **facts, "sample": {"design": {"size": "x"}}}
    refused = client.post("/api/v1/assessor-visits", json.dumps(bad), content_type="application/json")

    assert entered["stages"][0] == {"name": "申报", "position": "now", "entered_on": str(today())}
    assert (visit["countdown"]["days"], visit["look"]["frame"], visit["look"]["drawn"]) == (5, 4, 3)
    assert len(changed["windows"]) == 2
    assert [row["name"] for row in listed] == ["国检"]
    assert refused.status_code == 422
    assert sends("POST", f"/assessor-visits/{visit['id']}/cancel", {"reason": "不来了"})["cancel_reason"] == "不来了"
