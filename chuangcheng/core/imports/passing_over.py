"""What stands between the data of an office's sheet and is no data: empty rows, titles, section headings,
notes, sub-totals and totals, signatures, repeated headers, column numbers, and the sample row of our own
templates."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from chuangcheng.core.imports.columns import header_key
from chuangcheng.core.imports.grid import Grid
from chuangcheng.core.imports.values.bad_value import plain
from chuangcheng.core.sheets import Cell, cell_text

Filled = tuple[int, Cell]  # position and cell
SAMPLE_MARK = "示例"
NOTES_SHEET = "填写说明"

_SAMPLE = re.compile(rf"[【\[(]?{SAMPLE_MARK}(?:[】\])(:.、,\s\d行]|$)")
_TOTAL = re.compile(
    r"(?:本页|本表|本栏|全[区县市]|各?[单位部门]{0,2})?(?:小计|合计|总计|共计|累计|总数|汇总)(?:\(.*\))?[:：]?|计"
)
_COUNTED = re.compile(r"(?:以上)?(?:合计|总计|共计|共有?|小计)[:：]?\d+(?:\.\d+)?[个项条件处人分户家份次]?.{0,6}")
_NAMED_TOTAL = re.compile(r".{1,20}(?:小计|合计|总计|共计)(?:\(.*\))?[:：]?")  # 城关镇小计
_AMOUNT = re.compile(r"\d+(?:\.\d+)?[个项条件处人分户家份次元%]?")
_TOTAL_IN_GROUP = frozenset({"小计", "合计", "总计", "共计"})
_NOTE = re.compile(r"(?:备?注|说明|填表说明|填写说明|附注|附件|附|提示|※|\*+)\s*\d{0,2}\s*(?:[:：.、]|$)|※|\*(?=\S)")
_SIGNATURE = re.compile(
    r"(?:填表|填报|制表|审核|复核|审批|统计|编制|经办|报送|负责|主管|联系|单位负责|分管领导)(?:人|单位|部门|日期|时间|电话)?(?:签字|签名|\(.*\))?[:：]"
    r"|(?:单位|盖章|签字|日期|电话|年月日)(?:\(.*\))?[:：]"
)
_HEADING = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]")
_REMARK = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]$|[:：]$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FEW = 3  # filled cells beside a total or signature
_LONGEST_COLUMN_NUMBER = 5  # letters, with brackets
_MOST_COLUMNS_OF_A_LIST = 2  # in a list of one or two columns a lone cell is data


class PassingOver:
    """Knows one sheet's header and columns, and tells which of its rows are no data."""

    def __init__(
        self, grid: Grid, *, headers: Sequence[str], columns: Collection[int], required: Collection[int]
    ) -> None:
        """`headers`: words of every column; `columns`, `required`: positions that are read, and those without which a
        row cannot be."""
        self._grid = grid
        self._headers = [header_key(word) for word in headers]
        self._columns = columns
        self._required = required

    def is_no_data(self, row: int) -> bool:
        cells = [(at, cell) for at, cell in enumerate(self._grid.raw(row)) if cell != ""]
        if not cells:
            return True
        first = plain(cells[0][1])
        return (
            bool(_SAMPLE.match(first))
            or _is_total(first, cells)
            or _is_remark(first, cells)
            or self._is_header_again(cells)
            or _is_column_numbers(cells)
            or self._is_heading(row, first, cells)
        )

    def heading(self, row: int) -> str:
        """The heading that stands in this row, without its number and remark; "" when the row is none."""
        cells = [(at, cell) for at, cell in enumerate(self._grid.raw(row)) if cell != ""]
        first = plain(cells[0][1]) if cells else ""
        if not cells or _is_total(first, cells) or _is_remark(first, cells) or not self._is_heading(row, first, cells):
            return ""
        return _REMARK.sub("", _HEADING.sub("", first)).strip()

    def _is_header_again(self, cells: Sequence[Filled]) -> bool:
        return len(cells) > 1 and all(
            self._headers[at] and header_key(cell_text(cell)) == self._headers[at] for at, cell in cells
        )

    def _is_heading(self, row: int, first: str, cells: Sequence[Filled]) -> bool:
        """A title, or the heading of the rows that follow: one text alone, not where a row must have one."""
        if len(cells) > 1 or len(self._columns) <= _MOST_COLUMNS_OF_A_LIST:
            return False
        if self._grid.widest_merge(row) * 2 >= len(self._columns) or _HEADING.match(first):
            return True
        return cells[0][0] not in self._required and bool(_CHINESE.search(first))


def _is_total(first: str, cells: Sequence[Filled]) -> bool:
    word = "".join(first.split())
    if _TOTAL.fullmatch(word):
        return True
    if len(cells) <= _FEW and _COUNTED.fullmatch(word):
        return True
    if _is_named_total(cells):
        return True
    return any(isinstance(cell, str) and "".join(cell.split()) in _TOTAL_IN_GROUP for _at, cell in cells[1:4])


def _is_named_total(cells: Sequence[Filled]) -> bool:
    """城关镇小计 with nothing but numbers beside it: a name that ends so among other texts is data."""
    texts = ["".join(plain(cell).split()) for _at, cell in cells]
    named = [text for text in texts if _NAMED_TOTAL.fullmatch(text)]
    return len(named) == 1 and all(text in named or _AMOUNT.fullmatch(text) for text in texts)


def _is_remark(first: str, cells: Sequence[Filled]) -> bool:
    if len(cells) > 2 * _FEW:
        return False
    word = "".join(first.split())
    return bool(_SIGNATURE.match(word)) or (len(cells) <= _FEW and bool(_NOTE.match(word)))


def _is_column_numbers(cells: Sequence[Filled]) -> bool:
    """1, 2, 3 … or 甲, 乙, 1, 2 … under the header, as statistical forms have it."""
    if len(cells) <= _FEW or any(len(cell_text(cell)) > _LONGEST_COLUMN_NUMBER for _at, cell in cells):
        return False
    texts = [plain(cell).strip("()[]") for _at, cell in cells]
    numbers = [text for text in texts if text not in {"甲", "乙", "丙", "丁"}]
    return len(numbers) > 1 and numbers == [str(number) for number in range(1, len(numbers) + 1)]
