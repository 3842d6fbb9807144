"""Published boards as papers tell them: place, points and rate, and why somebody has no place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.supervision.appraisal import Listed
from chuangcheng.supervision.appraisal_access import VIEW, visible_runs
from chuangcheng.supervision.appraisal_wording import LISTED_WORDS, NOT_RANKED_WORDS, RATE_WORDS, span_words
from chuangcheng.supervision.models import Board, Result, Run
from chuangcheng.supervision.queries.appraisals.runs import span_of


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A unit or leader on a published board."""

    place: int | None
    name: str
    points: Decimal
    rate: Decimal | None  # percent, two places; None when nothing was counted
    listed: str  # 红榜, 黑榜, empty
    is_black: bool
    not_ranked: str  # why there is no place; empty when there is one
    unit_id: int | None


@dataclass(frozen=True, slots=True)
class PublishedBoard:
    """A published board over a period."""

    run: Run
    name: str
    period: str  # in words
    rate: str  # what the rate is of
    rows: Sequence[PublishedRow]


@dataclass(frozen=True, slots=True)
class BoardsOfPeriod:
    """What was published of a period, and the boards that are not yet."""

    published: Sequence[PublishedBoard]
    waiting: Sequence[str]  # names of boards that were computed and not published
    missing: Sequence[str]  # names of boards that were not computed


def boards_of_period(*, actor: Actor, first: date, last: date) -> BoardsOfPeriod:
    """The boards that are shown to all, of each the longest published period inside these days, the later of two.

    Three queries, however many boards. Nothing for who sees no boards of the whole place.
    """
    if not actor.everywhere(VIEW):
        return BoardsOfPeriod((), (), ())
    inside = visible_runs(actor).filter(first__gte=first, last__lte=last, board_version__is_shown_to_all=True)
    runs: dict[object, list[Run]] = {}
    for run in inside.order_by("first"):
        runs.setdefault(run.board_id, []).append(run)
    chosen: list[Run] = []
    waiting, missing = [], []
    for board in _boards(last):
        found = runs.get(board.pk, [])
        final = [run for run in found if run.state == Run.State.FINAL]
        if final:
            chosen.append(max(final, key=lambda run: (run.last - run.first, run.last)))
        elif found:
            waiting.append(board.name)
        else:
            missing.append(board.name)
    return BoardsOfPeriod(_told(chosen), tuple(waiting), tuple(missing))


def latest_boards(*, actor: Actor, until: date) -> list[PublishedBoard]:
    """Of every board that is shown to all the last published period that was over on a day. Two queries."""
    if not actor.everywhere(VIEW):
        return []
    rows = visible_runs(actor).filter(state=Run.State.FINAL, last__lte=until, board_version__is_shown_to_all=True)
    last: dict[object, Run] = {}
    for run in rows.order_by("last", "first"):
        last[run.board_id] = run
    return list(_told(sorted(last.values(), key=lambda run: (run.board.created_at, run.board.pk))))


def _boards(day: date) -> QuerySet[Board]:
    """Those that ranked on a day."""
    return Board.objects.filter(versions__valid_from__lte=day, versions__is_shown_to_all=True).distinct()


def _told(runs: Sequence[Run]) -> tuple[PublishedBoard, ...]:
    rows: dict[object, list[Result]] = {run.pk: [] for run in runs}
    for result in Result.objects.filter(run__in=runs).order_by("order"):
        rows[result.run_id].append(result)
    return tuple(
        PublishedBoard(
            run=run,
            name=run.board.name,
            period=span_words(span_of(run)),
            rate=str(RATE_WORDS[run.board_version.rate]),
            rows=tuple(_row(result) for result in rows[run.pk]),
        )
        for run in runs
    )


def _row(result: Result) -> PublishedRow:
    listed = LISTED_WORDS.get(result.listed)
    rate = None
    if result.counted:
        rate = (Decimal(100) * result.good / result.counted).quantize(Decimal("0.01"))
    return PublishedRow(
        place=result.place,
        name=result.name,
        points=result.points,
        rate=rate,
        listed=str(listed[1]) if listed else "",
        is_black=result.listed == Listed.BLACK.value,
        not_ranked=str(NOT_RANKED_WORDS.get(result.not_ranked, "")) if result.place is None else "",
        unit_id=result.unit_id,
    )
