"""The pages of special campaigns, as the office, the units and the leader use them; the same over the API."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.cases.testing import problem_class
from chuangcheng.command.models import SpecialCampaign, SpecialReport
from chuangcheng.command.services.specials import wind_up_special
from chuangcheng.command.testing import make_special, report_day
from chuangcheng.command.tests.test_pages import SignedIn, read, signed_in
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import deliver_events, photo_upload
from chuangcheng.core.times import today
from chuangcheng.inspections.testing import make_field, make_framework, make_round
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.standards.models import Standard

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db
LIST = "/command/specials/"
HOSTILE = "<script>alert(1)</script>"


def typed(cast: Cast, **changed: Any) -> dict[str, Any]:
    """The form of a campaign as somebody fills it in."""
    return {
        "special_id": str(new_id()),
        "name": "占道经营专项整治",
        "leader_id": str(cast.leader.pk),
        "lead_unit_id": str(cast.sanitation.pk),
        "starts_on": str(today()),
        "ends_on": str(today() + timedelta(days=30)),
        "unit_ids": [str(cast.east.pk)],
        "standard_ids": [str((Standard.objects.first() or make_framework().standards.first()).pk)],
        "class_ids": [str(problem_class("占道经营").pk)],
        "target_found": "200",
        **changed,
    }


def test_first_day_says_who_organises(cast: Cast, signed_in: SignedIn) -> None:
    assert "由创城办组织" in read(signed_in(cast.liaison), LIST)
    assert "新建专项整治" not in read(signed_in(cast.liaison), LIST)
    assert "新建专项整治" in read(signed_in(cast.chief), LIST)


def test_template_fills_the_form(cast: Cast, signed_in: SignedIn) -> None:
    shown = read(signed_in(cast.chief), f"{LIST}new/?template=street-vending")
    assert "占道经营专项整治" in shown
    assert f'name="class_ids" value="{problem_class("占道经营").pk}"' in shown
    assert read(signed_in(cast.chief), f"{LIST}new/?template=nonsense")


def test_campaign_goes_its_whole_way_through_the_pages(cast: Cast, signed_in: SignedIn) -> None:
    office, bureau = signed_in(cast.chief), signed_in(cast.liaison)
    assert office.post(f"{LIST}new/", typed(cast)).status_code == 302
    found = SpecialCampaign.objects.get()
    page = f"{LIST}{found.pk}/"
    assert bureau.get(page).status_code == 404
    assert "200" in read(office, page)
    office.post(f"{page}start/", {"reason": ""})
    assert "报送今日进展" in read(bureau, "/")
    assert "区城管局" in read(office, f"{page}?view=reports")
    report = {"report_id": str(new_id()), "unit_id": str(cast.sanitation.pk), "day": str(today()), "people": "12"}
    assert bureau.post(f"{page}report/", report).status_code == 422
    sent = {**report, "text": "清理摊点5处。", "photos": photo_upload()}
    assert bureau.post(f"{page}report/", sent).status_code == 302
    shown = read(office, f"{page}?view=reports")
    assert "清理摊点5处。" in shown
    assert "未报送的1个单位：东关街道" in "".join(shown.split("\n")).replace("  ", "")
    later = str(today() + timedelta(days=45))
    office.post(f"{page}extend/", {"ends_on": later, "reason": "问题多"})
    office.post(f"{page}extend/", {"ends_on": "2026-99-99", "reason": "问题多"})
    office.post(f"{page}wind-up/")
    assert office.post(f"{page}summary/", {"remains": "", "lessons": "早晚巡"}).status_code == 422
    office.post(f"{page}summary/", {"remains": "无遗留", "lessons": "早晚巡"})
    office.post(f"{page}end/")

    history = read(office, f"{page}?view=history")
    for words in ("新建", "启动", "延期", "问题多", later, "转入收尾", "结束"):
        assert words in history
    assert "已结束" in read(bureau, f"{LIST}?view=ended")
    assert "早晚巡" in read(bureau, page)


def test_form_comes_back_with_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.chief).post(f"{LIST}new/", typed(cast, standard_ids=[]))
    assert answer.status_code == 422
    for words in ("占道经营专项整治", "区城管局", "东关街道", "凌领导", "请至少选择一条测评标准"):
        assert words in answer.content.decode()


def test_office_edits_a_running_campaign_with_a_reason(cast: Cast, signed_in: SignedIn) -> None:
    found, office = make_special(cast), signed_in(cast.chief)
    page = f"{LIST}{found.pk}/"
    assert "修改的理由" in read(office, f"{page}edit/")
    standard, kind = found.standards.get(), found.problem_classes.get()
    form = typed(cast, name="改名", standard_ids=[standard.pk], class_ids=[kind.pk], starts_on=str(found.starts_on))
    assert office.post(f"{page}edit/", form).status_code == 422
    assert office.post(f"{page}edit/", {**form, "reason": "名称不准"}).status_code == 302
    found.refresh_from_db()
    assert (found.name, found.ends_on) == ("改名", today() + timedelta(days=20))


def test_leader_finds_the_own_campaigns(cast: Cast, signed_in: SignedIn) -> None:
    make_special(cast)
    make_special(cast, name="别人牵头的", leader_id=cast.chief.pk)
    shown = read(signed_in(cast.leader), f"{LIST}?view=mine")
    assert "暴露垃圾专项整治" in shown
    assert "别人牵头的" not in shown
    assert read(signed_in(cast.leader), f"{LIST}?view=%00")


def test_pictures_of_reports_are_for_who_sees_the_report(cast: Cast, signed_in: SignedIn) -> None:
    found = make_special(cast)
    sent = {"report_id": str(new_id()), "unit_id": str(cast.sanitation.pk), "day": str(today()), "people": "3"}
    signed_in(cast.liaison).post(f"{LIST}{found.pk}/report/", {**sent, "text": "清运", "photos": photo_upload()})
    file_id = SpecialReport.objects.get().photos.get().file_id
    address = reverse("core:file_copy", args=[file_id, 160])
    assert address in read(signed_in(cast.liaison), f"{LIST}{found.pk}/?view=reports")
    for person, status in ((cast.liaison, 200), (cast.leader, 200), (cast.east_liaison, 404), (cast.west_liaison, 404)):
        assert signed_in(person).get(address).status_code == status, person.name


def test_standard_shows_its_campaigns(cast: Cast, signed_in: SignedIn) -> None:
    found = make_special(cast)
    assert found.name in read(signed_in(cast.chief), reverse("standards:standard", args=[found.standards.get().pk]))


def test_campaigns_are_found_by_who_takes_part(cast: Cast, signed_in: SignedIn) -> None:
    make_special(cast, name="飞线充电专项整治")
    deliver_events()
    assert "飞线充电专项整治" in read(signed_in(cast.liaison), "/search/?q=飞线充电")
    assert "飞线充电专项整治" not in read(signed_in(cast.west_liaison), "/search/?q=飞线充电")


def test_hostile_words_are_escaped(cast: Cast, signed_in: SignedIn) -> None:
    found = make_special(cast, name=HOSTILE, purpose=HOSTILE)
    report_day(cast, found, text=HOSTILE)
    page = f"{LIST}{found.pk}/"
    for address in (LIST, page, f"{page}?view=reports", f"{page}?view=history", f"{page}edit/", f"{page}?view=<x>"):
        assert "<script>alert" not in read(signed_in(cast.chief), address)


def test_suggestions_are_found_while_typing(cast: Cast, signed_in: SignedIn) -> None:
    make_framework()
    office = signed_in(cast.chief)
    for name, words, found in (
        ("standards", "1.1", "标准1.1"),
        ("classes", "占道", "占道经营"),
        ("leaders", "凌", "凌领导"),
        ("units", "东关", "东关街道"),
    ):
        assert found in read(office, f"{LIST}suggest/{name}/?words={words}")
        assert found not in read(office, f"{LIST}suggest/{name}/?words=没有的%00")


@pytest.mark.parametrize("view", ["overview", "reports", "history"])
def test_page_asks_no_more_for_more(cast: Cast, signed_in: SignedIn, view: str) -> None:
    found, client = make_special(cast), signed_in(cast.chief)
    read(client, f"{LIST}{found.pk}/?view={view}")
    with CaptureQueriesContext(connection) as few:
        read(client, f"{LIST}{found.pk}/?view={view}")
    report_day(cast, found)
    found.units.add(cast.west, cast.lane, cast.office)
    with CaptureQueriesContext(connection) as many:
        read(client, f"{LIST}{found.pk}/?view={view}")
    assert len(many) <= len(few) + 1  # the pictures of the first report
    assert len(many) <= 15, "\n".join(query["sql"][:200] for query in many)


def test_calendar_shows_when_campaigns_and_their_rounds_begin_and_end(cast: Cast, signed_in: SignedIn) -> None:
    field = make_field(cast)
    found, checked = make_special(cast), make_round(cast, field)
    found.rounds.create(round=checked, added_by=cast.chief)
    for day, words in ((found.ends_on, f"{found.name}截止"), (checked.starts_on, f"{checked.name}开始")):
        assert words in read(signed_in(cast.chief), f"/command/visits/years/{day.year}/{day.month}/")
        assert words in read(signed_in(cast.chief), f"/command/visits/years/{day.year}/")
    for address in (f"{day.year}/{day.month}/", f"{day.year}/"):
        assert found.name not in read(signed_in(cast.west_liaison), f"/command/visits/years/{address}")
    for address in ("/command/visits.ics", "/api/v1/assessor-visits/calendar"):
        told, others = (
            b"".join(signed_in(person).get(address)).decode().replace("\r\n ", "")
            for person in (cast.chief, cast.west_liaison)
        )
        assert f"DTSTART;VALUE=DATE:{found.ends_on:%Y%m%d}" in told.split(f"SUMMARY:{found.name}截止")[0][-120:]
        assert f"SUMMARY:{checked.name}开始" in told
        assert found.name not in others


def test_same_over_the_api(cast: Cast, signed_in: SignedIn) -> None:
    client, theirs = signed_in(cast.chief), signed_in(cast.liaison)

    def sends(method: str, path: str, body: Any = None, *, by: Client = client) -> Any:
        data = "" if body is None else json.dumps(body)
        answer = by.generic(method, f"/api/v1{path}", data=data, content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    assert sends("GET", "/specials/templates")[0]["class_ids"]
    facts = {
        "name": "占道经营专项整治",
        "leader_id": cast.leader.pk,
        "lead_unit_id": cast.sanitation.pk,
        "starts_on": str(today()),
        "ends_on": str(today() + timedelta(days=30)),
        "standard_ids": [make_framework().standards.first().pk],
        "class_ids": [problem_class().pk],
        "targets": {"people": 100},
    }
    made = sends("POST", "/specials", facts)
    path = f"/specials/{made['id']}"
    assert sends("PUT", path, {**facts, "unit_ids": [cast.east.pk]})["unit_ids"] == [cast.east.pk, cast.sanitation.pk]
    sends("POST", f"{path}/start", {})
    told = {"unit_id": cast.sanitation.pk, "day": str(today()), "people": 7, "text": "清理"}
    assert sends("POST", f"{path}/reports", told, by=theirs)["people"] == 7
    assert sends("GET", f"{path}/reports?day={today()}")[0]["text"] == "清理"
    assert sends("GET", path)["silent_unit_ids"] == [cast.east.pk]
    sends("POST", f"{path}/extend", {"ends_on": str(today() + timedelta(days=40)), "reason": "多"})
    sends("POST", f"{path}/wind-up")
    sends("POST", f"{path}/resume", {"reason": "还有"})
    sends("POST", f"{path}/wind-up")
    sends("PUT", f"{path}/summary", {"remains": "无", "lessons": "巡"})
    assert sends("POST", f"{path}/end")["steps"][0]["move"] == "end"
    other = sends("POST", "/specials", {**facts, "id": str(new_id())})
    assert sends("POST", f"/specials/{other['id']}/cancel", {"reason": "不办了"})["state"] == "cancelled"
    assert [row["name"] for row in sends("GET", "/specials?view=ended", by=theirs)] == ["占道经营专项整治"]


def test_winding_up_twice_tells_where_it_stands(cast: Cast, signed_in: SignedIn) -> None:
    found = make_special(cast)
    wind_up_special(actor=actor_of(cast.chief), special_id=found.pk)
    answer = signed_in(cast.chief).post(f"{LIST}{found.pk}/wind-up/")
    assert answer.status_code == 409
    assert "现在是“收尾”，不能转入收尾" in answer.content.decode()
