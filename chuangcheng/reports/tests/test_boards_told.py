from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chuangcheng.cases.testing import case_in
from chuangcheng.core.times import now, today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.reports.access import teller
from chuangcheng.reports.figures import PeriodFigures
from chuangcheng.reports.papers import pdf_paper, told_of
from chuangcheng.reports.periods import Kind, span_before, span_of
from chuangcheng.reports.queries.collecting import collect
from chuangcheng.reports.sections import parts_of
from chuangcheng.reports.testing import make_bulletin, make_figures
from chuangcheng.supervision.services.appraisals.publishing import publish_run
from chuangcheng.supervision.testing import after_objections, compute, make_board, opened


def _collected(cast: Cast, kind: Kind = Kind.MONTHLY) -> PeriodFigures:
    span = span_before(kind, span_of(kind, today()))
    return collect(actor=teller(actor_of(cast.chief)), kind=kind, span=span, now=now(), step=lambda *_at: None)


def test_a_published_board_stands_in_the_bulletin_with_its_places_and_reasons(cast: Cast) -> None:
    case_in("closed", cast)
    board = make_board(cast)
    last = span_before(Kind.MONTHLY, span_of(Kind.MONTHLY, today())).first
    run = opened(cast, compute(cast, board, last))
    assert _collected(cast).grid("board-1") is None
    assert "部门榜本期还没有发布" in _collected(cast).note("boards_note")
    after_objections(run)
    publish_run(actor=actor_of(cast.chief), run_id=run.pk)
    told = _collected(cast)
    found = next(each for each in told.grids if each.code == "board-1")
    assert found.title == f"部门榜（{last.year}年{last.month}月）"
    assert "不参加排名（" in found.note
    assert cast.sanitation.name in found.note
    assert not told.note("boards_note")


def test_a_board_of_units_that_see_their_own_row_alone_is_never_told(cast: Cast) -> None:
    board = make_board(cast, is_shown_to_all=False)
    run = opened(cast, compute(cast, board, today() - timedelta(days=31)))
    after_objections(run)
    publish_run(actor=actor_of(cast.chief), run_id=run.pk)
    told = _collected(cast, Kind.ANNUAL)
    assert not told.grids_like("board-")
    assert not told.note("boards_note")


def test_a_weekly_paper_is_silent_where_no_board_is_made_for_weeks(cast: Cast) -> None:
    make_board(cast)
    assert not _collected(cast, Kind.WEEKLY).note("boards_note")


def test_why_nothing_is_shown_stands_on_paper_and_page(cast: Cast) -> None:
    figures = make_figures()
    kept = [grid for grid in figures.grids if not grid.code.startswith("board")]
    note = replace(kept[0], code="boards_note", rows=(), note="街道榜本期还没有发布，发布后才能列入通报。")
    figures = replace(figures, grids=(*kept, note))
    assert "考核排名" in [head for head, _blocks in parts_of(figures, [], {})]
    made = make_bulletin(cast, figures=figures)
    assert pdf_paper(told_of(made)).startswith(b"%PDF")
    assert "街道榜本期还没有发布" in signed_in(cast.chief).get(f"/bulletins/{made.pk}/").content.decode()
