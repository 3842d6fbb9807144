"""更正登记: what the desk took down wrongly is put right, with the reason; what stood there before stays on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.cases.queries import problem_class_for
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import local_date
from chuangcheng.intake.access import RECEIVE
from chuangcheng.intake.deadlines import due_at
from chuangcheng.intake.models import Report, ReportEvent
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.queries.sources import rule_in_force, source_named
from chuangcheng.intake.services.contacts import COLUMNS as CONTACT_COLUMNS
from chuangcheng.intake.services.contacts import Contact, contact_of, keep_contact
from chuangcheng.intake.services.indexing import index_report
from chuangcheng.intake.services.receiving import ReportGiven, checked_text, known_moment, put_in_place
from chuangcheng.intake.services.steps import Changed, ReportStep, carry_out

CLOCKS = ("source", "rule", "received_at", "needs_answer", "accept_by", "answer_by")
PLACE = ("site", "place_text", "lon", "lat", "area")


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is, instead of what was written down."""

    place_text: str = ""
    site_id: UUID | None = None
    lon: float | None = None  # degrees WGS-84
    lat: float | None = None  # degrees WGS-84
    area_id: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What is put right; None: as it was."""

    source: str | None = None  # code
    received_at: datetime | None = None
    text: str | None = None
    place: Place | None = None
    problem_class_id: int | None = None
    contact: Contact | None = None  # what is left empty in it stays


def correct_report(*, actor: Actor, step: ReportStep, correction: Correction, reason: str) -> ReportEvent:
    """The report as corrected. Its case keeps what it says; the clocks follow source and time while they still run."""

    def change(report: Report, at: datetime) -> Changed:
        if not reason.strip():
            raise InvalidInput(_("请写明为什么更正。"))
        return changed_by(report, actor=actor, correction=correction, at=at)

    return carry_out(
        actor=actor, permission=RECEIVE, step=step, kind=ReportEvent.Kind.CHANGED, change=change, text=reason
    )


def changed_by(report: Report, *, actor: Actor, correction: Correction, at: datetime) -> Changed:
    """The report with the correction, not saved, and what stood there before; refused when nothing changes."""
    before = _told(report)
    columns = _corrected(report, actor, correction, at)
    fields = sorted(name for name, value in _told(report).items() if before[name] != value)
    if not fields:
        raise Refusal(_("没有改动，请改好后再提交。"))
    index_report(report)
    kept = {name: before[name] for name in fields if name != "contact"}
    return Changed(columns, {"fields": fields, "before": kept})


def _corrected(report: Report, actor: Actor, correction: Correction, at: datetime) -> list[str]:
    columns: list[str] = []
    if correction.text is not None:
        report.text = checked_text(ReportGiven(source="", text=correction.text))
        columns.append("text")
    if correction.place is not None:
        place = correction.place
        report.site = report.area = report.lon = report.lat = None
        given = ReportGiven(
            source="",
            text="",
            place_text=place.place_text,
            site_id=place.site_id,
            lon=place.lon,
            lat=place.lat,
            area_id=place.area_id,
        )
        put_in_place(report, actor, given)
        columns += PLACE
    if correction.problem_class_id is not None:
        report.problem_class = problem_class_for(correction.problem_class_id)
        columns.append("problem_class")
    if correction.source is not None or correction.received_at is not None:
        _set_clocks(report, correction, at)
        columns += CLOCKS
    if correction.contact is not None:
        _set_contact(report, correction.contact)
        columns += CONTACT_COLUMNS
    return columns


def _set_clocks(report: Report, correction: Correction, at: datetime) -> None:
    """By the rule of the source on that day; what has been accepted or answered keeps its deadline."""
    if correction.received_at is not None:
        report.received_at = known_moment(correction.received_at, at)
    report.source = source_named(correction.source) if correction.source is not None else report.source
    rule = report.rule = rule_in_force(report.source, on=local_date(report.received_at))
    report.needs_answer = rule.asks_answer(wants_answer=report.wants_answer) or report.dispute_count > 0
    if report.dispute_count:
        return  # its clocks started anew
    calendar = office_calendar()
    if report.accepted_at is None:
        report.accept_by = due_at(rule.accept_clock, report.received_at, calendar)
    if report.answered_at is None:
        report.answer_by = due_at(rule.answer_clock, report.received_at, calendar)


def _set_contact(report: Report, contact: Contact) -> None:
    if report.erased_at is not None:
        raise Refusal(_("反映人的联系方式已经清除，不能再登记。"))
    known = contact_of(report)
    keep_contact(
        report,
        replace(
            known,
            name=contact.name.strip() or known.name,
            phone=contact.phone.strip() or known.phone,
            email=contact.email.strip() or known.email,
        ),
    )


def _told(report: Report) -> Mapping[str, Any]:
    """What may be corrected, as the story keeps it: numbers masked, of who reported only whether it changed."""
    contact = contact_of(report)
    return {
        "source": report.source.code,
        "received_at": report.received_at.isoformat(),
        "text": without_numbers(report.text),
        "place": report.place,
        "position": [report.lon, report.lat],
        "problem_class": report.problem_class_id,
        "contact": (contact.name, contact.phone, contact.email),
    }
