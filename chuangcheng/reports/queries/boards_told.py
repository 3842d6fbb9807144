"""考核榜: the published boards of the period; of those that are not, a sentence why nothing is shown."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.reports.figures import Cell, Grid
from chuangcheng.reports.periods import Kind
from chuangcheng.reports.queries.asking import Asked, Gathered
from chuangcheng.supervision.queries.appraisals.published import PublishedBoard, boards_of_period

BOARD, NOTE = "board-", "boards_note"  # codes of grids
EXPECTED = frozenset({Kind.MONTHLY, Kind.HALF_YEAR, Kind.ANNUAL})  # papers that tell of boards; our choice


def boards_told(asked: Asked, found: Gathered) -> None:
    """Adds a table for each published board, places and reasons as the board has them."""
    boards = boards_of_period(actor=asked.actor, first=asked.span.first, last=asked.span.last)
    found.grids += [grid_of_board(at, board) for at, board in enumerate(boards.published, start=1)]
    open_ones = [*boards.waiting, *(boards.missing if asked.kind in EXPECTED else ())]
    if open_ones:
        names = _("、").join(open_ones)
        note = _("%(names)s本期还没有发布，发布后才能列入通报。") % {"names": names}
        found.grids.append(Grid(NOTE, _("考核排名"), (), (), (), note))


def grid_of_board(at: int, board: PublishedBoard) -> Grid:
    """Those with a place; who has none stands under it with the reason that the board gives."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (row.place, row.name, row.points, row.rate, row.listed) for row in board.rows if row.place is not None
    )
    title = _("%(board)s（%(period)s）") % {"board": board.name, "period": board.period}
    header = (_("名次"), _("单位"), _("得分"), board.rate, _("红黑榜"))
    notes = [_("名次和得分以发布的考核榜为准。"), *_without_place(board)]
    return Grid(f"{BOARD}{at}", title, header, ("number", "text", "points", "rate", "text"), rows, "".join(notes))


def _without_place(board: PublishedBoard) -> list[str]:
    """A sentence for each reason."""
    names: dict[str, list[str]] = {}
    for row in board.rows:
        if row.place is None:
            names.setdefault(row.not_ranked, []).append(row.name)
    facts = [{"why": why, "names": _("、").join(found)} for why, found in names.items()]
    return [_("不参加排名（%(why)s）：%(names)s。") % each for each in facts]
