"""申请延期、同意、不同意: more time is asked for, and the office answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from chuangcheng.cases.limits import Limit, Term
from chuangcheng.cases.models import Case, CaseEvent, Extension, ExtensionAnswer
from chuangcheng.cases.services.clock import extended, written_term
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out, written
from chuangcheng.core.access import Actor


def ask_extension(*, actor: Actor, step: Step, term: Term | None, reason: str) -> CaseEvent:
    """The lead unit asks for a term more, or for a later date."""

    def change(case: Case, at: datetime) -> Changed:
        assert term is not None  # noqa: S101 - a need of the move
        assert case.due_at is not None  # noqa: S101 - a constraint of the table
        would_be_due = extended(case.due_at, term, at)
        case.extension_asked_at = at
        Extension.objects.create(
            event_id=step.event_id, case=case, unit_id=case.lead_unit_id, asked_at=at, **_columns(term)
        )
        data = {"term": written_term(term), "due_at": written(case.due_at), "asked_until": written(would_be_due)}
        return Changed(("extension_asked_at",), unit_id=case.lead_unit_id, data=data)

    brought = Brought(text=reason, has_deadline=term is not None)
    return carry_out(actor=actor, step=step, move="ask_extension", brought=brought, change=change)


def grant_extension(*, actor: Actor, step: Step, term: Term | None = None, reason: str = "") -> CaseEvent:
    """The deadline moves by the term granted; the one asked for unless said otherwise. Counted."""

    def change(case: Case, at: datetime) -> Changed:
        asked = _open_request(case)
        granted = term or asked.term
        assert granted is not None  # noqa: S101 - a request has a term
        former = case.due_at
        assert former is not None  # noqa: S101 - a constraint of the table
        case.due_at = extended(former, granted, at)
        case.extension_asked_at = None
        case.extension_count += 1
        _answer(step, asked, at, is_granted=True, former_due_at=former, due_at=case.due_at, **_columns(granted))
        data = {"term": written_term(granted), "due_at": written(case.due_at), "former_due_at": written(former)}
        return Changed(("due_at", "extension_asked_at", "extension_count"), unit_id=case.lead_unit_id, data=data)

    brought = Brought(text=reason, has_deadline=True)
    return carry_out(actor=actor, step=step, move="grant_extension", brought=brought, change=change)


def refuse_extension(*, actor: Actor, step: Step, reason: str) -> CaseEvent:
    """The deadline stays, for a reason."""

    def change(case: Case, at: datetime) -> Changed:
        case.extension_asked_at = None
        _answer(step, _open_request(case), at, is_granted=False, former_due_at=case.due_at, due_at=case.due_at)
        return Changed(("extension_asked_at",), unit_id=case.lead_unit_id, data={"due_at": written(case.due_at)})

    return carry_out(actor=actor, step=step, move="refuse_extension", brought=Brought(text=reason), change=change)


def _open_request(case: Case) -> Extension:
    """The request that the case waits with: the newest, since there is one at most."""
    return case.extensions.order_by("-asked_at", "-pk")[:1].get()


def _answer(step: Step, asked: Extension, at: datetime, **columns: Any) -> None:
    ExtensionAnswer.objects.create(event_id=step.event_id, extension=asked, answered_at=at, **columns)


def _columns(term: Term) -> dict[str, Any]:
    if isinstance(term, Limit):
        return {"amount": term.amount, "unit_of_time": term.unit.value}
    assert isinstance(term, date)  # noqa: S101 - the other kind of term
    return {"until": term}
