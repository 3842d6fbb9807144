"""派遣、回退: which unit fixes a case, and until when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chuangcheng.cases import deadlines
from chuangcheng.cases.choosing import Choice
from chuangcheng.cases.limits import Limit, Term
from chuangcheng.cases.models import Assist, Case, CaseEvent
from chuangcheng.cases.queries.rulebook import choices_of, rule_book
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out, written
from chuangcheng.cases.urgency import URGENT_TERM, usual_limit
from chuangcheng.cases.workflow import DISPATCH_CASES
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import Calendar
from chuangcheng.orgs.access import units_where

CLOCK_COLUMNS = ("lead_unit", "due_at", "limit_amount", "limit_unit", "clock_started_at")
NO_SUCH_UNITS = gettext_noop("所选单位不存在、已撤并或不归您派遣，请重新选择。")
MOST_ASSISTANTS = 10  # units that help with one case: our choice
LONGEST_DATE = timedelta(days=3650)  # from today to a stated date: our choice, as for limits


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
        lead, assistants = _ordered_units(actor, lead_unit_id, assisting_unit_ids)
        rule = _rule_told(case, lead, at)
        start_clock(case, lead, term, at, office_calendar())
        case.assists.all().delete()
        Assist.objects.bulk_create(Assist(case=case, unit_id=unit) for unit in assistants)
        data = {"due_at": written(case.due_at), "assists": assistants, **rule}
        return Changed(CLOCK_COLUMNS, unit_id=lead, data=data)

    # Whether the case has a class with a limit is seen under the lock, in `_usual_term`.
    brought = Brought(text=reason, has_lead_unit=lead_unit_id is not None, has_deadline=True)
    return carry_out(actor=actor, step=step, move="dispatch", brought=brought, change=change)


def start_clock(case: Case, lead_unit_id: int, term: Term | None, at: datetime, calendar: Calendar) -> None:
    """What dispatch changes of the case itself. Without a term the limit of the class holds."""
    _set_deadline(case, term or _usual_term(case, at), at, calendar)
    case.lead_unit_id = lead_unit_id
    case.clock_started_at = case.clock_started_at or at


def by_rule(choice: Choice, lead_unit_id: int) -> dict[str, Any]:
    """What a step keeps of the rule that chose, and whether the person did as it says; nothing where none did."""
    if choice.lead_unit_id is None:
        return {}
    followed = choice.lead_unit_id == lead_unit_id
    return {"rule": {"id": choice.rule_id, "number": choice.rule_number, "followed": followed}}


def send_back(*, actor: Actor, step: Step, reason: str) -> CaseEvent:
    """处置中 → 待派遣: the unit says that it is not its duty, and why. Counted."""

    def change(case: Case, at: datetime) -> Changed:  # noqa: ARG001 - the signature of every change
        former = case.lead_unit_id
        data = {"due_at": written(case.due_at)}
        case.lead_unit = case.due_at = None
        case.send_back_count += 1
        case.assists.all().delete()
        return Changed(("lead_unit", "due_at", "send_back_count"), unit_id=former, data=data)

    return carry_out(actor=actor, step=step, move="send_back", brought=Brought(text=reason), change=change)


def _ordered_units(actor: Actor, lead_unit_id: int | None, assisting: Collection[int]) -> tuple[int, list[int]]:
    """The units, when they are open ones to which the actor may dispatch."""
    if lead_unit_id is None:
        raise InvalidInput(_("没有选定牵头单位，请选定后再提交。"))
    assistants = sorted(set(assisting) - {lead_unit_id})
    if len(assistants) > MOST_ASSISTANTS:
        raise InvalidInput(_("配合单位最多%(most)s个，请减少后再提交。") % {"most": MOST_ASSISTANTS})
    wanted = {lead_unit_id, *assistants}
    open_units = units_where(actor, DISPATCH_CASES).filter(pk__in=wanted, closed_on__isnull=True)
    if set(open_units.values_list("pk", flat=True)) != wanted:
        raise InvalidInput(_(NO_SUCH_UNITS))
    return lead_unit_id, assistants


def _usual_term(case: Case, at: datetime) -> Term:
    if case.problem_class is None:
        raise InvalidInput(_("该问题没有类别，请填写整改时限后再派遣。"))
    is_urgent = case.severity == Case.Severity.URGENT
    return usual_limit(case.problem_class, is_urgent=is_urgent, rule=URGENT_TERM.on(local_date(at)))


def _rule_told(case: Case, lead_unit_id: int, at: datetime) -> dict[str, Any]:
    book = rule_book(day=local_date(at))
    return {} if book.is_empty else by_rule(choices_of([case], book)[case.pk], lead_unit_id)


def _set_deadline(case: Case, term: Term, at: datetime, calendar: Calendar) -> None:
    today = local_date(at)
    if isinstance(term, date) and not today <= term <= today + LONGEST_DATE:
        raise InvalidInput(_("期限应在今天以后、十年以内，请重新填写。"))
    case.due_at = deadlines.due_at(term, at, calendar)
    if case.due_at <= at:
        raise InvalidInput(_("期限已经过去，请填写更晚的期限。"))
    case.limit_amount = term.amount if isinstance(term, Limit) else None
    case.limit_unit = deadlines.unit_of(term).value
