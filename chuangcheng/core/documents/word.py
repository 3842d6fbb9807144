"""Word papers from scratch, in the layout of official documents (GB/T 9704-2012: A4, 天头 37 mm, 订口 28 mm, 版心
156 × 225 mm). 仿宋, 小标宋, 黑体 and 楷体 are named, not shipped: the reader's Word or WPS has them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from chuangcheng.core.documents.paper import (
    Block,
    Chart,
    Heading,
    Imprint,
    Paper,
    Paragraph,
    Picture,
    Pictures,
    Table,
)
from chuangcheng.core.documents.plain_pictures import plain_picture
from chuangcheng.core.documents.titles import title_lines
from chuangcheng.core.documents.values import printable
from chuangcheng.core.documents.word_charts import add_chart
from chuangcheng.core.documents.word_fonts import name_stand_ins
from chuangcheng.core.documents.word_heads import BODY_FONT, TITLE_FONT, add_imprint, add_masthead, set_font
from chuangcheng.core.documents.word_tables import table_element
from chuangcheng.core.times import now

HEADING_FONTS = {1: "黑体", 2: "楷体_GB2312", 3: BODY_FONT}
_BODY_SIZE, _TITLE_SIZE, _SMALL_SIZE = Pt(16), Pt(22), Pt(10.5)  # 三号, 二号, 五号
_LINE = Pt(28)  # 22 lines fill the page
_NOTE_SIZE, _NOTE_LINE = Pt(12), Pt(20)  # 小四
_MARGINS = {"top_margin": Mm(37), "bottom_margin": Mm(35), "left_margin": Mm(28), "right_margin": Mm(26)}
_LANDSCAPE_MARGINS = dict.fromkeys(_MARGINS, Mm(22))
_LONG_SIDE, _SHORT_SIDE = Mm(297), Mm(210)
_PICTURE_HEIGHT = Mm(56)  # three lines of them fill a page
_ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "flush": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def write_word(paper: Paper) -> bytes:
    """The paper as a docx file."""
    document = Document()
    _set_page(document, is_landscape=paper.is_landscape)
    _set_styles(document)
    name_stand_ins(document)
    if paper.masthead:
        add_masthead(document, paper.masthead)
    _add_centred(document, "\n".join(title_lines(paper.title)), font=TITLE_FONT, size=_TITLE_SIZE)
    if paper.subtitle:
        _add_centred(document, paper.subtitle, font=BODY_FONT, size=Pt(14))
    add_blocks(document, paper.blocks)
    document.core_properties.title = printable(paper.title)
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = now().replace(tzinfo=None)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_blocks(document: Any, blocks: Sequence[Block]) -> None:
    """Adds the blocks at the end of a document, in its own styles where it has them."""
    for block in blocks:
        _add_block(document, block)


def _set_page(document: Any, *, is_landscape: bool) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG_SIDE, _SHORT_SIDE) if is_landscape else (_SHORT_SIDE, _LONG_SIDE)
    for name, margin in (_LANDSCAPE_MARGINS if is_landscape else _MARGINS).items():
        setattr(section, name, margin)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("— ", ""), ("", "PAGE"), (" —", "")):
        set_font(footer.add_run(text), font="宋体", size=Pt(14))
        if field:
            footer._p.append(_field(field))


def _set_styles(document: Any) -> None:
    language = document.styles.element.find(".//" + qn("w:lang"))
    language.set(qn("w:eastAsia"), "zh-CN")
    normal = document.styles["Normal"]
    set_font(normal, font=BODY_FONT, size=_BODY_SIZE)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = _LINE
    normal.paragraph_format.space_after = Pt(0)
    for level, font in HEADING_FONTS.items():
        style = document.styles[f"Heading {level}"]
        set_font(style, font=font, size=_BODY_SIZE)
        style.font.bold = level == 3  # noqa: PLR2004 - the third level is 仿宋 in bold
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        _indent_two_letters(style.element.get_or_add_pPr())


def _add_block(document: Any, block: Block) -> None:
    if isinstance(block, Heading):
        _add_heading(document, block)
    elif isinstance(block, Paragraph):
        _add_paragraphs(document, block)
    elif isinstance(block, Table):
        _add_table(document, block)
    elif isinstance(block, Chart):
        add_chart(document, block, width=_line_width(document))
    elif isinstance(block, Pictures):
        _add_pictures(document, block)
    elif isinstance(block, Imprint):
        add_imprint(document, block)
    else:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _add_heading(document: Any, block: Heading) -> None:
    """In the style of the document; an office's own template may have none for headings."""
    try:
        document.add_heading(printable(block.text), block.level)
    except KeyError:
        paragraph = document.add_paragraph()
        set_font(paragraph.add_run(printable(block.text)), font=HEADING_FONTS[block.level], size=_BODY_SIZE)
        _indent_two_letters(paragraph._p.get_or_add_pPr())


def _add_centred(document: Any, text: str, *, font: str, size: Pt) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.paragraph_format.space_after = Pt(8)
    set_font(paragraph.add_run(printable(text)), font=font, size=size)
    return paragraph


def _add_paragraphs(document: Any, block: Paragraph) -> None:
    for line in filter(None, block.text.split("\n")):
        paragraph = document.add_paragraph(printable(line))
        paragraph.alignment = _ALIGNMENTS[block.align]
        if block.align == "left":
            _indent_two_letters(paragraph._p.get_or_add_pPr(), _NOTE_SIZE if block.is_small else _BODY_SIZE)
        if block.is_small:
            paragraph.paragraph_format.line_spacing = _NOTE_LINE
            for run in paragraph.runs:
                run.font.size = _NOTE_SIZE


def _add_table(document: Any, block: Table) -> None:
    if block.caption:
        caption = _add_centred(document, block.caption, font=BODY_FONT, size=Pt(12))
        caption.paragraph_format.keep_with_next = True
    after = document.add_paragraph()
    after.paragraph_format.line_spacing = Pt(10)
    after._p.addprevious(table_element(block, line_width=_line_width(document).twips))


def _line_width(document: Any) -> Length:
    section = document.sections[0]
    return Length(section.page_width - section.left_margin - section.right_margin)


def _add_pictures(document: Any, block: Pictures) -> None:
    """Pictures in a table without lines, the caption under each, as large as their place allows."""
    table = document.add_table(rows=0, cols=block.a_line)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    place = _line_width(document) // block.a_line - Mm(6)
    for first in range(0, len(block.pictures), block.a_line):
        shown, captions = table.add_row().cells, table.add_row().cells
        for at, picture in enumerate(block.pictures[first : first + block.a_line]):
            _add_picture(shown[at].paragraphs[0], picture, place)
            caption = captions[at].paragraphs[0]
            _set_close(caption)
            caption.paragraph_format.space_after = Pt(6)
            set_font(caption.add_run(printable(picture.caption)), font=BODY_FONT, size=_SMALL_SIZE)


def _add_picture(paragraph: Any, picture: Picture, place: int) -> None:
    """The picture, kept on the page of its caption, no wider than its place."""
    _set_close(paragraph)
    paragraph.paragraph_format.keep_with_next = True
    inline = paragraph.add_run().add_picture(io.BytesIO(plain_picture(picture.content)), height=_PICTURE_HEIGHT)
    if inline.width > place:
        inline.width, inline.height = place, int(inline.height * place / inline.width)


def _set_close(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _indent_two_letters(properties: Any, size: Pt = _BODY_SIZE) -> None:
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")
    indent.set(qn("w:firstLine"), str(int(size.twips * 2)))  # for readers that do not count letters


def _field(code: str) -> Any:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    return field
