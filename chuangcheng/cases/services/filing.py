"""立案、不予立案、作废: whether a report becomes a case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case, CaseEvent, ProblemClass
from chuangcheng.cases.services.automatic import dispatch_automatically
from chuangcheng.cases.services.relapses import recognise
from chuangcheng.cases.services.steps import Brought, Changed, Step, carry_out
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput


def file_case(
    *, actor: Actor, step: Step, problem_class_id: int | None = None, severity: str = "", reason: str = ""
) -> CaseEvent:
    """待立案 → 待派遣; the office may set the class and the severity right."""

    def change(case: Case, at: datetime) -> Changed:
        data = {}
        if problem_class_id is not None and problem_class_id != case.problem_class_id:
            case.problem_class = active_class(problem_class_id)
            data["problem_class"] = case.problem_class.name
        if severity and severity != case.severity:
            case.severity = known_severity(severity)
            data["severity"] = severity
        case.filed_at = at
        return Changed(("filed_at", "problem_class", "severity"), data=data)

    with transaction.atomic():
        event = carry_out(actor=actor, step=step, move="file", brought=Brought(text=reason), change=change)
        if "problem_class" in event.data:
            recognise([event.case_id])
    dispatch_automatically(event)
    return event


def reject_case(*, actor: Actor, step: Step, reason: str) -> CaseEvent:
    """待立案 → 不予立案, with the reason."""
    return carry_out(actor=actor, step=step, move="reject", brought=Brought(text=reason), change=_end)


def void_case(*, actor: Actor, step: Step, reason: str) -> CaseEvent:
    """Any open state → 作废, with the reason."""
    return carry_out(actor=actor, step=step, move="void", brought=Brought(text=reason), change=_end)


def active_class(problem_class_id: int) -> ProblemClass:
    """The class in use with this id."""
    found = ProblemClass.objects.filter(pk=problem_class_id, is_active=True).first()
    if found is None:
        raise InvalidInput(_("没有这个问题类别，请从列表中选择。"))
    return found


def known_severity(severity: str) -> str:
    """The severity itself, when there is such a one."""
    if severity not in Case.Severity.values:
        raise InvalidInput(_("没有这个紧急程度，请从列表中选择。"))
    return severity


def _end(case: Case, at: datetime) -> Changed:
    case.closed_at = at
    return Changed(("closed_at",))
