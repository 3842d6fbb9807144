"""The page of a case printed: a paper to be filed, with its photos and its course, and nothing to press."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.journeys.field_kit import once
from tests.journeys.test_rectification import fed_back, makes
from tests.journeys.visitors import Visitors

A4 = (595, 842)  # points


@pytest.mark.journey("E1")
def test_case_prints_as_a_paper(visitors: Visitors) -> None:
    case = fed_back(visitors, once("旅程：要存档的问题"), 131)
    makes(visitors.on_pc("dudao"), case, "close")
    chief = visitors.on_pc("chuangchengban")
    page = chief.opens(f"/cases/{case}/")
    page.wait_for_load_state("networkidle")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))

    told = "".join("".join(leaf.extract_text().split()) for leaf in paper.pages)
    assert {(round(leaf.mediabox.width), round(leaf.mediabox.height)) for leaf in paper.pages} == {A4}
    assert len(paper.pages) <= 4
    for text in (chief.reads(f"/cases/{case}")["number"], "整改前后", "办理过程"):
        assert text in told
    for word in ("打印", "登记", "退出"):  # buttons
        assert word not in told
    assert sum(len(leaf.images) for leaf in paper.pages) >= 2
