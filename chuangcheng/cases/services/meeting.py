"""提请联席会议、会议决定: what no unit can fix alone, and what the meeting says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.cases.limits import Term
from chuangcheng.cases.models import Case, CaseEvent, Decision, Escalation
from chuangcheng.cases.services.clock import set_deadline
from chuangcheng.cases.services.partners import open_units
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out, written
from chuangcheng.cases.workflow import State
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import local_date


def escalate(*, actor: Actor, step: Step, reason: str) -> CaseEvent:
    """Brings the case to the joint meeting, with the question."""

    def change(case: Case, at: datetime) -> Changed:
        case.escalated_at = at
        Escalation.objects.create(event_id=step.event_id, case=case, asked_at=at)
        return Changed(("escalated_at",), unit_id=case.lead_unit_id)

    return carry_out(actor=actor, step=step, move="escalate", brought=Brought(text=reason), change=change)


def decide(
    *,
    actor: Actor,
    step: Step,
    reason: str,
    decided_on: date | None = None,
    lead_unit_id: int | None = None,
    term: Term | None = None,
) -> CaseEvent:
    """Records what the meeting decided; it may name another lead unit and set a new term from now on.

    While the case waits for dispatch the unit named is the one that is offered first.
    """

    def change(case: Case, at: datetime) -> Changed:
        asked = case.escalations.order_by("-asked_at")[:1].get()
        day = decided_on or local_date(at)
        if not local_date(asked.asked_at) <= day <= local_date(at):
            raise InvalidInput(_("会议日期应在提请之后、今天以前，请重新填写。"))
        Decision.objects.create(event_id=step.event_id, escalation=asked, decided_on=day)
        case.escalated_at = None
        data: dict[str, Any] = {"decided_on": day.isoformat()}
        columns = ["escalated_at", *_lead(actor, case, lead_unit_id, data), *_term(case, term, at, data)]
        data["assists"] = list(case.assists.values_list("unit", flat=True))
        return Changed(columns, unit_id=case.lead_unit_id, data=data)

    return carry_out(actor=actor, step=step, move="decide", brought=Brought(text=reason), change=change)


def _lead(actor: Actor, case: Case, lead_unit_id: int | None, data: dict[str, Any]) -> list[str]:
    if lead_unit_id is None or lead_unit_id == case.lead_unit_id:
        return []
    data["former_unit"] = case.lead_unit_id
    case.lead_unit = open_units(actor, {lead_unit_id}, ())[lead_unit_id]
    case.assists.filter(unit=lead_unit_id).update(is_assisting=False)
    case.extension_asked_at = None
    return ["lead_unit", "extension_asked_at"]


def _term(case: Case, term: Term | None, at: datetime, data: dict[str, Any]) -> list[str]:
    if term is None:
        return []
    if case.state != State.FIXING.value:
        raise InvalidInput(_("该问题不在处置中，不能改期限，请把期限写进会议决定。"))
    data["former_due_at"] = written(case.due_at)
    set_deadline(case, term, at, office_calendar())
    data["due_at"] = written(case.due_at)
    return ["due_at", "limit_amount", "limit_unit"]
