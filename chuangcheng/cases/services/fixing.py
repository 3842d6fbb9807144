"""反馈、立行立改: what was done about a problem, with its photos."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from chuangcheng.cases import workflow
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.services.photos import check_after_photos
from chuangcheng.cases.services.rechecking import draw_for_recheck
from chuangcheng.cases.services.relapse_rulings import cause_with_step
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out
from chuangcheng.core.access import Actor


def feed_back(
    *, actor: Actor, step: Step, after: Sequence[UUID], reason: str = "", cause: str = "", cause_text: str = ""
) -> CaseEvent:
    """处置中 → 待核查: the lead unit shows that it is fixed. `cause`: why a relapse came back, where it knows."""

    def change(case: Case, at: datetime) -> Changed:
        check_after_photos(case, after=after)
        case.fed_back_at = at
        case.fixer_id = actor.person_id
        told = cause_with_step(actor=actor, case=case, cause=cause, text=cause_text)
        return Changed(("fed_back_at", "fixer"), unit_id=case.lead_unit_id, data=told)

    brought = Brought(text=reason, after=after)
    return carry_out(actor=actor, step=step, move="feed_back", brought=brought, change=change)


def fix_on_spot(
    *, actor: Actor, step: Step, after: Sequence[UUID], before: Sequence[UUID] = (), reason: str = ""
) -> CaseEvent:
    """待立案 → 已结案: fixed at once by who found it, shown by a photo before and one after."""

    def change(case: Case, at: datetime) -> Changed:
        check_after_photos(case, after=after, before=before)
        case.filed_at = case.fed_back_at = case.closed_at = at
        case.fixer_id = actor.person_id
        case.outcome = workflow.Outcome.FIXED.value
        draw_for_recheck(case, step, at)
        columns = ("filed_at", "fed_back_at", "closed_at", "fixer", "outcome", "recheck_drawn_at")
        return Changed(columns, unit_id=case.area_id)

    brought = Brought(text=reason, before=before, after=after)
    return carry_out(actor=actor, step=step, move="fix_on_spot", brought=brought, change=change)
