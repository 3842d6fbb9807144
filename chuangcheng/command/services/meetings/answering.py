"""What units answer: who comes, and their own meeting afterwards. The last answer counts, all stay on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.command.meeting_access import invitation_for, meeting_for
from chuangcheng.command.models import MeetingReply, UnitMeeting, UnitMeetingPhoto
from chuangcheng.command.services.meetings.asking import end_report
from chuangcheng.command.services.meetings.planning import MeetingEnded
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, NotFound
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.times import local_date, now, today
from chuangcheng.inspections.services.texts import checked_text

MOST_WORDS, MOST_TEXT = 200, 1000  # characters, as the columns
MOST_PEOPLE = 100_000  # of one meeting; our choice
MOST_PHOTOS = 20  # of one report; our choice


@dataclass(frozen=True)
class UnitMeetingGiven:
    """A unit's own meeting as the form sends it."""

    unit_id: int
    held_on: date
    people: int
    text: str
    photos: Sequence[StoredFile] = ()


@transaction.atomic
def reply_to_meeting(
    *, actor: Actor, meeting_id: UUID, reply_id: UUID, unit_id: int, comes: bool, words: str
) -> MeetingReply:
    """Who comes for a unit, or why nobody does; the same id twice is one reply."""
    found = meeting_for(actor, meeting_id)
    invited = invitation_for(actor, found, unit_id)
    there = MeetingReply.objects.filter(pk=reply_id).first()
    if there is not None and there.invited_id == invited.pk:
        return there
    if there is not None or not is_client_id(reply_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if found.cancelled_at is not None or found.issued_at is not None:
        raise MeetingEnded(found)
    said = checked_text(words, label=_("回执"), at_most=MOST_WORDS)
    if not said:
        raise InvalidInput(_("请写明谁参加（姓名、职务）。") if comes else _("请写明不能参加的原因。"))
    made = MeetingReply.objects.create(
        pk=reply_id, invited=invited, comes=comes, words=said, replied_by_id=actor.person_id, replied_at=now()
    )
    invited.reply = made
    invited.save(update_fields=["reply"])
    audit.record(actor=actor, action="command.reply_to_meeting", subject=found, detail={"unit": invited.unit.name})
    return made


@transaction.atomic
def report_unit_meeting(*, actor: Actor, meeting_id: UUID, report_id: UUID, given: UnitMeetingGiven) -> UnitMeeting:
    """A unit tells of its own meeting; the same id twice is one report, another one takes its place."""
    found = meeting_for(actor, meeting_id)
    invited = invitation_for(actor, found, given.unit_id)
    there = UnitMeeting.objects.filter(pk=report_id).first()
    if there is not None and (there.meeting_id, there.unit_id) == (found.pk, invited.unit_id):
        return there
    if there is not None or not is_client_id(report_id):
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    if found.cancelled_at is not None or found.reports_by is None:
        raise InvalidInput(_("这次会议没有要求各单位召开会议并上报。"))
    if not local_date(found.starts_at) <= given.held_on <= today():
        raise InvalidInput(_("本单位会议的日期应在这次会议当天以后、今天以前，请核对。"))
    if not 0 < given.people <= MOST_PEOPLE:
        raise InvalidInput(_("请填写参加的人数。"))
    text = checked_text(given.text, label=_("会议情况"), at_most=MOST_TEXT)
    if not text:
        raise InvalidInput(_("请写明传达了什么、定了什么。"))
    made = UnitMeeting.objects.create(
        pk=report_id,
        meeting=found,
        unit_id=invited.unit_id,
        held_on=given.held_on,
        people=given.people,
        text=text,
        reported_by_id=actor.person_id,
        reported_at=now(),
    )
    UnitMeetingPhoto.objects.bulk_create([UnitMeetingPhoto(report=made, file=photo) for photo in given.photos])
    end_report(found, invited.unit_id)
    audit.record(actor=actor, action="command.report_unit_meeting", subject=found, detail={"unit": invited.unit.name})
    return made


@transaction.atomic
def add_unit_meeting_photos(
    *, actor: Actor, meeting_id: UUID, report_id: UUID, photos: Sequence[StoredFile]
) -> UnitMeeting:
    """Pictures for a report that was given, each content once."""
    found = meeting_for(actor, meeting_id)
    made = UnitMeeting.objects.filter(pk=report_id, meeting=found).first()
    if made is None:
        raise NotFound(_("没有找到这次上报，请从会议页面进入。"))
    invitation_for(actor, found, made.unit_id)
    known = set(made.photos.values_list("file", flat=True))
    fresh = {photo.pk: photo for photo in photos if photo.pk not in known}
    if len(known) + len(fresh) > MOST_PHOTOS:
        raise InvalidInput(_("一次上报最多%(most)s张照片。") % {"most": MOST_PHOTOS})
    UnitMeetingPhoto.objects.bulk_create([UnitMeetingPhoto(report=made, file=photo) for photo in fresh.values()])
    if fresh:
        audit.record(actor=actor, action="command.report_unit_meeting", subject=found, detail={"photos": len(fresh)})
    return made
