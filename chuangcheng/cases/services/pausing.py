"""挂账、恢复处置: the clock of a case stands still for a reason, and goes on."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case, CaseEvent, Pause, PauseEnd
from chuangcheng.cases.services.clock import check_date, moved_by_pause
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out, written
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput


def suspend_case(*, actor: Actor, step: Step, reason: str, expected_on: date | None = None) -> CaseEvent:
    """处置中 → 挂账: the clock stands still. `expected_on`: when it is to go on, as far as known."""

    def change(case: Case, at: datetime) -> Changed:
        check_date(expected_on, at)
        case.suspended_at = at
        Pause.objects.create(event_id=step.event_id, case=case, began_at=at, expected_on=expected_on)
        data = {"expected_on": expected_on.isoformat() if expected_on else ""}
        return Changed(("suspended_at",), unit_id=case.lead_unit_id, data=data)

    return carry_out(actor=actor, step=step, move="suspend", brought=Brought(text=reason), change=change)


def resume_case(*, actor: Actor, step: Step, reason: str = "") -> CaseEvent:
    """挂账 → 处置中: the clock goes on, the deadline moved by the pause in its own calendar."""

    def change(case: Case, at: datetime) -> Changed:
        former = case.due_at
        if former is None:
            raise InvalidInput(_("该问题没有期限，不能恢复处置，请作废后重新上报。"))
        due = case.due_at = moved_by_pause(case, former, case.suspended_at or at, at)
        pause = case.pauses.filter(end__isnull=True).order_by("-began_at").first()
        if pause is not None:
            PauseEnd.objects.create(event_id=step.event_id, pause=pause, ended_at=at, former_due_at=former, due_at=due)
        data = {"due_at": written(case.due_at), "former_due_at": written(former)}
        return Changed(("due_at",), unit_id=case.lead_unit_id, data=data)

    return carry_out(actor=actor, step=step, move="resume", brought=Brought(text=reason), change=change)
