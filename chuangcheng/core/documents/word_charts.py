"""A native chart in a Word paper: Word and WPS draw it, and its figures can be edited, since their workbook is inside.

The library writes no charts, so the part is written here (ECMA-376, part 1, 21.2): lying bars, one colour a series,
each with its figure, no axis of figures. The colours differ in grey as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.text import WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Length, Mm

from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.documents.paper import Chart, Series
from chuangcheng.core.documents.steady import steady
from chuangcheng.core.documents.values import printable

_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_COLOURS = ("5B7A99", "C4CED8")
_SHEET = "数据"
_LETTERS = "BCDEFG"  # columns of the series
_FRAME, _BAR = Mm(26), Mm(5)  # height of title and legend; of a bar
_WHOLE = 125  # end of the axis: a bar of 100 leaves room for its figure


def add_chart(document: Any, chart: Chart, *, width: Length) -> None:
    """Adds the chart as a paragraph of its own, as wide as the line and as high as its bars need."""
    package = document.part.package
    number = 1 + sum(1 for part in package.iter_parts() if str(part.partname).startswith("/word/charts/"))
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, b"", package)
    figures = PackURI(f"/word/embeddings/chart{number}.xlsx")
    inside = Part(figures, CONTENT_TYPE.SML_SHEET, _workbook(chart), package)
    part._blob = _chart_xml(chart, inside=part.relate_to(inside, RELATIONSHIP_TYPE.PACKAGE)).encode()
    height = Length(_FRAME + (len(chart.series) * _BAR + Mm(3)) * len(chart.names))
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    size = f'cx="{int(width)}" cy="{int(height)}"'
    shown = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    paragraph.add_run()._r.append(parse_xml(_inline(chart, size, shown, number)))


def _workbook(chart: Chart) -> bytes:
    columns = [Column(""), *(Column(series.label, "number") for series in chart.series)]
    rows = zip(chart.names, *(series.rates for series in chart.series), strict=True)
    return steady(write_table(name=_SHEET, columns=columns, rows=rows))


def _inline(chart: Chart, size: str, shown: str, number: int) -> str:
    told = escape(printable(chart.title), {'"': "&quot;"})
    return (
        f'<w:drawing {nsdecls("w")} xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'{_NAMESPACES}><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{900 + number}" name="{told}" descr="{told}"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        f'<c:chart r:id="{shown}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )


def _chart_xml(chart: Chart, *, inside: str) -> str:
    form = _form(chart)
    series = "".join(_series(at, found, chart.names, form) for at, found in enumerate(chart.series))
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if len(chart.series) > 1 else ""
    title = f'<a:r><a:rPr lang="zh-CN" sz="1200" b="0"/><a:t>{escape(printable(chart.title))}</a:t></a:r>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace {_NAMESPACES}>'
        '<c:roundedCorners val="0"/><c:chart>'
        f'<c:title><c:tx><c:rich><a:bodyPr/><a:p>{title}</a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/>'
        f'<c:grouping val="clustered"/><c:varyColors val="0"/>{series}<c:gapWidth val="50"/>'
        f'<c:axId val="1"/><c:axId val="2"/></c:barChart>{_AXES}</c:plotArea>{legend}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>'
        '<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"><a:latin typeface="Times New Roman"/>'
        '<a:ea typeface="宋体"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
        f'<c:externalData r:id="{inside}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


_AXES = (
    # The first name on top.
    '<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
    '<c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
    '<c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>'
    f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="{_WHOLE}"/><c:min val="0"/>'
    '</c:scaling><c:delete val="1"/><c:axPos val="t"/><c:crossAx val="1"/></c:valAx>'
)


def _form(chart: Chart) -> str:
    """Every figure with as many places as the longest has: as the tables beside the chart show them."""
    rates = [rate for series in chart.series for rate in series.rates if rate is not None]
    places = max((len(str(rate).partition(".")[2]) for rate in rates), default=0)
    return f'0.{"0" * places}"%"' if places else '0"%"'


def _series(at: int, series: Series, names: Sequence[str], form: str) -> str:
    column, last = _LETTERS[at], len(names) + 1
    fill = f'<a:solidFill><a:srgbClr val="{_COLOURS[at % len(_COLOURS)]}"/></a:solidFill>'
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>'
        f"<c:tx>{_text_cells(f'${column}$1', [series.label])}</c:tx><c:spPr>{fill}</c:spPr>"
        '<c:invertIfNegative val="0"/><c:dLbls><c:dLblPos val="outEnd"/><c:showLegendKey val="0"/>'
        '<c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        f'<c:showBubbleSize val="0"/></c:dLbls><c:cat>{_text_cells(f"$A$2:$A${last}", names)}</c:cat>'
        f"<c:val><c:numRef><c:f>{_SHEET}!${column}$2:${column}${last}</c:f><c:numCache>"
        f"<c:formatCode>{escape(form)}</c:formatCode>{''.join(_figures(series.rates))}</c:numCache></c:numRef>"
        "</c:val></c:ser>"
    )


def _text_cells(cells: str, texts: Sequence[str]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(printable(text))}</c:v></c:pt>' for at, text in enumerate(texts))
    count = f'<c:ptCount val="{len(texts)}"/>'
    return f"<c:strRef><c:f>{_SHEET}!{cells}</c:f><c:strCache>{count}{points}</c:strCache></c:strRef>"


def _figures(rates: Sequence[Decimal | None]) -> Iterator[str]:
    yield f'<c:ptCount val="{len(rates)}"/>'
    for at, rate in enumerate(rates):
        if rate is not None:
            yield f'<c:pt idx="{at}"><c:v>{rate}</c:v></c:pt>'
