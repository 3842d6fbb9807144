"""Slides for a meeting, set on the masters and layouts of a template, the office's or ours. Charts are native:
PowerPoint and WPS draw them, and their figures can be edited. The same slides make the same file."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from lxml.etree import XMLSyntaxError
from PIL import Image, ImageOps
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.exc import PackageNotFoundError
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from chuangcheng.core.documents.paper import Chart, Table
from chuangcheng.core.documents.plain_pictures import plain_picture
from chuangcheng.core.documents.steady import steady
from chuangcheng.core.documents.titles import title_lines
from chuangcheng.core.documents.values import printable, written
from chuangcheng.core.errors import InvalidInput

FONT = "微软雅黑"
_RED, _INK, _SOFT, _BAR = (RGBColor.from_string(each) for each in ("B3261E", "1F2933", "616E7C", "5B7A99"))
_HEAD = RGBColor.from_string("EDEDED")
_WIDTH, _HEIGHT = Inches(13.333), Inches(7.5)  # 16:9
_SIDE, _TOP = Inches(0.6), Inches(1.35)  # of what stands under the title
_ROWS_A_SLIDE, _FEW_ROWS = 12, 6  # of a table; few are set larger; our choice
_PICTURE = (1200, 900)  # pixels, 4:3: both of a pair are cut to it
_GROUND = "#EDEDED"
_TITLE_LAYOUT, _BARE_LAYOUT = 0, 5  # of the product's own template: title slide, title only


class SlidesTemplateBroken(InvalidInput):
    """The office's template cannot be used."""


@dataclass(frozen=True)
class TitleSlide:
    title: str
    subtitle: str = ""


@dataclass(frozen=True)
class FiguresSlide:
    """A few figures in large letters: label, value with unit, note."""

    title: str
    figures: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class ChartSlide:
    title: str
    chart: Chart


@dataclass(frozen=True)
class TableSlide:
    """Continued on more slides when it is long."""

    title: str
    table: Table


@dataclass(frozen=True)
class PairSlide:
    """Photos before and after, cut to the same size."""

    title: str
    before: bytes
    after: bytes
    captions: tuple[str, str]


Slide = TitleSlide | FiguresSlide | ChartSlide | TableSlide | PairSlide


def write_slides(slides: Sequence[Slide], *, template: bytes | None = None) -> bytes:
    """The slides as a pptx file. Raises SlidesTemplateBroken."""
    deck = _opened(default_slides_template() if template is None else template)
    for each in slides:
        _add(deck, each)
    stream = io.BytesIO()
    deck.save(stream)
    return steady(stream.getvalue())


@lru_cache(maxsize=1)
def default_slides_template() -> bytes:
    """The product's own: 16:9, a red line under the title, Chinese letters named."""
    deck = Presentation()
    wider = _WIDTH / deck.slide_width
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    for place in (deck.slide_master, *deck.slide_layouts):
        for shape in place.placeholders:
            if shape.element.find(".//" + qn("a:xfrm")) is not None:
                shape.left, shape.width = Emu(int(shape.left * wider)), Emu(int(shape.width * wider))
    title = deck.slide_master.placeholders[0]
    title.left, title.top, title.width, title.height = _SIDE, Inches(0.3), _WIDTH - 2 * _SIDE, Inches(0.85)
    for place in list(deck.slide_layouts[_TITLE_LAYOUT].placeholders):
        if place.placeholder_format.idx in {0, 1}:  # title and what stands under it, one edge for both
            place.left, place.width = _SIDE, _WIDTH - 2 * _SIDE
    _name_fonts(deck)
    line = deck.slide_layouts[_BARE_LAYOUT].shapes._spTree
    line.append(_rule())
    stream = io.BytesIO()
    deck.save(stream)
    return steady(stream.getvalue())


def _opened(template: bytes) -> Any:
    """The template without its own slides; with a layout for titles and one with a title over free room."""
    try:
        deck = Presentation(io.BytesIO(template))
        layouts = list(deck.slide_layouts)
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError, OSError, XMLSyntaxError) as error:
        raise SlidesTemplateBroken(_("模板不是有效的pptx文件，请在WPS或PowerPoint中另存为pptx后重新上传。")) from error
    if not any(_title_of(each) is not None for each in layouts):
        raise SlidesTemplateBroken(_("模板的版式里没有标题占位符，请在母版视图里给版式加上标题后重新上传。"))
    identifiers = deck.slides._sldIdLst
    for each in list(identifiers):
        deck.part.drop_rel(each.get(qn("r:id")))
        identifiers.remove(each)
    return deck


def _add(deck: Any, said: Slide) -> None:
    if isinstance(said, TitleSlide):
        _add_title(deck, said)
    elif isinstance(said, FiguresSlide):
        _add_figures(deck, said)
    elif isinstance(said, ChartSlide):
        _add_chart(deck, said)
    elif isinstance(said, TableSlide):
        for first, after in _shares(len(said.table.rows)):
            _add_table(deck, said, first, after)
    else:
        _add_pair(deck, said)


def _shares(count: int) -> list[tuple[int, int]]:
    """Which rows stand on which slide: as few slides as hold them, about as many rows on each."""
    slides = max(math.ceil(count / _ROWS_A_SLIDE), 1)
    edges = [math.ceil(count * at / slides) for at in range(slides + 1)]
    return list(pairwise(edges))


def _new(deck: Any, title: str, *, layout: int) -> Any:
    layouts = list(deck.slide_layouts)
    chosen = layouts[layout] if layout < len(layouts) and _title_of(layouts[layout]) is not None else None
    slide = deck.slides.add_slide(chosen or next(each for each in layouts if _title_of(each) is not None))
    slide.shapes.title.text_frame.text = printable(title)
    return slide


def _title_of(layout: Any) -> Any:
    return next((each for each in layout.placeholders if each.placeholder_format.idx == 0), None)


def _add_title(deck: Any, said: TitleSlide) -> None:
    slide = _new(deck, said.title, layout=_TITLE_LAYOUT)
    slide.shapes.title.text_frame.text = "\v".join(title_lines(printable(said.title)))
    others = [each for each in slide.placeholders if each.placeholder_format.idx != 0]
    if others and others[0].has_text_frame:
        others[0].text_frame.text = printable(said.subtitle)
        others[0].text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def _bare(deck: Any, title: str) -> Any:
    """A slide with its title; other places of the layout that stay empty are taken away."""
    slide = _new(deck, title, layout=_BARE_LAYOUT)
    for each in list(slide.placeholders):
        if each.placeholder_format.idx != 0:
            each._element.getparent().remove(each._element)
    return slide


def _add_figures(deck: Any, said: FiguresSlide) -> None:
    slide, across = _bare(deck, said.title), 3
    width = (deck.slide_width - 2 * _SIDE) // across
    for at, (label, value, note) in enumerate(said.figures[:6]):
        left, top = _SIDE + at % across * width, _TOP + Inches(0.3) + at // across * Inches(2.6)
        frame = slide.shapes.add_textbox(left, top, width, Inches(2.2)).text_frame
        frame.word_wrap = True
        _write(frame.paragraphs[0], label, size=20, colour=_SOFT)
        _write(frame.add_paragraph(), value, size=44, colour=_INK)
        _write(frame.add_paragraph(), note, size=16, colour=_SOFT)


def _add_chart(deck: Any, said: ChartSlide) -> None:
    slide = _bare(deck, said.title)
    data = CategoryChartData(number_format='0.00"%"')
    data.categories = [printable(name) for name in said.chart.names]
    for series in said.chart.series:
        data.add_series(printable(series.label), series.rates)
    room = (_SIDE, _TOP, deck.slide_width - 2 * _SIDE, deck.slide_height - _TOP - Inches(0.5))
    chart = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *room, data).chart
    chart.has_legend, chart.has_title = len(said.chart.series) > 1, False
    chart.font.size, chart.font.name = Pt(14), FONT
    chart.value_axis.visible, chart.value_axis.has_major_gridlines = False, False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 110
    chart.category_axis.reverse_order = True  # the first name on top
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 50, True
    plot.data_labels.position, plot.data_labels.show_value = XL_LABEL_POSITION.OUTSIDE_END, True
    fill = plot.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = _BAR
    book = chart.part.chart_workbook
    book.update_from_xlsx_blob(steady(book.xlsx_part.blob))


def _add_table(deck: Any, said: TableSlide, first: int, after: int) -> None:
    table, rows = said.table, said.table.rows[first:after]
    size, height = (18, Inches(0.58)) if len(table.rows) <= _FEW_ROWS else (14, Inches(0.42))
    slide = _bare(deck, said.title if not first else _("%(title)s（续）") % {"title": said.title})
    width = deck.slide_width - 2 * _SIDE
    frame = slide.shapes.add_table(len(rows) + 1, len(table.header), _SIDE, _TOP, width, height * (len(rows) + 1))
    shares = list(table.widths) or [1] * len(table.header)
    for at, share in enumerate(shares):
        frame.table.columns[at].width = Emu(int(width * share / sum(shares)))
    for line, values in enumerate([table.header, *rows]):
        for at, value in enumerate(values):
            cell = frame.table.cell(line, at)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            cell.fill.solid()
            cell.fill.fore_color.rgb = _HEAD if not line else RGBColor(255, 255, 255)
            _write(cell.text_frame.paragraphs[0], written(value), size=size, colour=_INK, bold=not line)
            if at in table.figures:
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _add_pair(deck: Any, said: PairSlide) -> None:
    slide, gap = _bare(deck, said.title), Inches(0.3)
    width = (deck.slide_width - 2 * _SIDE - gap) // 2
    height = width * _PICTURE[1] // _PICTURE[0]
    for at, (content, caption) in enumerate(zip((said.before, said.after), said.captions, strict=True)):
        left = _SIDE + at * (width + gap)
        slide.shapes.add_picture(io.BytesIO(_cut(content)), left, _TOP, width, height)
        frame = slide.shapes.add_textbox(left, _TOP + height, width, Inches(0.5)).text_frame
        frame.word_wrap = True
        _write(frame.paragraphs[0], caption, size=16, colour=_INK)
        frame.paragraphs[0].alignment = PP_ALIGN.CENTER


def _cut(content: bytes) -> bytes:
    """The picture in the size of all, without what the camera wrote: cut about its middle, one that is taller than
    wide set whole on a grey ground, because half of it would be lost."""
    with Image.open(io.BytesIO(plain_picture(content))) as image:
        stream, plain = io.BytesIO(), image.convert("RGB")
        is_tall = plain.height > plain.width
        shown = ImageOps.pad(plain, _PICTURE, color=_GROUND) if is_tall else ImageOps.fit(plain, _PICTURE)
        shown.save(stream, "JPEG", quality=85)
        return stream.getvalue()


def _write(paragraph: Any, text: str, *, size: int, colour: RGBColor, bold: bool = False) -> None:
    run = paragraph.add_run()
    run.text = printable(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run.font.color.rgb = colour


def _name_fonts(deck: Any) -> None:
    """Chinese letters of titles and texts, by the theme of the master; titles in red, left."""
    theme = next(rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme"))
    theme._blob = theme.blob.replace(b'<a:ea typeface=""/>', f'<a:ea typeface="{FONT}"/>'.encode())
    style = deck.slide_master.element.find(qn("p:txStyles")).find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    style.set("algn", "l")
    run = style.find(qn("a:defRPr"))
    run.set("sz", "3200")
    run.set("b", "1")
    fill = run.find(qn("a:solidFill"))
    for each in list(fill):
        fill.remove(each)
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": "B3261E"}))


def _rule() -> Any:
    """A thin red line under the title."""
    return parse_xml(
        '<p:cxnSp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<p:nvCxnSpPr><p:cNvPr id="90" name="line"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/></p:nvCxnSpPr><p:spPr>'
        f'<a:xfrm><a:off x="{int(_SIDE)}" y="{int(Inches(1.18))}"/><a:ext cx="{int(_WIDTH - 2 * _SIDE)}" cy="0"/>'
        "</a:xfrm>"
        '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="19050"><a:solidFill><a:srgbClr val="B3261E"/>'
        "</a:solidFill></a:ln></p:spPr></p:cxnSp>"
    )
