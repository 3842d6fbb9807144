"""LibreOffice itself makes the PDF of a Word paper, as the job asks for it."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from chuangcheng.core.documents.office_pdf import printed
from chuangcheng.core.documents.paper import Paper, Paragraph
from chuangcheng.core.documents.word import write_word


@pytest.mark.documents
def test_what_stands_in_the_paper_stands_in_its_pdf() -> None:
    made = PdfReader(io.BytesIO(printed(write_word(Paper("云澜区创城通报", [Paragraph("文")])))))
    assert len(made.pages) == 1
    assert "云澜区创城通报" in made.pages[0].extract_text()
