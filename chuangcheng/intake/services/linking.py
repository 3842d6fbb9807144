"""A report becomes a case, or part of one that tells of the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.cases.access import case_for
from chuangcheng.cases.services import open_case
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import derived_id
from chuangcheng.intake.access import RECEIVE
from chuangcheng.intake.default_sources import SUPERIOR
from chuangcheng.intake.kinds import SOURCE_KIND
from chuangcheng.intake.models import Report, ReportEvent
from chuangcheng.intake.phones_in_text import without_numbers
from chuangcheng.intake.services.settling import settle
from chuangcheng.intake.services.steps import Changed, ReportStep, carry_out, record_step

POSITION_DIGITS = 5  # about a metre


class LinkedAlready(Refusal):
    """The report belongs to a case already."""

    def __init__(self, number: str) -> None:
        super().__init__(_("该来件已在问题%(number)s中办理，请从问题页面查看。") % {"number": number})


def open_case_of_report(*, actor: Actor, step: ReportStep) -> ReportEvent:
    """立案: the report becomes a case of its own."""

    def change(report: Report, at: datetime) -> Changed:
        _require_none(report)
        photo_ids = list(report.photos.values_list("file_id", flat=True))
        _open(report, actor=actor, case_id=derived_id(report.pk, "case"), photo_ids=photo_ids, at=at)
        return Changed(LINK_COLUMNS, _told(report))

    return carry_out(actor=actor, permission=RECEIVE, step=step, kind=ReportEvent.Kind.OPENED, change=change)


def link_report(*, actor: Actor, step: ReportStep, case_id: UUID) -> ReportEvent:
    """并入问题: the report tells of a case that is there already; its sender is answered all the same."""

    def change(report: Report, at: datetime) -> Changed:
        _require_none(report)
        _link(report, actor=actor, case_id=case_id, at=at)
        return Changed(LINK_COLUMNS, _told(report))

    return carry_out(actor=actor, permission=RECEIVE, step=step, kind=ReportEvent.Kind.LINKED, change=change)


def unlink_report(*, actor: Actor, step: ReportStep, reason: str) -> ReportEvent:
    """撤销并入: the report was put to the wrong case. It goes back to the desk with the clocks that it had."""

    def change(report: Report, at: datetime) -> Changed:  # noqa: ARG001 - the signature of every change
        if not reason.strip():
            raise InvalidInput(_("请写明为什么撤销并入。"))
        if report.case is None:
            raise Refusal(_("该来件没有并入问题，请刷新页面查看最新情况。"))
        if not is_linked(report):
            raise Refusal(_("该来件单独生成了问题；要撤销并案，请到该问题的页面办理。"))
        if report.answered_at is not None:
            raise Refusal(_("该来件已经答复，不能再撤销并入。"))
        told = _told(report)
        report.case = report.accepted_at = report.settled_at = report.answer = None
        report.ending = ""
        return Changed(LINK_COLUMNS, told)

    kind = ReportEvent.Kind.UNLINKED
    return carry_out(actor=actor, permission=RECEIVE, step=step, kind=kind, change=change, text=reason)


def is_linked(report: Report) -> bool:
    """True when the desk put it to a case that others told of, false when a case was opened for it. One query."""
    kinds = (ReportEvent.Kind.OPENED, ReportEvent.Kind.LINKED, ReportEvent.Kind.UNLINKED)
    last = report.history.filter(kind__in=kinds).order_by("at", "id").last()
    return last is not None and last.kind == ReportEvent.Kind.LINKED


LINK_COLUMNS = ("case", "accepted_at", "settled_at", "ending", "answer")


def open_case_for(report: Report, *, actor: Actor, case_id: UUID, photo_ids: Sequence[UUID], at: datetime) -> None:
    """The same for a report that is being received: the step is appended, the row saved."""
    _open(report, actor=actor, case_id=case_id, photo_ids=photo_ids, at=at)
    report.save(update_fields=LINK_COLUMNS)
    record_step(report, ReportEvent.Kind.OPENED, actor=actor, at=at, **_told(report))


def link_to_case(report: Report, *, actor: Actor, case_id: UUID, at: datetime) -> None:
    """The same for one that joins a case on receipt."""
    _link(report, actor=actor, case_id=case_id, at=at)
    report.save(update_fields=LINK_COLUMNS)
    record_step(report, ReportEvent.Kind.LINKED, actor=actor, at=at, **_told(report))


def _open(report: Report, *, actor: Actor, case_id: UUID, photo_ids: Sequence[UUID], at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"source": report.source.label, "number": report.number}
        label = _("%(source)s来件%(number)s") % facts
    report.case = open_case(
        actor=actor,
        case_id=case_id,
        description=without_numbers(report.text),
        problem_class=report.problem_class,
        severity=report.severity,
        site=report.site,
        place_text=report.place_text or _place_of(report),
        lon=report.lon,
        lat=report.lat,
        area_id=report.area_id,
        photo_ids=photo_ids,
        source="superior" if report.source.code == SUPERIOR else "public",
        source_kind=SOURCE_KIND,
        source_id=str(report.pk),
        source_label=label,
    )
    report.accepted_at = at


def _link(report: Report, *, actor: Actor, case_id: UUID, at: datetime) -> None:
    found = case_for(actor, case_id)
    report.case = found.main_case or found
    report.accepted_at = at
    settle(report, at=at)


def _require_none(report: Report) -> None:
    case = report.current_case
    if case is not None:
        raise LinkedAlready(case.number)


def _told(report: Report) -> dict[str, str]:
    case = report.current_case
    return {"case": str(case.pk), "case_number": case.number} if case is not None else {}


def _place_of(report: Report) -> str:
    """A case needs a place in words; a report by position alone has none."""
    if report.site is not None or report.lon is None or report.lat is None:
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        where = {"lon": round(report.lon, POSITION_DIGITS), "lat": round(report.lat, POSITION_DIGITS)}
        return _("定位%(lon)s,%(lat)s附近") % where
