"""立案、不予立案、作废: whether a report becomes a case."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.models import Case, CaseEvent, ProblemClass
from chuangcheng.cases.services.automatic import dispatch_automatically
from chuangcheng.cases.services.joining import release_joined, tell_joined_of_rejection
from chuangcheng.cases.services.relapses import recognise
from chuangcheng.cases.services.steps import Brought, Change, Changed, Step, carry_out
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal

MOST_TRIES = 5  # of ending a case while others are being joined to it: our choice


class JoinedMeanwhile(Exception):
    """A case was joined between looking for the joined ones and holding the main one."""


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
    """待立案 → 不予立案, with the reason: a ruling on the cases joined to it too, whose reporters are told."""
    return _end_with_joined(actor, step, "reject", reason, tell_joined_of_rejection)


def void_case(*, actor: Actor, step: Step, reason: str) -> CaseEvent:
    """Any open state → 作废, with the reason. The cases that were joined to it return to where they were before."""
    return _end_with_joined(actor, step, "void", reason, release_joined)


def _end_with_joined(
    actor: Actor, step: Step, move: str, reason: str, then: Callable[[CaseEvent, Collection[UUID]], None]
) -> CaseEvent:
    """Ends a case and, in the same transaction, does what follows for the cases that are joined to it."""
    for _try in range(MOST_TRIES):
        joined = list(Case.objects.filter(main_case=step.case_id).values_list("pk", flat=True))
        try:
            with transaction.atomic():
                event = carry_out(
                    actor=actor,
                    step=step,
                    move=move,
                    brought=Brought(text=reason),
                    change=_end_alone(joined),
                    also_lock=joined,
                )
                then(event, joined)
                return event
        except JoinedMeanwhile:
            continue
    raise Refusal(_("正有其他问题并入本案，请稍后再办理。"))


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


def _end_alone(held: Collection[UUID]) -> Change:
    """Ends a case whose joined cases are all among those held; nobody can join another one while it is held itself."""

    def change(case: Case, at: datetime) -> Changed:
        if case.joined_cases.exclude(pk__in=held).exists():
            raise JoinedMeanwhile
        return _end(case, at)

    return change
