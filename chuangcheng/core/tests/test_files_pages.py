"""Pages of a PDF as pictures: for who may read the file, within limits, and nothing but a picture."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from chuangcheng.core import files
from chuangcheng.core.documents.pages import MOST_DRAWN, PIXELS, PageNotDrawn, page_picture
from chuangcheng.core.documents.paper import Block, Heading, Paper, Paragraph
from chuangcheng.core.documents.pdf import write_pdf
from chuangcheng.core.files import cleaning, places
from chuangcheng.core.models import StoredFile
from chuangcheng.core.slots import Slot
from chuangcheng.core.testing import photo
from chuangcheng.orgs.testing import Cast, signed_in

BROKEN = [b"%PDF-1.4\n", b"%PDF-1.7" * 99, b"PK" + bytes(99)]
HUGE_PAGE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9000000 1]>>endobj trailer<</Root 1 0 R>>"
)


@pytest.fixture
def paper(db: None) -> StoredFile:
    blocks: list[Block] = [Heading("一"), *(Paragraph("文明创建工作情况。" * 40) for _ in range(20))]
    return files.store(write_pdf(Paper("示例", blocks)), name="示例.pdf", limits=files.DOCUMENTS)


@pytest.fixture(autouse=True)
def the_inspector_reads(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    slot: Slot[Any] = Slot("readers of files")
    slot.fill("a", lambda actor, _file_id: actor.person_id == cast.inspector.pk)
    monkeypatch.setattr("chuangcheng.core.files.serving.readers", slot)


def got(client: Client, file: StoredFile, number: int) -> Any:
    return client.get(f"/files/{file.pk}/pages/{number}.jpg")


def test_who_may_read_the_file_sees_its_pages_and_nobody_else(cast: Cast, paper: StoredFile) -> None:
    client = signed_in(cast.inspector)
    first, second = got(client, paper, 1), got(client, paper, 2)
    shown = b"".join(first)
    with Image.open(io.BytesIO(shown)) as image:
        assert max(image.size) == PIXELS
    assert shown != b"".join(second)
    assert (first["Content-Type"], first["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert got(signed_in(cast.stranger), paper, 1).status_code == 404


@pytest.mark.parametrize("number", [0, 99, MOST_DRAWN + 1, 10**9])
def test_a_page_that_is_not_there_is_not_found(cast: Cast, paper: StoredFile, number: int) -> None:
    assert got(signed_in(cast.inspector), paper, number).status_code == 404


def test_a_picture_has_no_pages(cast: Cast, db: None) -> None:
    file = files.store(photo(), name="a.jpg", limits=files.PHOTOS)
    assert got(signed_in(cast.inspector), file, 1).status_code == 404


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_document_is_not_drawn(tmp_path: Any, content: bytes) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(content)
    with pytest.raises(PageNotDrawn):
        page_picture(path, number=1)


def test_a_page_of_kilometres_is_drawn_small(tmp_path: Any) -> None:
    path = tmp_path / "huge.pdf"
    path.write_bytes(HUGE_PAGE)
    with Image.open(io.BytesIO(page_picture(path, number=1))) as image:
        assert max(image.size) <= PIXELS + 1


def test_pages_go_with_their_document(cast: Cast, paper: StoredFile) -> None:
    b"".join(got(signed_in(cast.inspector), paper, 1))
    drawn = places.page_path(paper.sha256, 1)
    assert drawn.exists()
    cleaning._remove_content(paper.sha256)
    assert not drawn.exists()
