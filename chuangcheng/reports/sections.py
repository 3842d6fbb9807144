"""The body of a bulletin: parts in order by its kind, each of sentences, tables, charts and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from chuangcheng.core.documents.paper import Block, Chart, Heading, Paragraph, Picture, Pictures, Series, Table
from chuangcheng.reports import wording
from chuangcheng.reports.figures import Grid, PeriodFigures, PhotoPair
from chuangcheng.reports.periods import Kind
from chuangcheng.reports.shown import shown, shown_cell, shown_change

Contents = Mapping[str, bytes]  # id of a file → the picture without what the camera wrote
Part = tuple[str, Sequence[Block]]
NUMERALS = "一二三四五六七八九十"
MOST_BARS = 12  # units of a chart; our choice
RATE_COLUMN, NAME_COLUMN = 5, 1  # of the ranking
WIDTHS = {
    "ranking": (0.8, 3.4, 1.1, 1, 1, 1.4, 1.4, 1),
    "board": (0.8, 3.4, 1.4, 1.6, 1.2),
    "unranked": (4, 1, 1, 1, 1),
    "class": (3.4, 1, 1.2, 1.2, 1.4, 1),
    "street": (3.4, 1, 1.2, 1.2, 1.4, 1),
    "late_tasks": (4, 1.4, 1.4),
    "resolutions": (4.6, 2.4, 1.9, 1.2),
    "visits": (3.6, 1.9, 1.9, 1.3, 1.6),
    "campaigns": (3.4, 2.4, 1.9, 1, 1, 1, 1),
}


def parts_of(found: PeriodFigures, photos: Sequence[PhotoPair], contents: Contents) -> list[Part]:
    """The parts that have something to say, in the order of the kind."""
    makers: Mapping[str, Callable[[], Part]] = {
        "overview": lambda: (_("总体情况"), _overview(found)),
        "ranking": lambda: (_("各单位整改排名"), _ranking(found)),
        "boards": lambda: (_("考核排名"), _boards(found)),
        "spread": lambda: (_("问题分布"), _spread(found)),
        "work": lambda: (_("任务和申报材料"), _work(found)),
        "resolutions": lambda: (_("会议决定事项"), _only(found, "resolutions")),
        "campaigns": lambda: (_("专项整治"), _only(found, "campaigns")),
        "visits": lambda: (_("迎检准备"), _only(found, "visits")),
        "photos": lambda: (_("整改对比"), photo_blocks(photos, contents)),
    }
    every = [makers[code]() for code in PARTS[Kind(found.kind)]]
    return [part for part in every if part[1]]


_WHOLE = ("overview", "ranking", "boards", "spread", "work", "resolutions", "campaigns", "visits", "photos")
PARTS: Mapping[Kind, Sequence[str]] = {
    Kind.DAILY: ("overview", "ranking", "resolutions", "visits", "photos"),
    Kind.WEEKLY: ("overview", "ranking", "boards", "spread", "resolutions", "visits", "photos"),
    Kind.MONTHLY: _WHOLE,
    Kind.HALF_YEAR: _WHOLE,
    Kind.ANNUAL: _WHOLE,
}


def numbered(parts: Sequence[Part]) -> Iterator[Block]:
    """The parts with 一、二、三 before their heads."""
    for numeral, (head, blocks) in zip(NUMERALS, parts, strict=False):
        yield Heading(f"{numeral}、{head}")
        yield from blocks


def main_table(found: PeriodFigures) -> Table:
    """主要指标: every figure that a sentence uses, with the period before."""
    rows = [
        [
            each.label if each.unit == "%" else _("%(label)s（%(unit)s）") % {"label": each.label, "unit": each.unit},
            shown(each.value, each.unit),
            shown(each.before, each.unit),
            shown_change(each.change),
            each.source,
        ]
        for each in found.main
    ]
    header = [_("指标"), _("本期"), _("上期"), _("增减"), _("来源")]
    return Table(header, rows, [2.6, 1.6, 1.6, 1.4, 3], caption=_("主要指标"), figures=(1, 2, 3))


def table_of(grid: Grid) -> Table:
    """A grid as a table of a paper."""
    rows = [[shown_cell(kind, cell) for kind, cell in zip(grid.columns, row, strict=True)] for row in grid.rows]
    figures = [at for at, kind in enumerate(grid.columns) if kind != "text"]
    return Table(
        list(grid.header), rows, WIDTHS.get(grid.code.partition("-")[0], ()), caption=grid.title, figures=figures
    )


def ranking_chart(grid: Grid) -> Chart | None:
    """按期结案率 of the units in their order, of many the first and last ones; None where all are equal."""
    rows = [row for row in grid.rows if isinstance(row[RATE_COLUMN], Decimal)]
    if len(rows) > MOST_BARS:
        rows = [*rows[: MOST_BARS // 2], *rows[-MOST_BARS // 2 :]]
    rates = [rate for row in rows if isinstance(rate := row[RATE_COLUMN], Decimal)]
    if len(set(rates)) < 2:  # noqa: PLR2004 - bars of one length say nothing
        return None
    title = _("各单位按期结案率（%）") if len(rows) == len(grid.rows) else _("按期结案率居前和居后的单位（%）")
    return Chart(title, [str(row[NAME_COLUMN]) for row in rows], [Series(_("按期结案率"), rates)])


def photo_blocks(photos: Sequence[PhotoPair], contents: Contents) -> list[Block]:
    """Before left of after, place and day under each."""
    pictures: list[Picture] = []
    for pair in photos:
        if pair.before not in contents or pair.after not in contents:
            continue
        what = f"{pair.place} {pair.what}".strip()
        pictures.append(Picture(contents[pair.before], f"{what}\n{_('整改前')}"))
        after = _("整改后，%(day)s") % {"day": pair.closed_on}
        pictures.append(Picture(contents[pair.after], f"{what}\n{after}"))
    return [Pictures(pictures)] if pictures else []


def _overview(found: PeriodFigures) -> list[Block]:
    blocks: list[Block] = [Paragraph(sentence) for sentence in wording.overview(found)]
    return [*blocks, main_table(found)] if found.main else blocks


def _ranking(found: PeriodFigures) -> list[Block]:
    grid, rest = found.grid("ranking"), found.grid("unranked")
    blocks: list[Block] = []
    if grid is not None:
        blocks += [Paragraph(sentence) for sentence in wording.ranking(grid)]
        blocks.append(table_of(grid))
        chart = ranking_chart(grid)
        blocks += [chart] if chart is not None else []
        blocks.append(Paragraph(grid.note, is_small=True))
    return [*blocks, table_of(rest)] if rest is not None else blocks


def _boards(found: PeriodFigures) -> list[Block]:
    """Published boards; of those that are not, why."""
    blocks: list[Block] = []
    for grid in found.grids_like("board-"):
        blocks += [Paragraph(sentence) for sentence in wording.board(grid)]
        blocks += [table_of(grid), Paragraph(grid.note, is_small=True)]
    note = found.note("boards_note")
    return [*blocks, Paragraph(note)] if note else blocks


def _spread(found: PeriodFigures) -> list[Block]:
    blocks: list[Block] = []
    for code in ("class", "street"):
        grid = found.grid(code)
        if grid is not None:
            blocks += [Paragraph(sentence) for sentence in wording.spread(grid)]
            blocks += [table_of(grid), *([Paragraph(grid.note, is_small=True)] if grid.note else [])]
    return blocks


def _work(found: PeriodFigures) -> list[Block]:
    blocks: list[Block] = [Paragraph(sentence) for sentence in wording.work(found)]
    grid = found.grid("late_tasks")
    return [*blocks, table_of(grid)] if grid is not None else blocks


def _only(found: PeriodFigures, code: str) -> list[Block]:
    grid = found.grid(code)
    return [table_of(grid)] if grid is not None else []
