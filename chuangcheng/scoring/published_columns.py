"""The columns of a published table that are named by methods and items of a framework: which they are, and out of
how many marks. A number in brackets says it (实地考察（40分）); else the framework does, as far as the figures fit;
a column of which neither is sure keeps its marks without a full."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chuangcheng.core.imports.values import BadValue, parse_number
from chuangcheng.core.texts import translated as _
from chuangcheng.scoring.engine import half_up
from chuangcheng.scoring.likeness import nearest

HUNDRED = Decimal(100)
MOST = Decimal(10_000)  # points
CLOSE = Decimal("0.05")  # by which rounded contributions may miss the total; our choice
METHOD_WORDS = ("网上申报", "材料审核", "材料申报", "实地考察", "实地测评", "问卷调查", "入户调查", "网络调查")
_STATED = re.compile(r"[(（]\s*(?:满分|共|计)?\s*(\d{1,4}(?:\.\d{1,4})?)\s*分\s*[)）]")
_ASIDE = re.compile(r"[(（][^（）()]*[)）]")
_SCORE_WORD = re.compile(r"(?:得分|分数|成绩|评分|分)$")


@dataclass(frozen=True, slots=True)
class Known:
    """What the framework says about its methods and items."""

    methods: Mapping[str, Decimal | None]  # name → weight, as relative as the framework has it; None: no weights
    items: Mapping[str, Decimal]  # name → marks

    @property
    def shares(self) -> dict[str, Decimal]:
        """Method → marks of 100 by the weights; empty when one is missing."""
        whole = sum((weight or Decimal(0) for weight in self.methods.values()), Decimal(0))
        if not whole or None in self.methods.values():
            return {}
        return {name: HUNDRED * (weight or Decimal(0)) / whole for name, weight in self.methods.items()}


@dataclass(frozen=True, slots=True)
class PublishedColumn:
    """One such column."""

    word: str  # its header
    name: str  # of the method or item, as published
    is_method: bool
    full: Decimal | None  # marks; None: not known


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as far as the columns are read from it."""

    total: Decimal | None
    cells: Mapping[str, str]  # header → text


def published_columns(rows: Sequence[ReadRow], known: Known) -> list[PublishedColumn]:
    """The columns among the unknown ones that carry marks of methods and items, in the order of the sheet."""
    words = list(dict.fromkeys(word for row in rows for word in row.cells))
    found = [column for word in words if (column := _column(word, rows, known)) is not None]
    methods = [column for column in found if column.is_method]
    return [_with_full(column, methods, rows, known) for column in found]


def marks_in(cell: str) -> Decimal | None:
    """The marks in a cell; None when there are none. Raises BadValue for what is no number of marks."""
    if not cell or cell in {"—", "-", "/", "无"}:
        return None
    number = parse_number(cell)
    if not 0 <= number <= MOST:
        raise BadValue(_("分数应在0到10000之间，请更正。"))
    return half_up(number, 4)


def _column(word: str, rows: Sequence[ReadRow], known: Known) -> PublishedColumn | None:
    cells = [row.cells[word] for row in rows if word in row.cells]
    if not all(_is_number(cell) for cell in cells):
        return None
    stated = _STATED.search(unicodedata.normalize("NFKC", word))
    name = _SCORE_WORD.sub("", _ASIDE.sub("", word).strip()) or word
    is_method = _is_one_of(name, (*known.methods, *METHOD_WORDS))
    if not is_method and stated is None and nearest(name, known.items) is None:
        return None
    return PublishedColumn(word, name, is_method, Decimal(stated[1]) if stated else None)


def _with_full(
    column: PublishedColumn, methods: Sequence[PublishedColumn], rows: Sequence[ReadRow], known: Known
) -> PublishedColumn:
    if column.full is not None:
        return column
    highest = max(
        (number for row in rows if (number := _number(row.cells.get(column.word, ""))) is not None), default=None
    )
    if column.is_method:
        full = known.shares.get(column.name) if _are_contributions(methods, rows) else None
    else:
        like = nearest(column.name, known.items)
        full = known.items[like.name] if like else None
    if highest is not None and (full is None or highest > full):
        full = HUNDRED if column.is_method and highest <= HUNDRED else None
    return PublishedColumn(column.word, column.name, column.is_method, full)


def _are_contributions(methods: Sequence[PublishedColumn], rows: Sequence[ReadRow]) -> bool:
    """Whether the methods of most rows add to the total: marks that each brings, not scores out of 100."""
    told = [(row.total, [_number(row.cells.get(column.word, "")) for column in methods]) for row in rows]
    sums = [
        (total, sum((mark for mark in marks if mark is not None), Decimal(0)))
        for total, marks in told
        if total is not None and None not in marks
    ]
    return bool(sums) and 2 * sum(abs(total - added) <= CLOSE for total, added in sums) > len(sums)


def _is_one_of(name: str, names: Collection[str]) -> bool:
    like = nearest(name, names)
    return like is not None and like.is_sure


def _is_number(cell: str) -> bool:
    try:
        marks_in(cell)
    except BadValue:
        return False
    return True


def _number(cell: str) -> Decimal | None:
    return marks_in(cell) if _is_number(cell) else None
