"""What reports add to the page of a case: who told of it, masked, and how far their answers are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from chuangcheng.cases.slots import CasePanel
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.times import now
from chuangcheng.core.workdays import Calendar
from chuangcheng.intake.access import VIEW
from chuangcheng.intake.models import Report
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.queries import reports_of_case
from chuangcheng.intake.states import STATE_LABELS, TONES
from chuangcheng.intake.telling import deadline_told, masked_contact

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

TEMPLATE = "intake/parts/case_panel.html"


def case_panel(actor: Actor, case: Case) -> CasePanel | None:
    """The reports that tell of this case; one query."""
    if not actor.may(VIEW):
        return None
    rows = reports_of_case(actor=actor, case_id=case.pk)
    if not rows:
        return None
    at, calendar = now(), office_calendar()
    return CasePanel(TEMPLATE, {"reports": [shown_report(report, at, calendar) for report in rows]})


def shown_report(report: Report, at: datetime, calendar: Calendar) -> dict[str, Any]:
    """A report as lists and panels show it."""
    state = report.state
    return {
        "report": report,
        "text": without_numbers(report.text),
        "contact": masked_contact(report),
        "state_tone": TONES[state],
        "state_words": _(STATE_LABELS[state]),
        "deadline": deadline_told(report, now=at, calendar=calendar),
    }
