"""派遣、改派、回退: which unit fixes a case, and until when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.cases.choosing import Choice
from chuangcheng.cases.limits import Term
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.queries.rulebook import choices_of, rule_book
from chuangcheng.cases.services.clock import set_deadline, usual_term
from chuangcheng.cases.services.partners import assisting_units, open_units, ordered_units, set_assistants
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out, written
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import Calendar

CLOCK_COLUMNS = ("lead_unit", "due_at", "limit_amount", "limit_unit", "clock_started_at")


def dispatch_case(
    *,
    actor: Actor,
    step: Step,
    lead_unit_id: int | None,
    assisting_unit_ids: Collection[int] = (),
    term: Term | None = None,
    reason: str = "",
) -> CaseEvent:
    """待派遣 → 处置中: one unit leads, others assist; the clock starts. Without a term the limit of the class holds."""

    def change(case: Case, at: datetime) -> Changed:
        lead, assistants = ordered_units(actor, lead_unit_id, assisting_unit_ids)
        rule = _rule_told(case, lead.pk, at)
        case.lead_unit = lead
        start_clock(case, lead.pk, term, at, office_calendar())
        partners = set_assistants(case, assistants)
        data = {"due_at": written(case.due_at), "assists": partners, "added": assistants, **rule}
        return Changed(CLOCK_COLUMNS, unit_id=lead.pk, data=data)

    # Whether the case has a class with a limit is seen under the lock, in `usual_term`.
    brought = Brought(text=reason, has_lead_unit=lead_unit_id is not None, has_deadline=True)
    return carry_out(actor=actor, step=step, move="dispatch", brought=brought, change=change)


def reassign_case(
    *,
    actor: Actor,
    step: Step,
    lead_unit_id: int | None,
    reason: str,
    assisting_unit_ids: Collection[int] = (),
) -> CaseEvent:
    """处置中 → 处置中: another unit leads, with the same deadline. What the former one asked for lapses."""

    def change(case: Case, at: datetime) -> Changed:  # noqa: ARG001 - the signature of every change
        lead, assistants = ordered_units(actor, lead_unit_id, assisting_unit_ids)
        if lead.pk == case.lead_unit_id:
            raise InvalidInput(_("该单位已经是牵头单位，请选择其他单位。"))
        former, case.lead_unit, case.extension_asked_at = case.lead_unit_id, lead, None
        added = sorted(set(assistants) - assisting_units(case))
        partners = set_assistants(case, assistants)
        data = {"former_unit": former, "due_at": written(case.due_at), "assists": partners, "added": added}
        return Changed(("lead_unit", "extension_asked_at"), unit_id=lead.pk, data=data)

    brought = Brought(text=reason, has_lead_unit=lead_unit_id is not None)
    return carry_out(actor=actor, step=step, move="reassign", brought=brought, change=change)


def change_assists(
    *, actor: Actor, step: Step, assisting_unit_ids: Collection[int] = (), reason: str = ""
) -> CaseEvent:
    """Other units assist; the lead unit and the deadline stay."""

    def change(case: Case, at: datetime) -> Changed:  # noqa: ARG001 - the signature of every change
        wanted = sorted(set(assisting_unit_ids) - {case.lead_unit_id})
        former = assisting_units(case)
        # Who helps already may stay, whoever called it; only new ones must be the actor's to call.
        open_units(actor, set(wanted) - former, wanted)
        partners = set_assistants(case, wanted)
        data = {"assists": partners, "added": sorted(set(wanted) - former), "removed": sorted(former - set(wanted))}
        return Changed(unit_id=case.lead_unit_id, data=data)

    return carry_out(actor=actor, step=step, move="change_assists", brought=Brought(text=reason), change=change)


def start_clock(case: Case, lead_unit_id: int, term: Term | None, at: datetime, calendar: Calendar) -> None:
    """What dispatch changes of the case itself. Without a term the limit of the class holds."""
    set_deadline(case, term or usual_term(case, at), at, calendar)
    case.lead_unit_id = lead_unit_id
    case.clock_started_at = case.clock_started_at or at


def by_rule(choice: Choice, lead_unit_id: int) -> dict[str, Any]:
    """What a step keeps of the rule that chose, and whether the person did as it says; nothing where none did."""
    if choice.lead_unit_id is None:
        return {}
    followed = choice.lead_unit_id == lead_unit_id
    facts = {"id": choice.rule_id, "number": choice.rule_number, "name": choice.words.get("name", "")}
    return {"rule": {**facts, "unit_id": choice.lead_unit_id, "followed": followed}}


def send_back(*, actor: Actor, step: Step, reason: str) -> CaseEvent:
    """处置中 → 待派遣: the unit says that it is not its duty, and why. Counted."""

    def change(case: Case, at: datetime) -> Changed:  # noqa: ARG001 - the signature of every change
        former = case.lead_unit_id
        data = {"due_at": written(case.due_at), "assists": set_assistants(case, ())}
        case.lead_unit = case.due_at = None
        case.send_back_count += 1
        return Changed(("lead_unit", "due_at", "send_back_count"), unit_id=former, data=data)

    return carry_out(actor=actor, step=step, move="send_back", brought=Brought(text=reason), change=change)


def _rule_told(case: Case, lead_unit_id: int, at: datetime) -> dict[str, Any]:
    book = rule_book(day=local_date(at))
    return {} if book.is_empty else by_rule(choices_of([case], book)[case.pk], lead_unit_id)
