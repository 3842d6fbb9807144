"""今日进展: what a unit did that day for a campaign. The last report of a day counts, all stay on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.models import SpecialCampaign, SpecialReport, SpecialReportPhoto
from chuangcheng.command.special_access import REPORT, special_for, units_to_report
from chuangcheng.command.special_workflow import ALIVE
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import now, today
from chuangcheng.inspections.services.texts import checked_text

MOST_TEXT = 1000  # characters, as the column
MOST_PEOPLE, MOST_HOURS = 100_000, 1_000_000  # of a unit on one day; our choice
MOST_PHOTOS = 9  # our choice


class NotRunning(Refusal):
    """Nothing is reported to a campaign that is not running."""

    def __init__(self) -> None:
        super().__init__(_("这个专项整治不在进行中，不用报送进展。"))


@dataclass(frozen=True)
class ReportGiven:
    """A day's work as the form sends it."""

    unit_id: int
    day: date
    people: int  # who took part
    text: str
    hours: int = 0  # of work, all of them together
    photos: Sequence[StoredFile] = ()


@transaction.atomic
def report_progress(*, actor: Actor, special_id: UUID, report_id: UUID, given: ReportGiven) -> SpecialReport:
    """A unit's report of a day; the same id twice is one report, another one takes the place of the last."""
    require(actor, REPORT)
    # Locked: two reports of one unit for one day would not see each other.
    found = special_for(actor, special_id, lock=True)
    there = SpecialReport.objects.filter(pk=report_id).first()
    if there is not None and (there.campaign_id, there.reported_by_id) == (found.pk, actor.person_id):
        return there
    if there is not None or not is_client_id(report_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    _check_unit(actor, found, given.unit_id)
    _check_day(found, given.day)
    text = _checked(given)
    standing = found.reports.filter(unit=given.unit_id, day=given.day, replaced_by__isnull=True).first()
    made = SpecialReport.objects.create(
        pk=report_id,
        campaign=found,
        unit_id=given.unit_id,
        day=given.day,
        people=given.people,
        hours=given.hours,
        text=text,
        replaces=standing,
        reported_by_id=actor.person_id,
        reported_at=now(),
    )
    SpecialReportPhoto.objects.bulk_create([SpecialReportPhoto(report=made, file=photo) for photo in given.photos])
    detail = {"unit": made.unit.name, "day": given.day.isoformat(), "corrected": standing is not None}
    audit.record(actor=actor, action="command.report_special", subject=found, detail=detail)
    return made


def _check_unit(actor: Actor, found: SpecialCampaign, unit_id: int) -> None:
    if unit_id not in {unit.pk for unit in units_to_report(actor, found)}:
        raise NotFound(_("您的单位不参加这个专项整治，请从专项整治列表进入。"))


def _check_day(found: SpecialCampaign, day: date) -> None:
    if found.state not in ALIVE:
        raise NotRunning
    if not found.starts_on <= day <= today():
        raise InvalidInput(_("日期应在专项整治开始以后、今天以前，请核对。"))


def _checked(given: ReportGiven) -> str:
    if not 0 <= given.people <= MOST_PEOPLE or not 0 <= given.hours <= MOST_HOURS:
        raise InvalidInput(_("参加人次和工时应为合理的整数，请核对。"))
    if len(given.photos) > MOST_PHOTOS:
        raise InvalidInput(_("一次最多上传%(most)s张照片。") % {"most": MOST_PHOTOS})
    text = checked_text(given.text, label=_("清理情况"), at_most=MOST_TEXT)
    if not text:
        raise InvalidInput(_("请写明今天清理、整治了什么；没有进展也请说明。"))
    return text
