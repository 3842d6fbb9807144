"""立行立改抽查: some of the cases fixed on the spot are drawn, and a second person looks at them again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chuangcheng.cases.draws import is_drawn, lot_of
from chuangcheng.cases.models import Case, CaseEvent, Recheck, RecheckResult
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out, written
from chuangcheng.cases.settings import RECHECK_PERCENT, RECHECK_SEED
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date


def draw_for_recheck(case: Case, step: Step, at: datetime) -> None:
    """Draws at the moment of closing, in its transaction: once, whatever happens afterwards."""
    share = RECHECK_PERCENT.on(local_date(at)) / 100
    lot = lot_of(RECHECK_SEED.on(local_date(at)), case.number)
    if is_drawn(lot, share):
        case.recheck_drawn_at = at
        Recheck.objects.create(event_id=step.event_id, case=case, drawn_at=at, lot=lot, share=share)


def pass_recheck(*, actor: Actor, step: Step, reason: str = "", check: Sequence[UUID] = ()) -> CaseEvent:
    """A second person has seen that it is still good; the case stays closed."""

    def change(case: Case, at: datetime) -> Changed:
        _keep_result(case, step, at, is_good=True)
        case.recheck_drawn_at = None
        return Changed(("recheck_drawn_at",), unit_id=case.area_id)

    brought = Brought(text=reason, check=check)
    return carry_out(actor=actor, step=step, move="pass_recheck", brought=brought, change=change)


def fail_recheck(*, actor: Actor, step: Step, reason: str, check: Sequence[UUID] = ()) -> CaseEvent:
    """已结案 → 待派遣: it is not good after all."""

    def change(case: Case, at: datetime) -> Changed:
        _keep_result(case, step, at, is_good=False)
        data = {"closed_at": written(case.closed_at), "outcome": case.outcome}
        case.outcome = ""
        case.closed_at = case.fed_back_at = None
        return Changed(("outcome", "closed_at", "fed_back_at"), unit_id=case.area_id, data=data)

    brought = Brought(text=reason, check=check)
    return carry_out(actor=actor, step=step, move="fail_recheck", brought=brought, change=change)


def _keep_result(case: Case, step: Step, at: datetime, *, is_good: bool) -> None:
    drawn = case.rechecks.order_by("-drawn_at")[:1].get()
    RecheckResult.objects.create(event_id=step.event_id, recheck=drawn, is_good=is_good, checked_at=at)
