"""Writes on meetings."""

from chuangcheng.command.services.meetings.agenda import (
    ItemDecided,
    ItemGiven,
    add_item,
    add_suggested,
    move_item,
    remove_item,
)
from chuangcheng.command.services.meetings.answering import (
    UnitMeetingGiven,
    reply_to_meeting,
    report_unit_meeting,
)
from chuangcheng.command.services.meetings.minutes import (
    MinutesGiven,
    ResolutionGiven,
    add_resolution,
    issue_minutes,
    remove_resolution,
    write_minutes,
)
from chuangcheng.command.services.meetings.planning import (
    MeetingEnded,
    MeetingGiven,
    call_meeting,
    cancel_meeting,
    change_meeting,
    plan_meeting,
)

__all__ = [
    "ItemDecided",
    "ItemGiven",
    "MeetingEnded",
    "MeetingGiven",
    "MinutesGiven",
    "ResolutionGiven",
    "UnitMeetingGiven",
    "add_item",
    "add_resolution",
    "add_suggested",
    "call_meeting",
    "cancel_meeting",
    "change_meeting",
    "issue_minutes",
    "move_item",
    "plan_meeting",
    "remove_item",
    "remove_resolution",
    "reply_to_meeting",
    "report_unit_meeting",
    "write_minutes",
]
