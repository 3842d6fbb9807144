"""Where the header of a sheet stands and what its columns mean, found by the words in it: the row, or two or
three rows, that name the most columns of the kind. Titles above, sub-headings and merged cells are expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chuangcheng.core.imports.grid import Grid
from chuangcheng.core.imports.kinds import ImportKind, Section
from chuangcheng.core.imports.matching import Matcher, assigned
from chuangcheng.core.imports.plans import SheetPlan
from chuangcheng.core.sheets import Book, Sheet

_SEARCHED_ROWS = 40
_DEEPEST = 3  # rows of a header
_FEWEST = 2  # columns that must be known, unless the kind has fewer
_CLEARLY = 1e-9


@dataclass(frozen=True)
class _Found:
    score: float
    plan: SheetPlan


def guess_plans(kind: ImportKind, book: Book) -> list[SheetPlan]:
    """A plan for every sheet that looks like one of the kind's sections; sheets that do not are left out."""
    plans = (_plan_of(index, sheet, kind) for index, sheet in enumerate(book.sheets))
    return [plan for plan in plans if plan is not None]


def likely_plan(*, kind: ImportKind, book: Book, index: int) -> SheetPlan:
    """A plan to start from for a sheet that was not recognised: the header where the most words stand."""
    grid = Grid(book.sheets[index])
    words = [sum(isinstance(cell, str) and cell != "" for cell in grid.raw(row)) for row in range(grid.height)]
    start = words.index(max(words[:_SEARCHED_ROWS]))
    return plan_at(grid=grid, index=index, section=kind.all_sections[0], header_start=start, header_rows=1)


def header_places(grid: Grid, *, within: int) -> Iterator[tuple[int, int]]:
    """Where the header of a sheet may stand, within so many rows: zero-based row, number of rows; from the top."""
    for start in range(min(within, grid.height)):
        for depth in _depths(grid, start):
            yield start, depth


def plan_at(*, grid: Grid, index: int, section: Section, header_start: int, header_rows: int) -> SheetPlan:
    """The plan for a header that a person pointed at."""
    matcher = Matcher(section.columns)
    columns = assigned(grid.paths(header_start, header_rows), matcher)
    return SheetPlan(index, section.key, header_start, header_rows, {at: key for at, (key, _weight) in columns.items()})


def _plan_of(index: int, sheet: Sheet, kind: ImportKind) -> SheetPlan | None:
    if not sheet.rows:
        return None
    grid = Grid(sheet)
    sections = _sections_for(sheet, kind)
    bare = next((section for section in sections if not section.has_header), None)
    if bare:
        columns = dict(enumerate(column.key for column in bare.columns[: grid.width]))
        return SheetPlan(index, bare.key, 0, 0, columns)
    found = [found for section in sections for found in _headers(grid, index, section)]
    return max(found, key=lambda one: one.score).plan if found else None


def _sections_for(sheet: Sheet, kind: ImportKind) -> list[Section]:
    """The sections that a sheet may be: the one that has its name, else all that are known by their headers."""
    name = sheet.name.strip().casefold()
    named = [section for section in kind.all_sections if name in {word.casefold() for word in section.sheet_names}]
    return named[:1] or [section for section in kind.all_sections if section.has_header]


def _headers(grid: Grid, index: int, section: Section) -> Iterator[_Found]:
    matcher = Matcher(section.columns)
    fewest = min(_FEWEST, len(section.columns))
    for start, depth in header_places(grid, within=_SEARCHED_ROWS):
        columns = assigned(grid.paths(start, depth), matcher)
        if len(columns) >= fewest:
            keys = {at: key for at, (key, _weight) in columns.items()}
            weight = sum(weight for _key, weight in columns.values())
            # Of equals the fewer rows and the higher place win: a row below the header repeats nothing.
            score = weight - _CLEARLY * (depth * _SEARCHED_ROWS + start)
            yield _Found(score, SheetPlan(index, section.key, start, depth, keys))


def _depths(grid: Grid, start: int) -> Iterator[int]:
    yield 1
    for depth in range(2, _DEEPEST + 1):
        last = start + depth - 1
        if last >= grid.height or not _is_sub_heading(grid, last):
            return
        yield depth


def _is_sub_heading(grid: Grid, row: int) -> bool:
    """Whether a row may be the lower part of a header: words only, under fewer than half of the columns above it."""
    own = [cell for cell in grid.raw(row) if cell != ""]
    above = sum(cell != "" for cell in grid.filled(row - 1))
    return bool(own) and all(isinstance(cell, str) for cell in own) and len(own) * 2 <= max(above, grid.width)
