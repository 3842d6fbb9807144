"""结案、返工、重开: whether a problem is really gone, seen by a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases import deadlines, workflow
from chuangcheng.cases.access import REPORTER_REOPEN_DAYS
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.services.relapse_rulings import cause_with_step, require_cause
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out, written
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import Refusal
from chuangcheng.core.times import local_date, now


class ReporterTooLate(Refusal):
    """The days are over in which whoever reported may have it opened again."""

    def __init__(self, days: int) -> None:
        super().__init__(_("结案已超过%(days)s天，请重新反映这个问题。") % {"days": days})


def close_case(
    *,
    actor: Actor,
    step: Step,
    outcome: str | None = None,
    reason: str = "",
    check: Sequence[UUID] = (),
    cause: str = "",
    cause_text: str = "",
) -> CaseEvent:
    """待核查 → 已结案, by somebody who did not fix it. `cause`: why a relapse came back, where nobody said so yet."""

    def change(case: Case, at: datetime) -> Changed:
        came_of_it = workflow.outcome_of("close", outcome)
        case.outcome = came_of_it.value if came_of_it else ""
        told = cause_with_step(actor=actor, case=case, cause=cause, text=cause_text)
        require_cause(case, case.outcome)
        case.closed_at = at
        return Changed(("outcome", "closed_at"), unit_id=case.lead_unit_id, data={"outcome": case.outcome, **told})

    brought = Brought(text=reason, check=check)
    return carry_out(actor=actor, step=step, move="close", brought=brought, change=change)


def fail_check(*, actor: Actor, step: Step, reason: str, check: Sequence[UUID] = ()) -> CaseEvent:
    """待核查 → 处置中 with the time that was left, at least one working day. Counted."""

    def change(case: Case, at: datetime) -> Changed:
        former, case.due_at = case.due_at, _rework_due(case, at)
        case.fed_back_at = None
        case.rework_count += 1
        data = {"due_at": written(case.due_at), "former_due_at": written(former)}
        return Changed(("due_at", "fed_back_at", "rework_count"), unit_id=case.lead_unit_id, data=data)

    brought = Brought(text=reason, check=check)
    return carry_out(actor=actor, step=step, move="fail_check", brought=brought, change=change)


def reopen_case(*, actor: Actor, step: Step, reason: str, before: Sequence[UUID] = ()) -> CaseEvent:
    """已结案 → 待派遣: it is not fixed after all. The unit that led it stays known until the next dispatch."""

    def change(case: Case, at: datetime) -> Changed:  # noqa: ARG001 - the signature of every change
        data = {"closed_at": written(case.closed_at), "outcome": case.outcome}
        case.outcome = ""
        case.closed_at = case.due_at = case.fed_back_at = None
        return Changed(("outcome", "closed_at", "due_at", "fed_back_at"), unit_id=case.lead_unit_id, data=data)

    brought = Brought(text=reason, before=before)
    return carry_out(actor=actor, step=step, move="reopen", brought=brought, change=change)


def reopen_for_reporter(
    *, actor: Actor, step: Step, reason: str, before: Sequence[UUID] = (), told_at: datetime | None = None
) -> CaseEvent:
    """重开 for whoever reported it without an account: within the days of the setting, from when they were told.

    `actor` is the system in their name; `told_at`: when they heard of the closing, if later.
    """
    closed_at = Case.objects.filter(pk=step.case_id).values_list("closed_at", flat=True).first()
    moment = now()
    if closed_at is not None:
        days = REPORTER_REOPEN_DAYS.on(local_date(moment))
        if not workflow.reporter_may_reopen(max(closed_at, told_at or closed_at), moment, days=days):
            raise ReporterTooLate(days)
    return reopen_case(actor=actor, step=step, reason=reason, before=before)


def _rework_due(case: Case, at: datetime) -> datetime | None:
    if case.due_at is None or case.fed_back_at is None:
        return case.due_at
    return deadlines.rework_due(
        case.due_at,
        LimitUnit(case.limit_unit or LimitUnit.CALENDAR_HOURS),
        fed_back_at=case.fed_back_at,
        failed_at=at,
        calendar=office_calendar(),
    )
