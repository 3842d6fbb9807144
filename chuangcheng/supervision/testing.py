"""Appraisals for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span, span_around
from chuangcheng.supervision.models import Board, Formula, Merit, Objection, Run
from chuangcheng.supervision.services.appraisals.boards import BoardGiven, save_board
from chuangcheng.supervision.services.appraisals.computing import appraise_period
from chuangcheng.supervision.services.appraisals.formulas import take_over
from chuangcheng.supervision.services.appraisals.merits import MeritGiven, enter_merit
from chuangcheng.supervision.services.appraisals.publishing import open_to_objections

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Person

LONG_AGO = date(2020, 1, 1)


def make_formula(cast: Cast, code: str = "plain_rates", *, valid_from: date = LONG_AGO) -> Formula:
    """A ready-made formula, taken over."""
    made = take_over(
        actor=actor_of(cast.chief),
        formula_id=new_id(),
        version_id=new_id(),
        code=code,
        valid_from=valid_from,
        reason="创文办〔2026〕1号",
    )
    return made.formula


def make_board(cast: Cast, *, formula: Formula | None = None, **more: Any) -> Board:
    """A board of bureaus."""
    found = formula or make_formula(cast)
    facts = {"name": "部门榜", "valid_from": LONG_AGO, "kinds": ["bureau"], "reason": "创文办〔2026〕1号"}
    given = BoardGiven(formula_id=found.pk, **{**facts, **more})
    return save_board(actor=actor_of(cast.chief), board_id=new_id(), version_id=new_id(), given=given).board


def quiet(_done: int, _total: int, _message: str) -> None:
    """Nobody waits for the progress."""


def compute(cast: Cast, board: Board, day: date, kind: PeriodKind = PeriodKind.MONTH) -> Run:
    """The period around a day, computed."""
    return compute_span(actor_of(cast.chief), board.pk, span_around(kind, day))


def compute_span(actor: Actor, board_id: UUID, span: Span) -> Run:
    """The period, computed by somebody."""
    return appraise_period(actor=actor, span=span, board_ids=[board_id], told=quiet)[0]


def opened(cast: Cast, run: Run) -> Run:
    """The run, shown to the units."""
    return open_to_objections(actor=actor_of(cast.chief), run_id=run.pk)


def after_objections(run: Run) -> None:
    """The time for objections is over."""
    Run.objects.filter(pk=run.pk).update(objections_until=now() - timedelta(minutes=1))


def make_objection(cast: Cast, run: Run, *, raised_by: Person | None = None) -> Objection:
    """An objection of the sanitation bureau to a record that nobody can look up."""
    result = run.results.get(unit=cast.sanitation)
    return Objection.objects.create(
        number=f"T-{Objection.objects.count() + 1}",
        run=run,
        result=result,
        unit=cast.sanitation,
        line_name="按期结案率",
        record_id=new_id().hex,
        record_label="记录",
        reason="不对",
        raised_by=raised_by or cast.liaison,
        raised_by_name=(raised_by or cast.liaison).name,
    )


def make_merit(cast: Cast, **more: Any) -> Merit:
    """Praise of the sanitation bureau."""
    facts = {"unit_id": cast.sanitation.pk, "kind": "praise", "on": date(2026, 9, 10), "source": "通报", "reason": "好"}
    return enter_merit(actor=actor_of(cast.chief), merit_id=new_id(), given=MeritGiven(**{**facts, **more}))
