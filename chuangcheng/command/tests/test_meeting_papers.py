"""Papers of agenda items, figures of units in a review meeting, and what a meeting asks of its units."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from chuangcheng.cases.testing import case_at
from chuangcheng.command.models import AgendaPaper, Meeting, MeetingUnit, UnitMeetingPhoto
from chuangcheng.command.services.library_files import LIBRARY_FILES
from chuangcheng.command.services.meetings import (
    ItemGiven,
    MeetingEnded,
    UnitMeetingGiven,
    add_item,
    add_papers,
    cancel_meeting,
    issue_minutes,
    remove_paper,
    report_unit_meeting,
)
from chuangcheng.command.testing import make_meeting, written_meeting
from chuangcheng.command.tests.test_pages import SignedIn, read, signed_in
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.files import store
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import Ask
from chuangcheng.orgs.testing import Cast, actor_of

__all__ = ["signed_in"]
pytestmark = pytest.mark.django_db
NAME = "../<b>方案</b>.txt"


def with_item(cast: Cast, **facts: Any) -> tuple[Any, Any]:
    """A meeting called with an item."""
    made = make_meeting(cast, **facts)
    return made, add_item(actor=actor_of(cast.chief), meeting_id=made.pk, item_id=new_id(), given=ItemGiven("分工"))


def test_papers_of_an_item_are_seen_by_who_is_called_and_go_into_the_pack(cast: Cast, signed_in: SignedIn) -> None:
    made, item = with_item(cast)
    office, unit, other = (signed_in(who) for who in (cast.chief, cast.liaison, cast.west_liaison))
    page = f"/command/meetings/{made.pk}/"
    for _time in range(2):
        sent = SimpleUploadedFile(NAME, "第一条".encode(), content_type="text/plain")
        assert office.post(f"{page}agenda/{item.pk}/papers/", {"files": [sent]}).status_code == 302
    paper = AgendaPaper.objects.get()
    shown = read(unit, page)
    assert (str(paper.file_id) in shown, "<b>方案" in shown, "会议材料包" in shown) == (True, False, True)
    assert [client.get(f"/files/{paper.file_id}/original").status_code for client in (unit, other)] == [200, 404]
    with zipfile.ZipFile(io.BytesIO(b"".join(unit.get(f"{page}pack.zip").streaming_content))) as pack:  # type: ignore[attr-defined] # a file
        names = pack.namelist()
    assert names[0] == "议程.docx"
    assert names[1].startswith("01-分工/01-")
    assert ".." not in names[1]
    assert other.get(f"{page}pack.zip").status_code == 404
    remove_paper(actor=actor_of(cast.chief), meeting_id=made.pk, item_id=item.pk, paper_id=paper.pk)
    assert not AgendaPaper.objects.exists()


def test_papers_are_refused_with_a_sentence(cast: Cast) -> None:
    made, item = with_item(cast)
    office = actor_of(cast.chief)
    many = [(store(b"%d" % number, name="a.txt", limits=LIBRARY_FILES), "a.txt") for number in range(21)]
    with pytest.raises(InvalidInput, match="最多20份材料"):
        add_papers(actor=office, meeting_id=made.pk, item_id=item.pk, files=many)
    with pytest.raises(NotPermitted):
        add_papers(actor=actor_of(cast.liaison), meeting_id=made.pk, item_id=item.pk, files=many[:1])
    with pytest.raises(NotFound):
        remove_paper(actor=office, meeting_id=made.pk, item_id=item.pk, paper_id=new_id())
    cancel_meeting(actor=office, meeting_id=made.pk, reason="改期")
    with pytest.raises(MeetingEnded):
        add_papers(actor=office, meeting_id=made.pk, item_id=item.pk, files=many[:1])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("工具.exe", b"MZ\x90\x00", "不能用在这里"), ("空.pdf", b"", "空"), ("", None, "请至少上传1个文件")],
)
def test_refused_paper_is_told_beside_its_item(
    name: str, content: bytes | None, sentence: str, cast: Cast, signed_in: SignedIn
) -> None:
    made, item = with_item(cast)
    files = [] if content is None else [SimpleUploadedFile(name, content)]
    answer = signed_in(cast.chief).post(f"/command/meetings/{made.pk}/agenda/{item.pk}/papers/", {"files": files})
    shown = answer.content.decode()
    beside = shown[shown.index(f'id="refused-{item.pk}"') :].partition("</div>")[0]
    assert (answer.status_code, sentence in beside) == (422, True)
    assert answer.headers["HX-Reselect"] == f"#refused-{item.pk}"
    assert not AgendaPaper.objects.exists()


def test_review_meeting_shows_who_is_behind_and_the_office_chooses_who_speaks(
    cast: Cast, signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    late = case_at(cast.sanitation, cast)
    type(late).objects.filter(pk=late.pk).update(due_at=now() - timedelta(days=2))
    made = make_meeting(cast, kind="review")
    office, page = signed_in(cast.chief), f"/command/meetings/{made.pk}/"
    read(office, page)
    with django_assert_max_num_queries(26):
        shown = read(office, f"{page}agenda/")
    assert f"{cast.sanitation.name}的发言" in shown
    path = f"/api/v1/meetings/{made.pk}"
    told = office.get(f"{path}/figures").json()
    assert [(row["unit"], row["overdue"]) for row in told["rows"]] == [(cast.sanitation.name, 1), (cast.east.name, 0)]
    assert signed_in(cast.liaison).get(f"{path}/figures").json()["is_known"] is False
    chosen = {f"speech-{cast.sanitation.pk}": "badly", f"speech-{cast.east.pk}": "well"}
    assert office.post(f"{page}speakers/", chosen).status_code == 302
    assert dict(MeetingUnit.objects.values_list("unit", "speech")) == {
        cast.sanitation.pk: "badly",
        cast.east.pk: "well",
    }
    body = json.dumps({"speeches": [{"unit_id": cast.east.pk, "speech": "loudly"}]})
    assert office.put(f"{path}/speakers", body, content_type="application/json").status_code == 422
    assert b"PK" in b"".join(office.get(f"{page}agenda.docx").streaming_content)[:2]  # type: ignore[attr-defined] # a file


def test_what_a_meeting_asks_counts_in_the_load_of_its_units(cast: Cast) -> None:
    made = written_meeting(cast, reports_by=today() + timedelta(days=3))
    asks = Ask.objects.filter(kind="meeting", unit=cast.sanitation)
    assert sorted(asks.values_list("source_kind", flat=True)) == ["command.meeting", "command.unit_meeting"]
    assert not asks.exclude(despite="").exists()
    given = UnitMeetingGiven(cast.sanitation.pk, today(), 12, "已传达。")
    report_unit_meeting(actor=actor_of(cast.liaison), meeting_id=made.pk, report_id=new_id(), given=given)
    issue_minutes(actor=actor_of(cast.chief), meeting_id=made.pk)
    assert not asks.filter(ended_on__isnull=True).exists()
    off = make_meeting(cast, title="另一次会议")
    cancel_meeting(actor=actor_of(cast.chief), meeting_id=off.pk, reason="改期")
    assert set(Ask.objects.filter(source_id=str(off.pk)).values_list("is_taken_back", flat=True)) == {True}


def test_unit_sends_pictures_of_its_meeting_over_the_api(cast: Cast, signed_in: SignedIn) -> None:
    made = written_meeting(cast, reports_by=today() + timedelta(days=3))
    unit, path = signed_in(cast.liaison), f"/api/v1/meetings/{made.pk}/unit-meetings"
    body = json.dumps({"unit_id": cast.sanitation.pk, "held_on": str(today()), "people": 9, "text": "已传达。"})
    told = unit.post(path, body, content_type="application/json").json()["unit_meetings"][0]
    for _time in range(2):
        sent = photo_upload()
        assert unit.post(f"{path}/{told['id']}/photos", {"photos": sent}).json() == {"photos": 1}
    assert UnitMeetingPhoto.objects.count() == 1
    sent = photo_upload()
    assert signed_in(cast.west_liaison).post(f"{path}/{told['id']}/photos", {"photos": sent}).status_code == 404


def test_the_pack_holds_the_minutes_once_they_are_issued_and_a_draft_says_so(cast: Cast, signed_in: SignedIn) -> None:
    made, _item = with_item(cast)
    office, page = signed_in(cast.chief), f"/command/meetings/{made.pk}/"
    Meeting.objects.filter(pk=made.pk).update(minutes="会议原则同意。")
    draft: Any = office.get(f"{page}minutes.docx")
    assert "纪要（未印发）" in document_text(b"".join(draft.streaming_content))
    assert names_in(office.get(f"{page}pack.zip")) == ["议程.docx"]
    Meeting.objects.filter(pk=made.pk).update(issued_at=now())
    assert names_in(office.get(f"{page}pack.zip")) == ["议程.docx", "纪要.docx"]


def names_in(answer: Any) -> list[str]:
    """What lies in a zip."""
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as pack:
        return pack.namelist()


def document_text(content: bytes) -> str:
    """The words of a Word file."""
    return "".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
