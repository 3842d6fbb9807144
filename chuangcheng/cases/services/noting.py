"""补充情况: what a lead or assisting unit did, without a change of state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chuangcheng.cases.access import partners_of
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out
from chuangcheng.cases.workflow import FIX_CASES
from chuangcheng.core.access import Actor


def add_note(*, actor: Actor, step: Step, reason: str, scene: Sequence[UUID] = ()) -> CaseEvent:
    """Tells what the actor's unit did, with photos."""

    def change(case: Case, at: datetime) -> Changed:  # noqa: ARG001 - the signature of every change
        return Changed(unit_id=_unit_of(actor, case))

    brought = Brought(text=reason, scene=scene)
    return carry_out(actor=actor, step=step, move="note", brought=brought, change=change)


def _unit_of(actor: Actor, case: Case) -> int | None:
    """The unit for which the actor speaks: their own first, else the first of those below them."""
    concerned = [case.lead_unit] if case.lead_unit is not None else []
    concerned += [partner.unit for partner in partners_of(case) if partner.is_assisting]
    theirs = [unit.pk for unit in concerned if actor.may_at(FIX_CASES, unit.path)]
    return next((unit for unit in theirs if unit in actor.unit_ids), next(iter(theirs), None))
