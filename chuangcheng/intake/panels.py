"""What reports add to the page of a case: who told of it, masked, and how far their answers are."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import may
from chuangcheng.cases.slots import CasePanel
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.core.workdays import Calendar
from chuangcheng.intake.access import VIEW
from chuangcheng.intake.doubles import HARDLY, LIKELY, Likeness
from chuangcheng.intake.models import Report
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.queries import Double, doubles_of_case, reports_of_case
from chuangcheng.intake.states import FINAL_CASE_STATES, STATE_LABELS, TONES
from chuangcheng.intake.telling import deadline_told, masked_contact

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case

TEMPLATE = "intake/parts/case_panel.html"
DOUBLES_TEMPLATE = "intake/parts/doubles_later.html"
MOST_DOUBLES = 3  # on the page of a case
SECONDS_OF_AN_HOUR = 3600
HOURS_TOLD = 48  # up to here the time between two is told in hours: our choice
COPY_BITS = 6  # of 64 in which two pictures differ that are called the same one: our choice

Position: TypeAlias = tuple[float | None, float | None]  # longitude and latitude, degrees WGS-84


def case_panel(actor: Actor, case: Case) -> CasePanel | None:
    """The reports that tell of this case; one query."""
    if not actor.may(VIEW):
        return None
    rows = reports_of_case(actor=actor, case_id=case.pk)
    if not rows:
        return None
    at, calendar = now(), office_calendar()
    return CasePanel(TEMPLATE, {"reports": [shown_report(report, at, calendar) for report in rows]})


def may_join(actor: Actor, case: Case) -> bool:
    """True when the actor may join the case to another one. No queries."""
    return case.state not in FINAL_CASE_STATES and may(actor, "join", case, now=now())


def doubles_panel(actor: Actor, case: Case) -> CasePanel | None:
    """The place where likely doubles come after the page has been shown; for who may join them. No queries."""
    return CasePanel(DOUBLES_TEMPLATE, {"case": case}) if may_join(actor, case) else None


def doubles_beside(actor: Actor, case: Case) -> dict[str, Any]:
    """The open cases that may be the same problem, beside this one. Six queries at most."""
    found = doubles_of_case(actor=actor, case=case)
    likely = [each for each in found if each.likeness.likelihood >= HARDLY][:MOST_DOUBLES]
    own = {"number": case.number, "text": case.description, "at": case.reported_at, "place": case.place}
    here = (case.lon, case.lat)
    return {
        "own": own,
        "case": case,
        "doubles": [shown_double(each, own_name=case.number, here=here) for each in likely],
        "event_id": new_id(),
    }


def shown_double(each: Double, *, own_name: str = "", here: Position = (None, None)) -> dict[str, Any]:
    """A likely double as pages show it: enough to judge by."""
    like, case = each.likeness, each.case
    hours = round(abs(each.apart).total_seconds() / SECONDS_OF_AN_HOUR)
    return {
        "case": case,
        "percent": like.percent,
        "is_likely": like.likelihood >= LIKELY,
        "metres": like.metres,
        "hours": hours if hours < HOURS_TOLD else None,
        "days": round(hours / 24),
        "words": round(100 * like.grounds.words),
        "is_same_class": like.grounds.kind == 1,
        "is_same_matter": like.grounds.kind is None and like.grounds.spoken == 1,
        "is_same_house": like.grounds.house == 1,
        "is_same_caller": like.grounds.caller == 1,
        "is_hardly": like.likelihood < HARDLY,
        "picture": _told_of_pictures(like),
        "photo_url": _picture(each.photo_id),
        "own_photo_url": _picture(each.own_photo_id),
        "pins": _pins((own_name, here), (case.number, (case.lon, case.lat))),
    }


def _told_of_pictures(like: Likeness) -> str:
    """ "alike", "copy", "other" or "": that another angle looks different is said, it does not count against."""
    if like.bits is None:
        return ""
    if like.grounds.picture is None:
        return "other"
    return "copy" if like.bits <= COPY_BITS else "alike"


def _picture(file_id: UUID | None) -> str:
    return reverse("core:file_copy", args=[file_id, 480]) if file_id is not None else ""


def _pins(*places: tuple[str, Position]) -> str:
    """Both places as GeoJSON for the map; "" when one is not known, or both are the same."""
    positions = {position for _name, position in places}
    if (None, None) in positions or len(positions) < len(places):
        return ""
    tones = ("blue", "amber")
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"id": name, "name": name, "tone": tone},
        }
        for (name, (lon, lat)), tone in zip(places, tones, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


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
