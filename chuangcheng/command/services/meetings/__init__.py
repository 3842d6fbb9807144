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
    add_unit_meeting_photos,
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
from chuangcheng.command.services.meetings.papers import MOST_PAPERS, add_papers, remove_paper
from chuangcheng.command.services.meetings.planning import (
    MeetingEnded,
    MeetingGiven,
    call_meeting,
    cancel_meeting,
    change_meeting,
    choose_speakers,
    plan_meeting,
)

__all__ = [
    "MOST_PAPERS",
    "ItemDecided",
    "ItemGiven",
    "MeetingEnded",
    "MeetingGiven",
    "MinutesGiven",
    "ResolutionGiven",
    "UnitMeetingGiven",
    "add_item",
    "add_papers",
    "add_resolution",
    "add_suggested",
    "add_unit_meeting_photos",
    "call_meeting",
    "cancel_meeting",
    "change_meeting",
    "choose_speakers",
    "issue_minutes",
    "move_item",
    "plan_meeting",
    "remove_item",
    "remove_paper",
    "remove_resolution",
    "reply_to_meeting",
    "report_unit_meeting",
    "write_minutes",
]
