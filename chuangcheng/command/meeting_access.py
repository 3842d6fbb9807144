"""Permissions on meetings, and the only way to their rows."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import AgendaPaper, Meeting, MeetingUnit, UnitMeetingPhoto
from chuangcheng.core.access import Actor, define, require
from chuangcheng.core.errors import NotFound, NotPermitted
from chuangcheng.orgs.access import in_units_where
from chuangcheng.orgs.roles import STAFF

MEET = define("command.meet", _("查看会议"), roles=STAFF)
HOLD = define("command.hold_meetings", _("组织会议"), roles=("creation_office",))
ANSWER = define("command.answer_meetings", _("会议回执和上报本单位会议"), roles=("unit_head", "liaison"))


def visible_meetings(actor: Actor) -> QuerySet[Meeting]:
    """All meetings for who holds them; the others see what was called, units what they were called to."""
    require(actor, MEET)
    if actor.everywhere(HOLD):
        return Meeting.objects.all()
    called = Meeting.objects.filter(called_at__isnull=False)
    if actor.everywhere(MEET):
        return called
    theirs = MeetingUnit.objects.filter(in_units_where(actor, MEET, "unit"))
    return called.filter(pk__in=theirs.values("meeting"))


def meeting_for(actor: Actor, meeting_id: UUID, *, lock: bool = False) -> Meeting:
    """The meeting; NotFound when absent or not theirs. `lock` holds it to the end of the transaction."""
    if lock:
        Meeting.objects.select_for_update(no_key=True).filter(pk=meeting_id).values_list("pk").first()
    found = visible_meetings(actor).select_related("issued_by").filter(pk=meeting_id).first()
    if found is None:
        raise NotFound(gettext("没有找到该会议，请从会议列表进入。"))
    return found


def meeting_to_hold(actor: Actor, meeting_id: UUID) -> Meeting:
    """The meeting for who holds meetings, not locked."""
    require(actor, HOLD)
    return meeting_for(actor, meeting_id)


def may_read_minutes(actor: Actor, found: Meeting) -> bool:
    """What is not issued yet is read only by who holds meetings."""
    return found.issued_at is not None or actor.everywhere(HOLD)


def meeting_to_change(actor: Actor, meeting_id: UUID) -> Meeting:
    """The meeting, locked, for who holds meetings."""
    require(actor, HOLD)
    if not actor.everywhere(HOLD):
        raise NotPermitted(gettext("您没有办理此事项的权限，请联系创城办。"))
    return meeting_for(actor, meeting_id, lock=True)


def own_invitations(actor: Actor, meeting: Meeting) -> QuerySet[MeetingUnit]:
    """The units for which the actor answers a call."""
    rows = meeting.units.select_related("unit").defer("unit__boundary")
    return rows.filter(in_units_where(actor, ANSWER, "unit")) if actor.may(ANSWER) else rows.none()


def invitation_for(actor: Actor, meeting: Meeting, unit_id: int) -> MeetingUnit:
    """The call of a unit for who answers for it, locked; NotFound otherwise."""
    require(actor, ANSWER)
    MeetingUnit.objects.select_for_update(no_key=True).filter(meeting=meeting, unit=unit_id).values_list("pk").first()
    found = own_invitations(actor, meeting).filter(unit=unit_id).first()
    if found is None:
        raise NotFound(gettext("这次会议没有通知您的单位，请从会议列表进入。"))
    return found


def may_read_agenda_paper(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a paper of a meeting that the actor sees."""
    if not actor.may(MEET):
        return False
    meetings = AgendaPaper.objects.filter(file=file_id).values("item__meeting")
    return visible_meetings(actor).filter(pk__in=meetings).exists()


def may_read_meeting_photo(actor: Actor, file_id: UUID) -> bool:
    """True when the file is a picture of a unit's meeting that the actor sees."""
    if not actor.may(MEET):
        return False
    meetings = UnitMeetingPhoto.objects.filter(file=file_id).values("report__meeting")
    return visible_meetings(actor).filter(pk__in=meetings).exists()
