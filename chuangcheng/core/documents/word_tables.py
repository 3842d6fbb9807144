"""Tables of a Word paper, as XML: the library's own cells cost a millisecond each, and a notice may list a thousand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from chuangcheng.core.documents.paper import Table
from chuangcheng.core.documents.values import written

CELL_FONT = "宋体"
_SHORT = 8  # rows: such a table stays on one page
_HALF_POINTS, _SMALL_HALF_POINTS = 21, 18  # 五号, 10.5 points; 小五, 9 points
_NARROW = 1000  # twips, 18 mm: columns that are narrower on the average hold small letters
_DIGIT = 0.64  # of the height of a letter: the widest of the fonts that stand in for Times New Roman
_ROOM = 140  # twips beside the letters of a cell
_GIVEN = 0.6  # of its width a column of words gives up at most, to columns of figures that would break
_FEWEST = 6  # letters in a line of words that heads of figures leave, if they can; our choice
_LINE = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
_LINES = "".join(_LINE.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
# Half of the usual ones: ten columns of figures stand on an upright page.
_MARGINS = '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
_FONTS = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{CELL_FONT}"/>'
_SPACING = '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>'


def table_element(block: Table, *, line_width: int) -> Any:
    """The table as an element for the body; its header is repeated on every page. `line_width`: twips."""
    shares = list(block.widths) or [1.0] * len(block.header)
    widths = [int(line_width * share / sum(shares)) for share in shares]
    sides = ["right" if at in block.figures else "left" for at in range(len(widths))]
    last = len(block.rows) - 1
    kept = range(last) if last < _SHORT else (last - 1,)  # with the row below: a total never stands alone on a page
    size = _SMALL_HALF_POINTS if line_width / len(widths) < _NARROW else _HALF_POINTS
    widths = _fitted(widths, block, size)
    rows = [_row(block.header, widths, None, size=size, is_kept=True)]
    rows += [_row(row, widths, sides, size=size, is_kept=at in kept) for at, row in enumerate(block.rows)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{_LINES}</w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _fitted(widths: Sequence[int], block: Table, size: int) -> list[int]:
    """The widths with room for every figure on one line, and for the heads above figures where that can be had too."""
    letter = size * 10  # twips
    longest = {at: max((_letters(written(row[at])) for row in block.rows), default=0) for at in block.figures}
    needs = {at: int(letters * letter) + _ROOM for at, letters in longest.items()}
    with_heads = {at: max(need, len(block.header[at]) * letter + _ROOM) for at, need in needs.items()}
    readable = _FEWEST * letter + _ROOM
    tries = ((with_heads, readable), (needs, readable), (with_heads, 0), (needs, 0))
    return next((found for wanted, least in tries if (found := _shared(widths, wanted, least))), list(widths))


def _letters(text: str) -> float:
    """How wide the text is, in Chinese letters."""
    return sum(_DIGIT if sign.isascii() else 1 for sign in text)


def _shared(widths: Sequence[int], needs: Mapping[int, int], least: int) -> list[int]:
    """Widths of the same sum that meet the needs; empty when that is too much. `least`: of a column of words, twips."""
    lacking = sum(max(0, need - widths[at]) for at, need in needs.items())
    words = [min(width * _GIVEN, max(0, width - least)) for width in widths]
    slack = [max(0, width - needs[at]) if at in needs else words[at] for at, width in enumerate(widths)]
    if lacking > sum(slack):
        return []
    part = lacking / sum(slack) if lacking else 0
    return [
        max(int(width - spare * part), needs.get(at, 0) if width < needs.get(at, 0) else 0)
        for at, (width, spare) in enumerate(zip(widths, slack, strict=True))
    ]


def _row(values: Sequence[Any], widths: Sequence[int], sides: Sequence[str] | None, *, size: int, is_kept: bool) -> str:
    """A row; without sides the header. `is_kept`: on the page of the row below."""
    cells = "".join(
        _cell(written(value), width, side, size=size, is_kept=is_kept)
        for value, width, side in zip(values, widths, sides or [""] * len(widths), strict=True)
    )
    properties = f"<w:trPr><w:cantSplit/>{'' if sides else '<w:tblHeader/>'}</w:trPr>"
    return f"<w:tr>{properties}{cells}</w:tr>"


def _cell(text: str, width: int, side: str, *, size: int, is_kept: bool) -> str:
    """A cell set to a side; without one it is of the header."""
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in text.split("\n"))
    bold, align = ("", f'<w:jc w:val="{side}"/>') if side else ("<w:b/>", '<w:jc w:val="center"/>')
    shade = "" if side else '<w:shd w:val="clear" w:color="auto" w:fill="EDEDED"/>'
    look = f'<w:rPr>{_FONTS}{bold}<w:sz w:val="{size}"/></w:rPr>'
    kept = "<w:keepNext/>" if is_kept else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}<w:vAlign w:val="center"/></w:tcPr><w:p>'
        f'<w:pPr>{kept}{_SPACING}{align}</w:pPr><w:r>{look}<w:t xml:space="preserve">{lines}</w:t></w:r></w:p></w:tc>'
    )
