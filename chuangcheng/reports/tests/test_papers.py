from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal

import docx
import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from chuangcheng.core.documents.slides import SlidesTemplateBroken, TitleSlide, write_slides
from chuangcheng.core.files import PHOTOS, path_of, public_copy, store
from chuangcheng.core.files.covers import picture_covers
from chuangcheng.core.ids import new_id
from chuangcheng.core.sheets import read_book
from chuangcheng.core.testing import photo
from chuangcheng.core.tests.pdf_text import pdf_text
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.reports import wording
from chuangcheng.reports.figures import Figure, Grid, PhotoPair
from chuangcheng.reports.papers import (
    default_word_template,
    excel_paper,
    pdf_paper,
    tags_of,
    told_of,
    word_paper,
)
from chuangcheng.reports.sections import ranking_chart
from chuangcheng.reports.services import WordsGiven, change_bulletin
from chuangcheng.reports.slides import slides_paper
from chuangcheng.reports.template_kinds import bulletin_tags
from chuangcheng.reports.testing import RANKED, make_bulletin, make_figures

HOSTILE = '=1+1 {{ 7*7 }} {% raw %} #panic("x") <b>&amp;</b> \u202e反'
SIZES = ((640, 480), (480, 640))
SHOWN = HOSTILE.replace("\u202e", "")


def test_what_people_wrote_is_shown_and_never_run(cast: Cast) -> None:
    made = make_bulletin(cast, figures=make_figures(name=HOSTILE))
    given = WordsGiven("标题", "报头", "区创城办", HOSTILE, opening=HOSTILE, demands=HOSTILE)
    change_bulletin(actor=actor_of(cast.chief), bulletin_id=made.pk, given=given)
    made.refresh_from_db()
    told = told_of(made)
    paper = docx.Document(io.BytesIO(word_paper(told)))
    assert [each.text for each in paper.paragraphs].count(SHOWN) == 2
    assert any(SHOWN in cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert "{{7*7}}" in pdf_text(pdf_paper(told)).replace(" ", "")
    rows = next(sheet.rows for sheet in read_book(excel_paper(told), name="a.xlsx").sheets if "排名" in sheet.name)
    assert any(HOSTILE.replace("\u202e", "") in row or HOSTILE in row for row in rows)


def test_a_paper_has_red_head_number_addressees_date_and_imprint(cast: Cast) -> None:
    made = make_bulletin(cast, state="approved")
    told = told_of(made)
    words = [each.text for each in docx.Document(io.BytesIO(word_paper(told))).paragraphs]
    assert words[:2] == ["云澜区文明城市创建通报", made.number]
    assert "各有关单位：" in words
    assert words[-1].startswith("区创城办\t")
    assert words[-1].endswith("印发")
    assert "云澜区文明城市创建通报" in pdf_text(pdf_paper(told))


def test_the_chart_is_native_and_opens_its_figures(cast: Cast) -> None:
    paper = docx.Document(io.BytesIO(word_paper(told_of(make_bulletin(cast)))))
    names = [str(part.partname) for part in paper.part.package.iter_parts()]
    assert "/word/charts/chart1.xml" in names
    assert "/word/embeddings/chart1.xlsx" in names


def test_every_tag_has_a_meaning_in_the_guide(cast: Cast) -> None:
    assert set(tags_of(told_of(make_bulletin(cast)))) == {tag.name for tag in bulletin_tags()}


def test_a_standing_veto_stands_over_the_score(cast: Cast) -> None:
    made = make_bulletin(cast, figures=replace(make_figures(), void_by="体系"))
    text = "".join(each.text for each in docx.Document(io.BytesIO(word_paper(told_of(made)))).paragraphs)
    assert "一票否决，以下得分不作数" in text
    assert "一票否决" in signed_in(cast.chief).get(f"/bulletins/{made.pk}/").content.decode()


def test_slides_show_figures_chart_ranking_and_photos_of_one_size(cast: Cast) -> None:
    shots = [store(photo(scene=at, size=size), name="a.jpg", limits=PHOTOS) for at, size in enumerate(SIZES)]
    pair = PhotoPair(str(new_id()), "2026-1", HOSTILE, "", "2026-09-20", str(shots[0].pk), str(shots[1].pk))
    made = make_bulletin(cast, figures=make_figures(photos=(pair,)))
    found = told_of(made, pixels=1600)
    deck = Presentation(io.BytesIO(slides_paper(found)))
    texts = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    assert made.title in [text.replace("\v", "") for text in texts]
    assert any("1,234件" in text for text in texts)
    assert SHOWN in texts
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    pictures = [shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert len({(shape.width, shape.height) for shape in pictures}) == 1
    assert not any(Image.open(io.BytesIO(shape.image.blob)).getexif() for shape in pictures)
    charts = [shape.chart for shape in shapes if shape.has_chart]
    assert [list(chart.plots[0].categories) for chart in charts] == [[row[0] for row in RANKED]]
    assert slides_paper(found) == slides_paper(told_of(made, pixels=1600))


def test_a_template_of_slides_that_is_none_is_refused_in_a_sentence() -> None:
    for content in (b"", b"PK\x03\x04" + b"x" * 99, default_word_template()):
        with pytest.raises(SlidesTemplateBroken, match="pptx"):
            write_slides([TitleSlide("题")], template=content)


def test_slides_on_an_own_template_leave_its_old_slides_out() -> None:
    own = write_slides([TitleSlide("旧的一页")])
    deck = Presentation(io.BytesIO(write_slides([TitleSlide("新的一页")], template=own)))
    assert [slide.shapes.title.text for slide in deck.slides] == ["新的一页"]


@pytest.mark.parametrize("name", ["paper.docx", "paper.pdf", "slides.pptx", "tables.xlsx"])
def test_page_and_api_give_the_same_file(cast: Cast, name: str) -> None:
    made = make_bulletin(cast)
    browser = signed_in(cast.chief)
    one, other = (browser.get(f"{start}/bulletins/{made.pk}/{name}") for start in ("", "/api/v1"))
    assert b"".join(one.streaming_content) == b"".join(other.streaming_content)  # type: ignore[attr-defined]


def test_a_photo_that_the_disk_has_lost_is_left_out_of_the_papers(cast: Cast) -> None:
    shots = [store(photo(scene=at), name="a.jpg", limits=PHOTOS) for at in range(2)]
    pair = PhotoPair(str(new_id()), "2026-1", "东关路", "", "2026-09-20", str(shots[0].pk), str(shots[1].pk))
    made = make_bulletin(cast, figures=make_figures(photos=(pair,)))
    path_of(shots[0].sha256).unlink()
    found = told_of(made)
    assert str(shots[0].pk) not in found.contents
    assert pdf_paper(found).startswith(b"%PDF")


def test_faces_that_were_hidden_after_the_figures_were_frozen_are_hidden_on_paper(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    shots = [store(photo(scene=at), name="a.jpg", limits=PHOTOS) for at in range(3)]
    before, after, cover = shots
    pair = PhotoPair(str(new_id()), "2026-1", "东关路", "", "2026-09-20", str(before.pk), str(after.pk))
    made = make_bulletin(cast, figures=make_figures(photos=(pair,)))
    plain = told_of(made).contents[str(before.pk)]
    monkeypatch.setitem(picture_covers._fillings, "test", lambda _ids: {before.pk: cover.pk})
    assert told_of(made).contents[str(before.pk)] == public_copy(cover, 480).read_bytes() != plain
    monkeypatch.setitem(picture_covers._fillings, "test", lambda _ids: {before.pk: None})
    assert str(before.pk) not in told_of(made).contents


def test_a_tall_photo_is_whole_on_its_slide(cast: Cast) -> None:
    tall = store(photo(scene=3, size=(300, 900)), name="a.jpg", limits=PHOTOS)
    pair = PhotoPair(str(new_id()), "2026-1", "东关路", "", "2026-09-20", str(tall.pk), str(tall.pk))
    deck = Presentation(io.BytesIO(slides_paper(told_of(make_bulletin(cast, figures=make_figures(photos=(pair,)))))))
    shapes = [shape for slide in deck.slides for shape in slide.shapes]
    shown = next(shape for shape in shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE)
    with Image.open(io.BytesIO(shown.image.blob)) as image:
        assert image.getpixel((10, 400)) == pytest.approx((237, 237, 237), abs=4)  # the ground beside it


def _ranked(*rates: str) -> Grid:
    """甲, 乙, 丙 … with these rates, the best first."""
    columns = ("number", "text", "number", "number", "number", "rate", "change", "number")
    rows = tuple((at, "甲乙丙丁戊己庚辛"[at], 9, 9, 0, Decimal(rate), None, 0) for at, rate in enumerate(rates))
    return Grid("ranking", "排名", ("",) * 8, columns, rows, "")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rates", "first", "last"),
    [
        (("90", "80"), "甲乙", ""),
        (("9", "8", "7", "6", "5", "4"), "甲乙丙", "丁戊己"),
        (("9", "8", "8", "8", "5", "4"), "甲乙丙丁", "戊己"),
        (("9", *["8"] * 7), "甲", "乙丙丁戊己庚辛"),
    ],
)
def test_of_units_with_equal_rates_none_is_named_alone(rates: tuple[str, ...], first: str, last: str) -> None:
    (sentence,) = wording.ranking(_ranked(*rates))
    named, _between, behind = sentence.partition("居后")
    assert ("".join(re.findall(".(?=（)", named)), "".join(re.findall(".(?=（)", behind))) == (first, last)


def test_units_that_are_all_equal_are_told_in_one_sentence() -> None:
    assert wording.ranking(_ranked("0", "0", "0")) == ["3个单位的按期结案率都是0%。"]


def test_bars_of_one_length_are_not_drawn() -> None:
    assert ranking_chart(_ranked("0", "0", "0")) is None
    assert ranking_chart(_ranked("9", "8")) is not None


def test_cases_that_were_put_off_are_told_because_no_rate_counts_them() -> None:
    figures = make_figures()
    put_off = Figure("cases.suspended", "缓办", Decimal(22), "件", "整改统计", Decimal(0))
    assert "缓办" not in wording.overview(figures)[0]
    told = wording.overview(replace(figures, main=(*figures.main, put_off)))[0]
    assert "应结案1,100件（其中缓办22件，不计入率），结案1,050件" in told
