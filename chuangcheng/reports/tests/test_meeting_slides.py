"""The slides of a meeting: agenda, resolutions, ranking with a native chart, photos; nothing that is not released."""

from __future__ import annotations

import io
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from pptx import Presentation

from chuangcheng.cases.testing import case_in
from chuangcheng.command.models import AgendaItem, Meeting
from chuangcheng.command.testing import make_meeting, written_meeting
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
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


def test_the_page_of_a_meeting_offers_them_to_who_reads_bulletins(cast: Cast) -> None:
    meeting = make_meeting(cast)
    address = f"/bulletins/meetings/{meeting.pk}/slides.pptx"
    assert address in signed_in(cast.chief).get(f"/command/meetings/{meeting.pk}/").content.decode()
    assert address not in signed_in(cast.liaison).get(f"/command/meetings/{meeting.pk}/").content.decode()
    answer = signed_in(cast.leader).get(address)
    assert answer.status_code == 200
    assert signed_in(cast.liaison).get(address).status_code == 403
    assert signed_in(cast.chief).get(f"/api/v1/meetings/{meeting.pk}/slides.pptx").status_code == 200
