"""收到来件: a report is kept once for each id, with its clocks; it becomes a case, joins one, or waits for the desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chuangcheng.cases.queries import problem_class_for
from chuangcheng.core import audit, events
from chuangcheng.core.access import Actor, require
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.ids import derived_id, is_client_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import local_date, now
from chuangcheng.intake.access import RECEIVE
from chuangcheng.intake.deadlines import due_at
from chuangcheng.intake.events import REPORT_RECEIVED
from chuangcheng.intake.kinds import NUMBER_PREFIX
from chuangcheng.intake.models import Report, ReportEvent, ReportPhoto, SourceRule
from chuangcheng.intake.queries.sources import rule_in_force, source_named
from chuangcheng.intake.services.contacts import Contact, keep_contact
from chuangcheng.intake.services.indexing import index_report
from chuangcheng.intake.services.linking import link_to_case, open_case_for
from chuangcheng.intake.services.steps import record_step
from chuangcheng.orgs.queries import unit_names
from chuangcheng.sites.access import site_for

MOST_TEXT = 6000  # characters, as a case takes: our choice
MOST_PLACE = 200  # characters, as the column
MOST_OUTSIDE = 40  # characters, as the column
MOST_PHOTOS = 9  # our choice, as the chat programs have it
MAX_LONGITUDE, MAX_LATITUDE = 180, 90
AHEAD = timedelta(minutes=5)  # clocks differ


class ReportIdTaken(InvalidInput):
    """The id belongs to somebody else's report already, or is none that a form or phone makes."""


@dataclass(frozen=True, slots=True)
class ReportGiven:
    """What came in."""

    source: str  # code of a source in use
    text: str
    place_text: str = ""
    site_id: UUID | None = None
    lon: float | None = None  # degrees WGS-84
    lat: float | None = None  # degrees WGS-84
    area_id: int | None = None  # default: the site's
    problem_class_id: int | None = None
    severity: str = ""  # default: of the class if it is urgent, else of the source
    contact: Contact = field(default_factory=Contact)
    wants_answer: bool = False
    photo_ids: Sequence[UUID] = ()
    outside_number: str = ""
    received_at: datetime | None = None  # default: now; a letter may have come yesterday
    opens_case: bool = True  # False: the desk looks at it first
    batch_id: UUID | None = None  # of a superior's findings
    link_to: UUID | None = None  # a case that tells of the same, in place of a new one


def receive_report(*, actor: Actor, report_id: UUID, given: ReportGiven) -> Report:
    """The report with this id: made now, or, when the same id comes again, as it stands.

    `actor` is the clerk, or RESIDENT for whoever reports without an account.
    """
    require(actor, RECEIVE)
    if not is_client_id(report_id):
        raise ReportIdTaken(_("来件编号无效，请刷新页面后重新提交。"))
    try:
        with transaction.atomic():
            return _received(actor, report_id, given)
    except (IntegrityError, Refusal):
        # Sent before, or at this very moment: asked only now, since hardly any report comes twice.
        known = Report.objects.filter(pk=report_id).select_related("case").first()
        if known is None:
            raise
        if known.recorded_by_id != actor.person_id:
            raise ReportIdTaken(_("来件编号已经用过，请刷新页面后重新提交。")) from None
        return known


def _received(actor: Actor, report_id: UUID, given: ReportGiven) -> Report:
    at = now()
    received_at = known_moment(given.received_at, at)
    report = Report(pk=report_id, recorded_at=at, recorded_by_id=actor.person_id, received_at=received_at)
    report.text = checked_text(given)
    _set_source(report, given)
    put_in_place(report, actor, given)
    keep_contact(report, given.contact)
    report.number = NUMBER_PREFIX + next_number(series="report", year=local_date(at).year)
    report.save(force_insert=True)
    event = record_step(report, ReportEvent.Kind.RECEIVED, actor=actor, at=at)
    attach_photos(report, event, given.photo_ids)
    audit.record(actor=actor, action="intake.received", subject=report, detail={"number": report.number})
    events.publish(REPORT_RECEIVED, {"report_id": str(report.pk), "source": given.source})
    if given.link_to is not None:
        link_to_case(report, actor=actor, case_id=given.link_to, at=at)
    elif given.opens_case:
        case_id = derived_id(report.pk, "case")
        open_case_for(report, actor=actor, case_id=case_id, photo_ids=given.photo_ids, at=at)
    index_report(report)
    return report


def known_moment(moment: datetime | None, at: datetime) -> datetime:
    """When it came in: now where nobody says, never later."""
    if moment is not None and moment > at + AHEAD:
        raise InvalidInput(_("收到的时间不能晚于现在，请核对。"))
    return min(moment or at, at)


def checked_text(given: ReportGiven) -> str:
    """The words without blanks around; one sentence for what cannot be kept."""
    text = given.text.strip()
    if not text:
        raise InvalidInput(_("请写明反映了什么问题。"))
    if len(text) > MOST_TEXT:
        raise InvalidInput(_("反映内容不能超过%(most)s字，请精简后再提交。") % {"most": MOST_TEXT})
    if "\x00" in text + given.place_text + given.outside_number:
        raise InvalidInput(_("文字中有无法保存的字符，请重新输入。"))
    return text


def _set_source(report: Report, given: ReportGiven) -> None:
    source = source_named(given.source)
    rule = rule_in_force(source, on=local_date(report.received_at))
    calendar = office_calendar()
    report.source, report.rule = source, rule
    report.batch_id = given.batch_id
    report.outside_number = given.outside_number.strip()[:MOST_OUTSIDE]
    report.problem_class = problem_class_for(given.problem_class_id) if given.problem_class_id is not None else None
    report.severity = _severity(report, given, rule)
    report.wants_answer = given.wants_answer
    report.needs_answer = rule.asks_answer(wants_answer=given.wants_answer)
    report.accept_by = due_at(rule.accept_clock, report.received_at, calendar)
    report.answer_by = due_at(rule.answer_clock, report.received_at, calendar)


def _severity(report: Report, given: ReportGiven, rule: SourceRule) -> str:
    if given.severity:
        if given.severity not in SourceRule.Severity.values:
            raise InvalidInput(_("没有这个紧急程度，请从列表中选择。"))
        return given.severity
    usual = report.problem_class.usual_severity if report.problem_class is not None else ""
    return usual if usual == SourceRule.Severity.URGENT else rule.severity


def put_in_place(report: Report, actor: Actor, given: ReportGiven) -> None:
    """Site, position, area and words of the place; one of them must be there."""
    report.place_text = given.place_text.strip()[:MOST_PLACE]
    if given.lon is not None and given.lat is not None:
        if not (abs(given.lon) <= MAX_LONGITUDE and abs(given.lat) <= MAX_LATITUDE):
            raise InvalidInput(_("定位超出范围，请重新定位或写明地点。"))
        report.lon, report.lat = given.lon, given.lat
    if given.area_id is not None and given.area_id not in unit_names([given.area_id]):
        raise InvalidInput(_("没有这个街道或社区，请从列表中选择。"))
    report.area_id = given.area_id
    if given.site_id is not None:
        _put_at_site(report, actor, given.site_id)
    if report.site is None and not report.place_text and report.lon is None:
        raise InvalidInput(_("请选择点位，或写明问题在什么地方。"))


def _put_at_site(report: Report, actor: Actor, site_id: UUID) -> None:
    site = site_for(actor, site_id)
    report.site = site
    if report.area_id is None:
        report.area_id = site.area_id
    if report.lon is None:
        report.lon, report.lat = site.lon, site.lat


def attach_photos(report: Report, event: ReportEvent, photo_ids: Sequence[UUID]) -> None:
    """Puts stored pictures to a step, in order. Two queries when there are any."""
    wanted = list(dict.fromkeys(photo_ids))
    if not wanted:
        return
    if len(wanted) > MOST_PHOTOS:
        raise InvalidInput(_("一次最多%(most)s张照片，请去掉多余的再提交。") % {"most": MOST_PHOTOS})
    if StoredFile.objects.filter(pk__in=wanted, width__isnull=False).count() != len(wanted):
        raise InvalidInput(_("有照片没有上传成功，请重新上传后再提交。"))
    ReportPhoto.objects.bulk_create(
        ReportPhoto(report=report, event=event, file_id=file, order=order) for order, file in enumerate(wanted)
    )
