"""Documents are shown page by page or as text, and found by what stands in them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.documents.text import FileText, Outcome
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import store
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Job, StoredFile
from chuangcheng.core.times import today
from chuangcheng.evidence.models import FileWords, MaterialRequest, Piece
from chuangcheng.evidence.services import Judged, NewPiece, hand_in, review_material
from chuangcheng.evidence.services.reading import READING, read_file
from chuangcheng.evidence.testing import judge, make_material
from chuangcheng.evidence.workflow import Mark
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

PAPER = Paper("创建方案", [Paragraph("全区设置分类驿站四十二座。")])


@pytest.fixture
def material(cast: Cast) -> MaterialRequest:
    return make_material(cast, kind="document", formats=("pdf", "word"), captions=(), due_on=today() + timedelta(9))


def brought(cast: Cast, material: MaterialRequest, content: bytes, name: str) -> Piece:
    pieces = [NewPiece(store(content, name=name), name)]
    event = hand_in(actor=actor_of(cast.liaison), material_id=material.pk, event_id=new_id(), pieces=pieces)
    return event.pieces.get()


def read_what_waits() -> None:
    for job in Job.objects.filter(name=READING):
        for file_id in job.arguments["file_ids"]:
            read_file(file_id=UUID(file_id))


def found(cast: Cast, words: str) -> list[str]:
    rows = signed_in(cast.chief).get("/api/v1/material-pieces", {"q": words, "verdict": "any"}).json()
    return [row["name"] for row in rows]


def page_of(cast: Cast, piece: Piece) -> str:
    return signed_in(cast.chief).get(reverse("evidence:piece", args=[piece.pk])).content.decode()


@pytest.mark.parametrize(("write", "name"), [(write_word, "方案.docx"), (write_pdf, "方案.pdf")])
def test_a_document_is_found_by_what_stands_in_it_once_it_was_read(
    cast: Cast, material: MaterialRequest, write: Any, name: str
) -> None:
    piece = brought(cast, material, write(PAPER), name)
    assert found(cast, "分类驿站") == []
    assert "文字正在读取" in page_of(cast, piece)
    read_what_waits()
    assert found(cast, "分类驿站") == [name]
    judge(cast, material, "returned")
    again = hand_in(
        actor=actor_of(cast.liaison),
        material_id=material.pk,
        event_id=new_id(),
        pieces=[NewPiece(store(write_word(Paper("二稿", [])), name="二稿.docx"), "二稿.docx", replaces=piece.pk)],
    )
    assert found(cast, "分类驿站") == []
    assert reverse("evidence:piece", args=[again.pieces.get().pk]) in page_of(cast, piece)


def test_word_is_shown_as_text_and_a_pdf_page_by_page(cast: Cast, material: MaterialRequest) -> None:
    word = brought(cast, material, write_word(PAPER), "方案.docx")
    pdf = brought(cast, material, write_pdf(PAPER), "方案.pdf")
    read_what_waits()
    assert "分类驿站四十二座" in page_of(cast, word)
    address = reverse("core:file_page", args=[pdf.file_id, 1])
    assert address in page_of(cast, pdf)
    assert signed_in(cast.chief).get(address)["Content-Type"] == "image/jpeg"
    assert signed_in(cast.east_liaison).get(address).status_code == 404


def test_a_content_is_read_once_and_a_broken_one_says_so(cast: Cast, material: MaterialRequest) -> None:
    piece = brought(cast, material, b"%PDF-1.4\nnothing", "坏.pdf")
    read_what_waits()
    read_what_waits()
    assert FileWords.objects.get(file=piece.file_id).outcome == "broken"
    review = signed_in(cast.chief).get(reverse("evidence:review", args=[material.pk])).content.decode()
    assert FileText(Outcome.BROKEN).sentence in review
    assert "读不出来" in page_of(cast, piece)
    read_file(file_id=new_id())
    assert StoredFile.objects.filter(pk=piece.file_id).exists()


def test_a_place_is_marked_on_a_page_of_a_pdf_and_seen_by_who_mends_it(cast: Cast, material: MaterialRequest) -> None:
    piece = brought(cast, material, write_pdf(PAPER), "方案.pdf")
    read_what_waits()
    office, address = signed_in(cast.chief), reverse("evidence:review", args=[material.pk])
    assert f"marks-{piece.pk}-1" in office.get(address).content.decode()
    sent = {
        "event_id": str(new_id()),
        f"verdict-{piece.pk}": "returned",
        f"text-{piece.pk}": "没有落款",
        f"marks-{piece.pk}-1": "[[0.1, 0.8, 0.4, 0.1]]",
    }
    assert office.post(address, {**sent, f"marks-{piece.pk}": "[[0.1, 0.8, 0.4, 0.1]]"}).status_code == 422
    assert office.post(address, sent).status_code == 302
    assert piece.judgements.get().marks == [[0.1, 0.8, 0.4, 0.1, 1]]
    mending = signed_in(cast.liaison).get(reverse("evidence:hand_in", args=[material.pk])).content.decode()
    assert "看页面上标出的1处" in mending
    assert '<rect x="0.1"' in page_of(cast, piece)


def test_a_word_document_bears_no_marks(cast: Cast, material: MaterialRequest) -> None:
    piece = brought(cast, material, write_word(PAPER), "方案.docx")
    judged = [Judged(piece.pk, "returned", "没有落款", [Mark(0.1, 0.1, 0.2, 0.2, 1)])]
    with pytest.raises(InvalidInput, match="PDF页面"):
        review_material(actor=actor_of(cast.chief), material_id=material.pk, event_id=new_id(), judged=judged)
