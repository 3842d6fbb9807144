from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import docx
import pytest

from chuangcheng.core.sheets import read_book
from chuangcheng.core.tests.pdf_text import pdf_text
from chuangcheng.orgs.testing import Cast
from chuangcheng.reports.figures import packed, ranks, unpacked
from chuangcheng.reports.papers import excel_paper, pdf_paper, told_of, word_paper
from chuangcheng.reports.periods import Kind, Span, span_before, span_of
from chuangcheng.reports.shown import shown, shown_change
from chuangcheng.reports.testing import make_bulletin, make_figures
from chuangcheng.reports.wording import period_words

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
DAYS = re.compile(r"\d{4}年(?:\d+月)?(?:\d+日)?(?:至(?:\d+月)?\d+日)?|\d{4}-\d\d-\d\d|〔[^〕]*〕\s*\d*号")


@pytest.mark.parametrize(
    ("kind", "day", "first", "last", "before", "words"),
    [
        (Kind.DAILY, "2026-03-01", "2026-03-01", "2026-03-01", "2026-02-28", "2026年3月1日"),
        (Kind.WEEKLY, "2026-01-01", "2025-12-29", "2026-01-04", "2025-12-22", "2025年12月29日至1月4日"),
        (Kind.WEEKLY, "2026-09-13", "2026-09-07", "2026-09-13", "2026-08-31", "2026年9月7日至13日"),
        (Kind.MONTHLY, "2024-02-29", "2024-02-01", "2024-02-29", "2024-01-01", "2024年2月"),
        (Kind.HALF_YEAR, "2026-07-01", "2026-07-01", "2026-12-31", "2026-01-01", "2026年下半年"),
        (Kind.ANNUAL, "2026-12-31", "2026-01-01", "2026-12-31", "2025-01-01", "2026年"),
    ],
)
def test_a_period_has_its_days_the_one_before_it_and_its_name(
    kind: Kind, day: str, first: str, last: str, before: str, words: str
) -> None:
    span = span_of(kind, date.fromisoformat(day))
    assert span == Span(date.fromisoformat(first), date.fromisoformat(last))
    assert span_before(kind, span).first == date.fromisoformat(before)
    assert period_words(kind, span.first, span.last) == words


def test_equal_rates_share_a_place() -> None:
    assert ranks([Decimal(9), Decimal(9), Decimal(8), Decimal(8), Decimal(1)]) == [1, 1, 3, 3, 5]


def test_numbers_are_shown_alike_everywhere() -> None:
    assert [shown(1234), shown(Decimal("93.70"), "%"), shown(None)] == ["1,234", "93.70%", "—"]
    assert [shown_change(Decimal(n)) for n in ("3", "-1.20", "0")] == ["+3", "−1.20", "0"]


def test_what_was_packed_comes_back_as_it_was() -> None:
    assert unpacked(packed(make_figures())) == make_figures()


@pytest.mark.parametrize("kind", list(Kind))
def test_every_number_in_the_text_stands_in_a_table_of_the_same_paper(cast: Cast, kind: Kind) -> None:
    made = make_bulletin(cast, kind=kind)
    paper = docx.Document(io.BytesIO(word_paper(told_of(made))))
    words = [each.text for each in paper.paragraphs if each.style and not each.style.name.startswith("Heading")]
    told = {number for text in words for number in NUMBER.findall(DAYS.sub("", text))}
    cells = {cell.text for table in paper.tables for row in table.rows for cell in row.cells}
    assert len(told) >= 8
    stands = {number.lstrip("+−") for cell in cells for number in NUMBER.findall(cell)}
    assert told <= stands


def test_the_same_data_makes_the_same_bytes(cast: Cast) -> None:
    made = make_bulletin(cast)
    for write in (word_paper, pdf_paper, excel_paper):
        assert write(told_of(made)) == write(told_of(made))


def test_word_pdf_and_excel_tell_the_same(cast: Cast) -> None:
    told = told_of(make_bulletin(cast))
    sheets = {sheet.name: sheet.rows for sheet in read_book(excel_paper(told), name="a.xlsx").sheets}
    assert any("上报" in row and 1234 in row for row in sheets["主要指标"])
    text = pdf_text(pdf_paper(told))
    paper = docx.Document(io.BytesIO(word_paper(told)))
    word = "".join(each.text.replace("\n", "") for each in paper.paragraphs)  # a long title breaks
    assert told.bulletin.title in word
    for part in ("1,234件", "95.45%", "2.30个百分点", "东关街道（97.50%）"):
        assert part in word
        assert part in text.replace("\n", "")
