"""The pages and papers of meetings, as the office and the units use them."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from docx import Document

from chuangcheng.command.models import Meeting, MeetingUnit, Resolution, UnitMeeting
from chuangcheng.command.services.meetings import ItemGiven, add_item, issue_minutes
from chuangcheng.command.testing import make_meeting, written_meeting
from chuangcheng.command.tests.test_meetings import escalated, resolved
from chuangcheng.command.tests.test_pages import SignedIn, read, signed_in
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import deliver_events, photo_upload
from chuangcheng.core.times import now, today
from chuangcheng.orgs.testing import Cast, actor_of

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db
LIST = "/command/meetings/"
HOSTILE = "<script>alert(1)</script>"


def paper_text(client: Client, address: str) -> str:
    """All words of a Word document."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    document = Document(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined] # a file
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def typed(cast: Cast, **changed: Any) -> dict[str, Any]:
    """The form of a meeting as somebody fills it in."""
    return {
        "meeting_id": str(new_id()),
        "kind": "joint",
        "title": "第四季度联席会议",
        "starts_at": f"{today() + timedelta(days=2)}T09:00",
        "place": "三楼会议室",
        "unit_ids": [str(cast.sanitation.pk)],
        "bad_unit_ids": [str(cast.east.pk)],
        **changed,
    }


def test_first_day_says_who_calls_meetings(cast: Cast, signed_in: SignedIn) -> None:
    assert "由创城办召集" in read(signed_in(cast.liaison), LIST)
    assert "新建会议" not in read(signed_in(cast.liaison), LIST)
    assert "新建会议" in read(signed_in(cast.chief), LIST)


def test_meeting_goes_its_whole_way_through_the_pages(cast: Cast, signed_in: SignedIn) -> None:
    case = escalated(cast)
    office, bureau = signed_in(cast.chief), signed_in(cast.liaison)
    assert office.post("/command/meetings/new/", typed(cast)).status_code == 302
    meeting = Meeting.objects.get()
    page = f"/command/meetings/{meeting.pk}/"
    assert "产权不清，请会议明确责任。" in read(office, f"{page}agenda/")
    office.post(f"{page}agenda/suggested/", {"keys": [f"case:{case.pk}"]})
    office.post(f"{page}agenda/", {"item_id": str(new_id()), "title": "迎检分工"})
    assert bureau.get(page).status_code == 404
    office.post(f"{page}call/")
    assert "去回执" in read(bureau, "/")
    reply = {"reply_id": str(new_id()), "unit_id": str(cast.sanitation.pk), "comes": "yes"}
    assert "参加人员或请假原因" in bureau.post(f"{page}reply/", reply).content.decode()
    assert bureau.post(f"{page}reply/", {**reply, "words": "廉副局长"}).status_code == 302
    assert "廉副局长" in read(office, page)

    Meeting.objects.update(starts_at=now() - timedelta(hours=2))
    assert "去写纪要" in read(office, "/")
    form = read(office, f"{page}minutes/")
    assert f'name="here-{cast.sanitation.pk}" value="1" checked' in form
    item = meeting.items.get(source_kind="case")
    written = {"minutes": "会议强调整改。", f"here-{cast.sanitation.pk}": "1", f"item-{item.pk}": "由区城管局牵头。"}
    assert office.post(f"{page}minutes/", written).status_code == 302
    given = {"resolution_id": str(new_id()), "text": "十日内拆除围挡", "item_id": str(item.pk)}
    refused = office.post(f"{page}resolutions/", given)
    assert "请选择责任单位" in refused.content.decode()
    more = {"unit_id": str(cast.sanitation.pk), "due_on": str(today() + timedelta(days=10))}
    assert office.post(f"{page}resolutions/", {**given, **more}).status_code == 302
    assert "会议强调整改" not in read(bureau, page)
    assert bureau.get(f"{page}minutes.docx").status_code == 404
    assert office.post(f"{page}issue/").status_code == 302

    task = Resolution.objects.get().task
    assert task is not None
    shown = read(bureau, page)
    for words in ("会议强调整改", "由区城管局牵头", task.number, "未到会"):
        assert words in shown
    assert "第四季度联席会议" in read(bureau, f"/tasks/{task.pk}/")
    assert "由区城管局牵头" in read(office, f"/cases/{case.pk}/")


def test_form_comes_back_with_what_was_typed(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.chief).post("/command/meetings/new/", typed(cast, place=""))
    assert answer.status_code == 422
    for words in ("第四季度联席会议", "区城管局", "东关街道"):
        assert words in answer.content.decode()


def test_unit_reports_its_own_meeting_with_a_picture(cast: Cast, signed_in: SignedIn) -> None:
    meeting = make_meeting(cast, reports_by=today())
    bureau, page = signed_in(cast.liaison), f"/command/meetings/{meeting.pk}/"
    assert "去上报" in read(bureau, "/")
    sent = {
        "report_id": str(new_id()),
        "unit_id": str(cast.sanitation.pk),
        "held_on": str(today()),
        "people": "46",
        "text": "传达到各科室。",
    }
    assert bureau.post(f"{page}report/", {**sent, "people": "0"}).status_code == 422
    assert bureau.post(f"{page}report/", {**sent, "photos": [photo_upload()]}).status_code == 302

    picture = UnitMeeting.objects.get().photos.get().file_id
    shown = read(signed_in(cast.chief), page)
    assert f"/files/{picture}/1600.jpg" in shown
    assert "已报1个，共2个单位" in shown
    assert bureau.get(f"/files/{picture}/1600.jpg").status_code == 200
    assert signed_in(cast.west_liaison).get(f"/files/{picture}/1600.jpg").status_code == 404
    assert signed_in(cast.west_liaison).get(f"{page}report/").status_code == 404


def test_papers_say_what_the_meeting_was_about(cast: Cast, signed_in: SignedIn) -> None:
    before = written_meeting(cast, title="第二季度联席会议", starts_at=now() - timedelta(days=90))
    resolved(cast, before, "完成清运")
    issue_minutes(actor=actor_of(cast.chief), meeting_id=before.pk)
    meeting = written_meeting(cast, well_unit_ids=(cast.west.pk,))
    add_item(actor=actor_of(cast.chief), meeting_id=meeting.pk, item_id=new_id(), given=ItemGiven("迎检分工", HOSTILE))
    resolved(cast, meeting)
    issue_minutes(actor=actor_of(cast.chief), meeting_id=meeting.pk)
    client, page = signed_in(cast.liaison), f"/command/meetings/{meeting.pk}/"

    agenda, minutes = paper_text(client, f"{page}agenda.docx"), paper_text(client, f"{page}minutes.docx")
    for words in (
        "第三季度联席会议议程",
        "一、通报上次会议决定事项落实情况",
        "完成清运",
        HOSTILE,
        "西苑街道（经验发言）",
    ):
        assert words in agenda
    for words in ("第三季度联席会议纪要", "十日内拆除围挡", "出席：区城管局（廉联络）。", "缺席：东关街道、西苑街道。"):
        assert words in minutes
    task = Resolution.objects.get(meeting=meeting).task
    assert task is not None
    assert task.number in minutes
    assert paper_text(client, f"/api/v1/meetings/{meeting.pk}/minutes.docx") == minutes
    assert paper_text(client, f"/api/v1/meetings/{meeting.pk}/agenda.docx") == agenda


def test_calendar_file_has_the_hour_and_the_place(cast: Cast, signed_in: SignedIn) -> None:
    meeting = make_meeting(cast, place="三楼,东侧", starts_at=now() + timedelta(days=1))
    for address in ("/command/meetings.ics", f"/command/meetings/{meeting.pk}/meeting.ics"):
        answer = signed_in(cast.liaison).get(address)
        text = b"".join(answer.streaming_content).decode().replace("\r\n ", "")  # type: ignore[attr-defined] # a file
        assert f"DTSTART:{meeting.starts_at:%Y%m%dT%H%M%SZ}" in text
        assert "LOCATION:三楼\\,东侧" in text


def test_hostile_words_are_escaped(cast: Cast, signed_in: SignedIn) -> None:
    meeting = written_meeting(cast, title=HOSTILE, place=HOSTILE, chair=HOSTILE, note=HOSTILE)
    add_item(actor=actor_of(cast.chief), meeting_id=meeting.pk, item_id=new_id(), given=ItemGiven(HOSTILE, HOSTILE))
    resolved(cast, meeting, HOSTILE)
    page = f"/command/meetings/{meeting.pk}/"
    for address in (LIST, page, f"{page}agenda/", f"{page}minutes/", f"{page}edit/"):
        assert "<script>alert" not in read(signed_in(cast.chief), address)


def test_meetings_are_found_by_who_was_called(cast: Cast, signed_in: SignedIn) -> None:
    make_meeting(cast, title="市容整治推进会", kind="promotion")
    deliver_events()
    assert "市容整治推进会" in read(signed_in(cast.liaison), "/search/?q=市容整治")
    assert LIST[:-1] + "/" in read(signed_in(cast.liaison), "/search/?q=市容整治")
    found = read(signed_in(cast.west_liaison), "/search/?q=市容整治")
    assert "市容整治推进会" not in found


def test_list_shows_each_view_and_kind(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.chief)
    coming = make_meeting(cast, title="下周推进会", kind="promotion", starts_at=now() + timedelta(days=7))
    held = written_meeting(cast, title="上周点评会", kind="review", starts_at=now() - timedelta(days=7))
    issue_minutes(actor=actor_of(cast.chief), meeting_id=held.pk)

    assert coming.title in read(client, LIST)
    assert held.title not in read(client, LIST)
    assert held.title in read(client, f"{LIST}?view=held")
    assert held.title not in read(client, f"{LIST}?view=held&kind=joint")
    assert "还没有会议" in read(client, f"{LIST}?view=cancelled")
    assert read(client, f"{LIST}?view=nonsense&kind=%00")


def test_same_over_the_api(cast: Cast, signed_in: SignedIn) -> None:
    case = escalated(cast)
    client, theirs = signed_in(cast.chief), signed_in(cast.liaison)

    def sends(method: str, path: str, body: Any = None, *, by: Client = client) -> Any:
        data = "" if body is None else json.dumps(body)
        answer = by.generic(method, f"/api/v1{path}", data=data, content_type="application/json")
        assert answer.status_code in {200, 201}, answer.content
        return answer.json()

    starts = (now() - timedelta(hours=1)).isoformat()
    facts = {"kind": "joint", "title": "联席会议", "starts_at": starts, "place": "三楼", "reports_by": str(today())}
    made = sends("POST", "/meetings", {**facts, "unit_ids": [cast.sanitation.pk]})
    path = f"/meetings/{made['id']}"
    sends("PUT", path, {**facts, "unit_ids": [cast.sanitation.pk], "well_unit_ids": [cast.east.pk]})
    keys = [each["key"] for each in sends("GET", f"{path}/suggestions")]
    assert keys == [f"case:{case.pk}"]
    sends("POST", f"{path}/agenda/suggested", {"keys": keys})
    item = sends("POST", f"{path}/agenda", {"title": "分工"})["items"][1]["id"]
    assert sends("POST", f"{path}/agenda/{item}/move", {"up": True})["items"][0]["title"] == "分工"
    assert len(sends("DELETE", f"{path}/agenda/{item}")["items"]) == 1
    sends("POST", f"{path}/call")
    reply = {"unit_id": cast.sanitation.pk, "comes": True, "words": "廉局长"}
    assert sends("POST", f"{path}/replies", reply, by=theirs)["units"][0]["words"] == "廉局长"
    sends("PUT", f"{path}/minutes", {"text": "强调。", "present": [{"unit_id": cast.sanitation.pk, "who": "廉局长"}]})
    resolution = {"text": "拆除", "unit_id": cast.sanitation.pk, "due_on": str(today())}
    dropped = sends("POST", f"{path}/resolutions", resolution)["resolutions"][0]["id"]
    assert sends("DELETE", f"{path}/resolutions/{dropped}")["resolutions"] == []
    sends("POST", f"{path}/resolutions", resolution)
    assert sends("GET", path, by=theirs)["minutes"] == ""
    issued = sends("POST", f"{path}/issue")
    told = {"unit_id": cast.sanitation.pk, "held_on": str(today()), "people": 12, "text": "传达。"}
    reported = sends("POST", f"{path}/unit-meetings", told, by=theirs)

    assert issued["state"] == "issued"
    assert issued["resolutions"][0]["task_id"]
    assert reported["minutes"] == "强调。"
    assert reported["unit_meetings"][0]["people"] == 12
    assert [row["title"] for row in sends("GET", "/meetings", by=theirs)] == ["联席会议"]
    other = sends("POST", "/meetings", {**facts, "id": str(new_id())})
    assert sends("POST", f"/meetings/{other['id']}/cancel", {"reason": "不开了"})["state"] == "cancelled"
    assert MeetingUnit.objects.get(unit=cast.east, meeting=made["id"]).speech == "well"
