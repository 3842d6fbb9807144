"""The page on which a person says what each column is: what it shows, and what comes back from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.imports.grid import Grid
from chuangcheng.core.imports.guess import likely_plan, plan_at
from chuangcheng.core.imports.kinds import ImportKind, Section
from chuangcheng.core.imports.plans import SheetPlan
from chuangcheng.core.sheets import Book, Sheet, cell_text

_SAMPLES = 3
_SAMPLE_LETTERS = 30
_DEEPEST_HEADER = 3


@dataclass(frozen=True)
class ShownColumn:
    position: int
    letter: str  # as the spreadsheet names it
    word: str  # header word
    samples: Sequence[str]
    key: str  # what it is taken for; "": not read


@dataclass(frozen=True)
class ShownSheet:
    index: int
    name: str
    is_read: bool
    section: Section
    header_row: int  # 1-based
    header_rows: int
    columns: Sequence[ShownColumn]


def shown_sheets(*, kind: ImportKind, book: Book, plans: Sequence[SheetPlan]) -> list[ShownSheet]:
    """Every filled sheet of the book, with what its columns are taken for."""
    by_index = {plan.index: plan for plan in plans}
    return [
        _shown(
            kind,
            sheet,
            by_index.get(index) or likely_plan(kind=kind, book=book, index=index),
            is_read=index in by_index,
        )
        for index, sheet in enumerate(book.sheets)
        if sheet.rows
    ]


def posted_plans(*, kind: ImportKind, book: Book, post: Mapping[str, str]) -> list[SheetPlan]:
    """The plans as the person set them. Raises InvalidInput: one meaning for two columns, a row not there."""
    return [
        _posted(kind, sheet, index, post)
        for index, sheet in enumerate(book.sheets)
        if sheet.rows and post.get(f"sheet-{index}-read")
    ]


def guessed_again(*, kind: ImportKind, book: Book, post: Mapping[str, str]) -> list[SheetPlan]:
    """Plans guessed from the headers that the person pointed at. Raises InvalidInput."""
    return [
        plan_at(
            grid=Grid(sheet),
            index=index,
            section=_section(kind, index, post),
            header_start=_number(post, f"sheet-{index}-header", least=1, most=len(sheet.rows)) - 1,
            header_rows=_number(post, f"sheet-{index}-depth", least=1, most=_DEEPEST_HEADER),
        )
        for index, sheet in enumerate(book.sheets)
        if sheet.rows and post.get(f"sheet-{index}-read")
    ]


def _shown(kind: ImportKind, sheet: Sheet, plan: SheetPlan, *, is_read: bool) -> ShownSheet:
    grid = Grid(sheet)
    words = plan.headers(grid) if plan.header_rows else [""] * grid.width
    samples = [[cell_text(cell) for cell in grid.filled(row)] for row in _first_rows(plan, grid)]
    columns = [
        ShownColumn(at, _letter(at), words[at], [_cut(row[at]) for row in samples], plan.columns.get(at, ""))
        for at in range(grid.width)
    ]
    section = kind.section(plan.section)
    return ShownSheet(plan.index, sheet.name, is_read, section, plan.header_start + 1, plan.header_rows, columns)


def _first_rows(plan: SheetPlan, grid: Grid) -> range:
    return range(plan.first_row, min(plan.first_row + _SAMPLES, grid.height))


def _posted(kind: ImportKind, sheet: Sheet, index: int, post: Mapping[str, str]) -> SheetPlan:
    section = _section(kind, index, post)
    known = {column.key: column.shown_label for column in section.columns}
    chosen = {at: post.get(f"column-{index}-{at}", "") for at in range(len(sheet.rows[0]))}
    columns = {at: key for at, key in chosen.items() if key in known}
    for key, label in known.items():
        letters = [_letter(at) for at, taken in columns.items() if taken == key]
        if len(letters) > 1:
            words = {"sheet": sheet.name, "columns": "、".join(letters), "label": label}
            raise InvalidInput(_("“%(sheet)s”的%(columns)s列都选了“%(label)s”，请只留一列。") % words)
    depth = _number(post, f"sheet-{index}-depth", least=1, most=_DEEPEST_HEADER) if section.has_header else 0
    start = _number(post, f"sheet-{index}-header", least=1, most=len(sheet.rows)) - 1 if section.has_header else 0
    return SheetPlan(index, section.key, start, depth, columns)


def _section(kind: ImportKind, index: int, post: Mapping[str, str]) -> Section:
    wanted = post.get(f"sheet-{index}-section", "")
    return next((section for section in kind.all_sections if section.key == wanted), kind.all_sections[0])


def _number(post: Mapping[str, str], name: str, *, least: int, most: int) -> int:
    text = post.get(name, "")
    number = int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - more digits than a sheet has rows
    if not least <= number <= most:
        raise InvalidInput(_("表头的行号要在 %(least)s 到 %(most)s 之间，请改正。") % {"least": least, "most": most})
    return number


def _letter(position: int) -> str:
    """A, B, … Z, AA, as the spreadsheet names its columns."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _cut(text: str) -> str:
    return text if len(text) <= _SAMPLE_LETTERS else f"{text[:_SAMPLE_LETTERS]}…"
