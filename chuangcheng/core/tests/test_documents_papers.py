from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chuangcheng.core.documents.paper import (
    Blocks,
    Chart,
    Heading,
    Imprint,
    Masthead,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Pictures,
    Series,
    Table,
)
from chuangcheng.core.documents.pdf import render_pdf, write_pdf
from chuangcheng.core.documents.plain_pictures import NotAPicture, plain_picture
from chuangcheng.core.documents.word import write_word
from chuangcheng.core.documents.word_templates import TemplateBroken, fill_word
from chuangcheng.core.sheets import read_book
from chuangcheng.core.testing import photo
from chuangcheng.core.tests.pdf_text import pdf_text

HOSTILE = (
    '#panic("x") #read("/etc/passwd") {{ 7*7 }} {% raw %} $x$ *粗* _斜_ = 标题 <b>&amp;</b> @ref <label> // 注 '
    "\\ `code` \u202e反\x00\x0b ]]> =1+1"
)
SHOWN_HOSTILE = HOSTILE.replace("\u202e", "").replace("\x00\x0b", "")


def make_picture(width: int = 400, height: int = 300) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(stream, "JPEG")
    return stream.getvalue()


def make_paper(text: str = "请逐项整改。") -> Paper:
    return Paper(
        title="整改通知单",
        subtitle="云创整〔2026〕第12号",
        blocks=[
            Heading("一、总体情况"),
            Paragraph(text),
            Table(["序号", "问题"], [[1, text], [2, date(2026, 9, 30)], [3, None]], widths=[1, 4], caption="表1"),
            Pictures([Picture(make_picture(), "整改前"), Picture(make_picture(300, 900), "整改后")]),
            Paragraph("云澜区创建办\n2026年9月30日", align="right"),
            PageBreak(),
            Heading("附件", 2),
        ],
    )


def word_texts(content: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def without_spaces(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def test_a_pdf_has_its_chinese_text_and_fonts_inside() -> None:
    content = write_pdf(make_paper())
    text = without_spaces(pdf_text(content))
    for part in ("整改通知单", "云创整〔2026〕第12号", "请逐项整改。", "2026-09-30", "整改后", "云澜区创建办", "—2—"):
        assert part in text
    assert b"/FontFile3" in content
    assert b"595.27" in content.replace(b"595.2756", b"595.27")  # A4


def test_the_same_paper_is_the_same_pdf() -> None:
    assert write_pdf(make_paper()) == write_pdf(make_paper())


def test_texts_of_people_are_shown_and_not_run_in_a_pdf() -> None:
    text = without_spaces(pdf_text(write_pdf(make_paper(HOSTILE))))
    assert text.count(without_spaces(SHOWN_HOSTILE)) >= 1
    assert "root:" not in text


def test_a_landscape_pdf_is_wide() -> None:
    page = write_pdf(Paper("一览表", [Table(["列"] * 9, [["值"] * 9])], is_landscape=True))
    assert b"[0 0 841.8" in page


def test_long_words_and_large_tables_make_a_pdf() -> None:
    table = Table(["编号", "说明"], [["A" * 400, "长" * 400] for _ in range(60)])
    text = pdf_text(write_pdf(Paper("表", [table])))
    assert (text.count("A"), text.count("长")) == (60 * 400, 60 * 400)


def test_what_is_no_picture_is_refused() -> None:
    with pytest.raises(NotAPicture):
        write_pdf(Paper("照片", [Pictures([Picture(b"<svg onload='x'/>")])]))


def test_a_template_sees_no_file_of_the_machine(tmp_path: Path) -> None:
    template = tmp_path / "bad.typ"
    template.write_text('#import "house.typ": *\n#read("/../../etc/passwd")', encoding="utf-8")
    with pytest.raises(RuntimeError, match=r"passwd|root|access"):
        render_pdf(template=template, data={})


def test_a_word_paper_is_laid_out_as_official_documents_are() -> None:
    document = docx.Document(io.BytesIO(write_word(make_paper())))
    section = document.sections[0]
    layout = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert [round(length.mm) for length in layout if length] == [210, 297, 37, 28]
    xml = document.element.xml + document.styles.element.xml
    assert all(f'w:eastAsia="{font}"' in xml for font in ("仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"))
    assert "<w:tblHeader" in document.element.xml
    assert 'w:instr="PAGE"' in section.footer._element.xml


@pytest.mark.parametrize("text", ["请逐项整改。", SHOWN_HOSTILE])
def test_a_word_paper_holds_the_text_as_it_was_written(text: str) -> None:
    texts = word_texts(write_word(make_paper(text)))
    assert texts.count(text) == 2
    assert {"整改通知单", "一、总体情况", "2026-09-30", "整改前"} <= set(texts)


@settings(max_examples=25)
@given(st.text(max_size=80))
def test_any_text_makes_a_word_paper(text: str) -> None:
    assert word_texts(write_word(Paper(text, [Heading(text), Paragraph(text), Table([text], [[text]])])))


def make_template(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_template_of_the_office_is_filled() -> None:
    template = make_template(
        "{{ 单位 }}：",
        "{%p for 问题 in 问题清单 %}",
        "{{ 问题.描述 }}（{{ 问题.时限 }}）",
        "{%p endfor %}",
        "{{ 照片 }}",
    )
    problems = [{"描述": "占道3处\n反复", "时限": date(2026, 9, 30)}, {"描述": "飞线 & 充电", "时限": None}]
    filled = fill_word(
        template=template, data={"单位": "柳河镇", "问题清单": problems, "照片": Picture(make_picture())}
    )
    assert word_texts(filled)[:3] == ["柳河镇：", "占道3处\n反复（2026-09-30）", "飞线 & 充电（）"]
    assert len(docx.Document(io.BytesIO(filled)).inline_shapes) == 1


def test_blocks_take_the_place_of_the_paragraph_of_their_tag() -> None:
    blocks = Blocks(
        [Heading("一、情况"), Paragraph("甲\n乙"), Table(["单位"], [["柳河镇"]]), Imprint("", "办", "印发")]
    )
    filled = docx.Document(
        io.BytesIO(fill_word(template=make_template("前", "{{ 正文 }}", "后"), data={"正文": blocks}))
    )
    texts = [each.text for each in filled.paragraphs]
    assert texts == ["前", "一、情况", "甲", "乙", "", "办\t印发", "后"]
    assert filled.tables[0].rows[1].cells[0].text == "柳河镇"


@pytest.mark.parametrize("words", ["见{{ 正文 }}。", "{{ 正文 }}{{ 正文 }}"])
def test_a_tag_of_blocks_that_does_not_stand_alone_is_refused_in_a_sentence(words: str) -> None:
    with pytest.raises(TemplateBroken, match="单独成段"):
        fill_word(template=make_template(words), data={"正文": Blocks([Paragraph("甲")])})


def test_a_text_with_the_mark_of_blocks_stays_a_text() -> None:
    data = {"正文": Blocks([Paragraph("甲")]), "名": "\ue0000\ue000"}
    assert word_texts(fill_word(template=make_template("{{ 正文 }}", "{{ 名 }}"), data=data)) == ["甲", "0"]


def test_a_masthead_stands_over_the_title_in_word_and_pdf() -> None:
    paper = Paper(
        "通报",
        [Imprint("抄送：区委。", "区创建办", "2026年9月30日印发")],
        masthead=Masthead("简报", "〔2026〕1号", "办", "日"),
    )
    texts = ["简报", "〔2026〕1号", "办\t日", "通报", "抄送：区委。", "区创建办\t2026年9月30日印发"]
    assert word_texts(write_word(paper)) == texts
    assert "简报" in pdf_text(write_pdf(paper))


def test_texts_of_people_are_shown_and_not_run_in_a_template() -> None:
    assert word_texts(fill_word(template=make_template("{{ 描述 }}"), data={"描述": SHOWN_HOSTILE})) == [SHOWN_HOSTILE]


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        (b"", "不是有效的"),
        (b"PK\x03\x04" + b"x" * 99, "不是有效的"),
        (make_template("{{ 单位名 }}"), "没有的内容"),
        (make_template("{{ 单位"), "标记写错了"),
        (make_template("{% for x in y %}"), "标记写错了"),
        (make_template("{{ ''.__class__.__mro__ }}"), "请对照模板说明改正"),
        (make_template("{{ 单位.__init__.__globals__ }}"), "请对照模板说明改正"),
    ],
    ids=range(7),
)
def test_a_broken_or_hostile_template_is_refused_in_a_sentence(template: bytes, sentence: str) -> None:
    with pytest.raises(TemplateBroken, match=sentence):
        fill_word(template=template, data={"单位": "柳河镇"})


def test_papers_hold_no_word_of_where_a_photo_was_taken() -> None:
    original = photo(position=(112.5, 32.25))
    assert Image.open(io.BytesIO(original)).getexif()
    paper = Paper("通知", [Pictures([Picture(original, "整改前")])])
    shown = docx.Document(io.BytesIO(write_word(paper))).part.package.image_parts
    assert [not Image.open(io.BytesIO(part.blob)).getexif() for part in shown] == [True]
    assert b"Exif" not in write_pdf(paper)


def test_a_picture_with_nothing_but_pixels_stays_as_it_is() -> None:
    content = make_picture()
    assert plain_picture(content) is content


def test_a_picture_with_transparency_stays_a_png() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 90)).save(stream, "PNG", dpi=(72, 72))
    assert Image.open(io.BytesIO(plain_picture(stream.getvalue()))).mode == "RGBA"


RATES = Chart(
    "各类点位合格率",
    ["集贸市场", "<街>&巷", "公园"],
    [Series("本次", [Decimal("80.2"), Decimal("100.0"), None]), Series("上次", [Decimal("83.3"), None, None])],
)


def parts_of(content: bytes, folder: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith(folder)}


def test_a_chart_is_drawn_by_word_from_figures_that_can_be_edited() -> None:
    content = write_word(Paper("报告", [RATES, Paragraph("说明"), RATES]))
    charts, books = parts_of(content, "word/charts/chart"), parts_of(content, "word/embeddings/")
    chart = parse_xml(charts["word/charts/chart1.xml"])
    shown = {
        name: ["".join(point.itertext()) for point in chart.iterfind(f".//{{*}}{name}//{{*}}pt")]
        for name in ("tx", "cat", "val")
    }
    assert shown == {
        "tx": ["本次", "上次"],
        "cat": ["集贸市场", "<街>&巷", "公园"] * 2,
        "val": ["80.2", "100.0", "83.3"],
    }
    assert read_book(books["word/embeddings/chart2.xlsx"], name="数据.xlsx").sheets[0].rows[1:] == [
        ["集贸市场", 80.2, 83.3],
        ["<街>&巷", 100, ""],
        ["公园", "", ""],
    ]
    assert len(docx.Document(io.BytesIO(content)).element.findall(".//{*}inline")) == 2


def test_a_chart_in_a_pdf_says_its_figures_and_nothing_for_what_is_not_known() -> None:
    text = without_spaces(pdf_text(write_pdf(Paper("报告", [RATES]))))
    for part in ("各类点位合格率", "<街>&巷", "80.2%", "100.0%", "83.3%", "本次", "上次"):
        assert part in text
    assert text.count("%") == 3


def test_figures_stand_on_the_right_and_texts_on_the_left() -> None:
    table = Table(["单位", "件数"], [["城管局", 12], ["合计", "1,054"]], figures=[1])
    cells = docx.Document(io.BytesIO(write_word(Paper("表", [table])))).tables[0].rows[2].cells
    assert [cell.paragraphs[0].alignment for cell in cells] == [WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT]


def test_a_total_does_not_stand_alone_on_a_page() -> None:
    rows = (
        docx.Document(io.BytesIO(write_word(Paper("表", [Table(["列"], [[at] for at in range(30)])])))).tables[0].rows
    )
    kept = [at for at, row in enumerate(rows) if row.cells[0].paragraphs[0].paragraph_format.keep_with_next]
    assert kept == [0, 29]


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (5, 1), (6, 1), (7, 2), (13, 3)])
def test_photos_fill_their_pages_six_at_a_time(count: int, pages: int) -> None:
    pictures = Pictures([Picture(make_picture(), f"{at}. 东关大街") for at in range(count)])
    content = write_pdf(Paper("整改通知单", [PageBreak(), Heading("附：问题照片"), pictures]))
    assert without_spaces(pdf_text(content)).count("—") == 2 * (1 + pages)
    rows = docx.Document(io.BytesIO(write_word(Paper("整改通知单", [pictures])))).tables[0].rows
    assert len(rows) == 2 * -(-count // 2)


def test_a_word_paper_names_what_stands_in_for_its_fonts() -> None:
    fonts = parts_of(write_word(make_paper()), "word/fontTable")["word/fontTable.xml"].decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong"/>' in fonts


def test_caption_stays_on_the_page_of_its_table() -> None:
    document = docx.Document(io.BytesIO(write_word(make_paper())))
    [caption] = [paragraph for paragraph in document.paragraphs if paragraph.text == "表1"]
    assert caption.paragraph_format.keep_with_next
