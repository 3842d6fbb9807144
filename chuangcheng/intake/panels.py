"""What reports add to the page of a case: who told of it, masked, and how far their answers are."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import may
from chuangcheng.cases.queries import first_photos_of
from chuangcheng.cases.slots import CasePanel
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.core.workdays import Calendar
from chuangcheng.intake.access import VIEW
from chuangcheng.intake.doubles import LIKELY
from chuangcheng.intake.models import Report
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.queries import Double, doubles_of_case, reports_of_case
from chuangcheng.intake.states import FINAL_CASE_STATES, STATE_LABELS, TONES
from chuangcheng.intake.telling import deadline_told, masked_contact

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

TEMPLATE = "intake/parts/case_panel.html"
DOUBLES_TEMPLATE = "intake/parts/doubles_panel.html"
MOST_DOUBLES = 3  # on the page of a case


def case_panel(actor: Actor, case: Case) -> CasePanel | None:
    """The reports that tell of this case; one query."""
    if not actor.may(VIEW):
        return None
    rows = reports_of_case(actor=actor, case_id=case.pk)
    if not rows:
        return None
    at, calendar = now(), office_calendar()
    return CasePanel(TEMPLATE, {"reports": [shown_report(report, at, calendar) for report in rows]})


def doubles_panel(actor: Actor, case: Case) -> CasePanel | None:
    """The open cases that may be the same problem, beside this one; for who may join them. Four queries at most."""
    if case.state in FINAL_CASE_STATES or not may(actor, "join", case, now=now()):
        return None
    found = doubles_of_case(actor=actor, case=case)[:MOST_DOUBLES]
    if not found:
        return None
    own = {"number": case.number, "text": case.description, "at": case.reported_at, "photo_url": _picture(case)}
    context = {"own": own, "case": case, "doubles": [shown_double(each) for each in found], "event_id": new_id()}
    return CasePanel(DOUBLES_TEMPLATE, context)


def _picture(case: Case) -> str:
    file_id = first_photos_of([case.pk]).get(case.pk)
    return reverse("core:file_copy", args=[file_id, 480]) if file_id is not None else ""


def shown_double(each: Double) -> dict[str, Any]:
    """A likely double as pages show it: enough to judge by."""
    like, case = each.likeness, each.case
    return {
        "case": case,
        "percent": like.percent,
        "is_likely": like.likelihood >= LIKELY,
        "metres": like.metres,
        "days": each.days,
        "words": round(100 * like.grounds.words),
        "is_same_class": like.grounds.kind == 1,
        "picture": None if like.grounds.picture is None else round(50 * (like.grounds.picture + 1)),
        "photo_url": reverse("core:file_copy", args=[each.photo_id, 480]) if each.photo_id is not None else "",
    }


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
