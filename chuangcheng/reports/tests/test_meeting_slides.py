"""The slides of a meeting: agenda, resolutions, ranking with a native chart, photos; nothing that is not released."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pptx import Presentation

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.command.models import AgendaItem, Meeting
from chuangcheng.command.testing import make_meeting, written_meeting
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of, make_unit, signed_in
from chuangcheng.reports.meeting_slides import meeting_slides
from chuangcheng.reports.queries.meeting_told import meeting_told

HOSTILE = "=1+1 {{ 7*7 }} <b>&amp;</b>"
MOST_QUERIES = 40  # of one file, whatever the rows


def _deck(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def _texts(deck: Any) -> str:
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def _asks(meeting: Meeting, title: str) -> None:
    AgendaItem.objects.create(meeting=meeting, title=title, text="提请研究", position=meeting.items.count() + 1)


def test_agenda_and_the_last_resolutions_stand_on_slides(cast: Cast) -> None:
    before = written_meeting(cast)
    meeting = make_meeting(cast)
    _asks(meeting, HOSTILE)
    told = meeting_told(actor=actor_of(cast.chief), meeting_id=meeting.pk, now=now())
    deck = _deck(meeting_slides(told))
    text = _texts(deck)
    assert meeting.title in text
    assert HOSTILE in text
    for row in before.resolutions.all():
        assert row.text in text
    assert "请各单位对照落实" in text


def test_the_same_moment_makes_the_same_bytes(cast: Cast) -> None:
    meeting = make_meeting(cast)
    told = meeting_told(actor=actor_of(cast.chief), meeting_id=meeting.pk, now=now())
    assert meeting_slides(told) == meeting_slides(told)


def test_problems_of_rounds_that_are_not_released_are_on_no_slide(cast: Cast) -> None:
    held = case_in("closed", cast)
    type(held).objects.filter(pk=held.pk).update(is_held=True)
    told = meeting_told(actor=actor_of(cast.chief), meeting_id=make_meeting(cast).pk, now=now())
    assert all(not figure.value for figure in told.main if figure.key.startswith("cases.") and figure.unit == "件")
    assert not told.photos


def test_the_number_of_queries_does_not_grow_with_the_agenda(cast: Cast) -> None:
    meeting = make_meeting(cast)

    def counted() -> int:
        with CaptureQueriesContext(connection) as found:
            meeting_told(actor=actor_of(cast.chief), meeting_id=meeting.pk, now=now())
        return len(found)

    counted()
    before = counted()
    for number in range(4):
        _asks(meeting, f"议题{number}")
    assert counted() <= before + 1
    assert before < MOST_QUERIES


def _fixed_with_photos(cast: Cast, count: int) -> list[str]:
    """Ids of cases fixed in the last whole month, each of its own unit and place, the last first."""
    closed = now().replace(day=1) - timedelta(days=2)
    made = []
    for at in range(count):
        case = case_in("closed", cast, place_text=f"{at}号院", photo_ids=[stored_photo(at + 20)])
        fixed_at = closed + timedelta(minutes=at)
        Case.objects.filter(pk=case.pk).update(closed_at=fixed_at, lead_unit=make_unit(f"{at}局"))
        made.append(str(case.pk))
    return made[::-1]


def _places(answer: Any) -> list[str]:
    deck = _deck(b"".join(answer.streaming_content))
    return [slide.shapes.title.text[:3] for slide in deck.slides if "号院" in slide.shapes.title.text]


def test_the_office_chooses_pairs_and_their_order_with_the_first_six_as_default(cast: Cast) -> None:
    ids = _fixed_with_photos(cast, 8)
    meeting, browser = make_meeting(cast), signed_in(cast.chief)
    page = browser.get(f"/bulletins/meetings/{meeting.pk}/slides/").content.decode()
    assert page.count(" selected>") == 6
    address = f"/bulletins/meetings/{meeting.pk}/slides.pptx"
    assert _places(browser.get(address)) == [f"{at}号院" for at in (7, 6, 5, 4, 3, 2)]
    places = {f"place-{ids[0]}": "2", f"place-{ids[7]}": "1", f"place-{ids[3]}": ""}
    assert _places(browser.get(address, places)) == ["0号院", "7号院"]
    assert _places(browser.get(address, {f"place-{ids[0]}": ""})) == []
    asked = {"case_ids": [ids[7], ids[0]]}
    assert _places(browser.get(f"/api/v1/meetings/{meeting.pk}/slides.pptx", asked)) == ["0号院", "7号院"]


def test_photos_that_are_not_offered_are_refused_in_a_sentence(cast: Cast) -> None:
    address = f"/bulletins/meetings/{make_meeting(cast).pk}/slides.pptx"
    answer = signed_in(cast.chief).get(address, {f"place-{new_id()}": "1"})
    assert answer.status_code == 422
    assert "没有找到所选的照片" in answer.content.decode()


def test_the_page_of_a_meeting_offers_them_to_who_reads_bulletins(cast: Cast) -> None:
    meeting = make_meeting(cast)
    address = f"/bulletins/meetings/{meeting.pk}/slides.pptx"
    offered = f"/bulletins/meetings/{meeting.pk}/slides/"
    assert offered in signed_in(cast.chief).get(f"/command/meetings/{meeting.pk}/").content.decode()
    assert signed_in(cast.liaison).get(offered).status_code == 403
    assert offered not in signed_in(cast.liaison).get(f"/command/meetings/{meeting.pk}/").content.decode()
    answer = signed_in(cast.leader).get(address)
    assert answer.status_code == 200
    assert signed_in(cast.liaison).get(address).status_code == 403
    assert signed_in(cast.chief).get(f"/api/v1/meetings/{meeting.pk}/slides.pptx").status_code == 200
