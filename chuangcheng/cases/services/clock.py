"""The deadline of a case: set, moved, and written into a step."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.cases import deadlines
from chuangcheng.cases.limits import Limit, Term
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case
from chuangcheng.cases.urgency import URGENT_TERM, usual_limit
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import local_date
from chuangcheng.core.workdays import Calendar

LONGEST_DATE = timedelta(days=3650)  # from today to a stated date: our choice, as for limits


def usual_term(case: Case, at: datetime) -> Term:
    """The limit of the class, shorter for an urgent problem."""
    if case.problem_class is None:
        raise InvalidInput(_("该问题没有类别，请填写整改时限后再派遣。"))
    is_urgent = case.severity == Case.Severity.URGENT
    return usual_limit(case.problem_class, is_urgent=is_urgent, rule=URGENT_TERM.on(local_date(at)))


def set_deadline(case: Case, term: Term, at: datetime, calendar: Calendar) -> None:
    """Starts the clock of a term now."""
    check_date(term, at)
    case.due_at = deadlines.due_at(term, at, calendar)
    if case.due_at <= at:
        raise InvalidInput(_("期限已经过去，请填写更晚的期限。"))
    case.limit_amount = term.amount if isinstance(term, Limit) else None
    case.limit_unit = deadlines.unit_of(term).value


def check_date(term: Term | None, at: datetime) -> None:
    """Nothing for a limit and for a date of today up to ten years ahead."""
    today = local_date(at)
    if isinstance(term, date) and not today <= term <= today + LONGEST_DATE:
        raise InvalidInput(_("期限应在今天以后、十年以内，请重新填写。"))


def clock_of(case: Case) -> LimitUnit:
    """The unit in which its time runs, and so its pauses."""
    return LimitUnit(case.limit_unit or LimitUnit.CALENDAR_HOURS)


def moved_by_pause(case: Case, due: datetime, began_at: datetime, ended_at: datetime) -> datetime:
    """The deadline of the case after a time in which the clock stood still."""
    pause = deadlines.Pause(began_at, ended_at)
    return deadlines.due_after_pauses(due, clock_of(case), [pause], office_calendar())


def extended(due: datetime, term: Term, at: datetime) -> datetime:
    """The deadline after an extension, which must still lie ahead."""
    check_date(term, at)
    with in_the_language_of_the_person():
        later = deadlines.extended(due, term, office_calendar())
    if later <= at:
        raise InvalidInput(_("延期后的期限已经过去，请填写更晚的期限。"))
    return later


@contextmanager
def in_the_language_of_the_person() -> Iterator[None]:
    """Translates what a pure rule refuses with."""
    try:
        yield
    except Refusal as refusal:
        refusal.args = (_(str(refusal)),)
        raise


def written_term(term: Term) -> dict[str, Any]:
    """A term as a step's data keep it."""
    if isinstance(term, Limit):
        return {"amount": term.amount, "unit": term.unit.value}
    return {"until": term.isoformat()}
