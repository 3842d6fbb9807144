"""红头 and 印发栏 of Word papers (GB/T 9704-2012, 7.2 and 7.4): red name, number and day over a red line; thin lines
around who printed it."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt, RGBColor

from chuangcheng.core.documents.paper import Imprint, Masthead
from chuangcheng.core.documents.values import printable

BODY_FONT, TITLE_FONT = "仿宋_GB2312", "方正小标宋简体"
_LATIN_FONT = "Times New Roman"
_RED = RGBColor(0xD7, 0x1A, 0x1A)
_NAME_SIZE, _NAME_ROOM = 32, 440  # points: of a short name; of the line that a long one has to fit on
_LINE_SIZE, _IMPRINT_SIZE = Pt(16), Pt(14)  # 三号, 四号


def add_masthead(document: Any, head: Masthead) -> None:
    """The red name, then issuer at the left, number in the middle and day at the right over a red line."""
    name = document.add_paragraph()
    name.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_close(name)
    size = Pt(min(_NAME_SIZE, max(_NAME_ROOM // max(len(head.name), 1), 16)))
    run = name.add_run(printable(head.name))
    set_font(run, font=TITLE_FONT, size=size)
    run.font.color.rgb = _RED
    number = document.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_close(number)
    set_font(number.add_run(printable(head.number)), font=BODY_FONT, size=Pt(16))
    line = _two_sided(document, head.issuer, head.day)
    line.paragraph_format.space_after = Pt(18)
    _rule(line, side="bottom", colour="D71A1A", eighths=18)


def add_imprint(document: Any, imprint: Imprint) -> None:
    """抄送 and 印发 at the end, lines above, between and below; kept together."""
    if imprint.copies:
        copies = document.add_paragraph()
        _set_close(copies)
        copies.paragraph_format.keep_with_next = True
        set_font(copies.add_run(printable(imprint.copies)), font=BODY_FONT, size=_IMPRINT_SIZE)
        copies.paragraph_format.space_before = Pt(14)
        _rule(copies, side="top", colour="000000", eighths=8)
    printed = _two_sided(document, imprint.printed_by, imprint.printed_on, size=_IMPRINT_SIZE)
    if not imprint.copies:
        printed.paragraph_format.space_before = Pt(14)
    _rule(printed, side="top", colour="000000", eighths=4 if imprint.copies else 8)
    _rule(printed, side="bottom", colour="000000", eighths=8)


def set_font(holder: Any, *, font: str, size: Pt) -> None:
    """Chinese letters in `font`, Latin ones and figures in Times New Roman."""
    holder.font.name = _LATIN_FONT
    holder.font.size = size
    fonts = holder.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), font)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def _two_sided(document: Any, left: str, right: str, *, size: Pt = _LINE_SIZE) -> Any:
    """A line with words at both ends."""
    section = document.sections[0]
    width = Length(section.page_width - section.left_margin - section.right_margin)
    paragraph = document.add_paragraph()
    _set_close(paragraph)
    paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    set_font(paragraph.add_run(f"{printable(left)}\t{printable(right)}"), font=BODY_FONT, size=size)
    return paragraph


def _set_close(paragraph: Any) -> None:
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _rule(paragraph: Any, *, side: str, colour: str, eighths: int) -> None:
    """A line at a side of the paragraph, so many eighths of a point thick."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        successors = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")
        properties.insert_element_before(borders, *successors)
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
