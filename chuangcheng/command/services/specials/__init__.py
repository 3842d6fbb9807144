"""Writes on special campaigns."""

from chuangcheng.command.services.specials.content import (
    attach_round,
    choose_case,
    detach_round,
    make_special_round,
    pick_photos,
    unpick_photos,
)
from chuangcheng.command.services.specials.moving import (
    cancel_special,
    end_special,
    extend_special,
    resume_special,
    start_special,
    wind_up_special,
    write_summary,
)
from chuangcheng.command.services.specials.planning import SpecialGiven, change_special, plan_special
from chuangcheng.command.services.specials.reporting import NotRunning, ReportGiven, report_progress
from chuangcheng.command.services.specials.steps import SpecialMovedOn

__all__ = [
    "NotRunning",
    "ReportGiven",
    "SpecialGiven",
    "SpecialMovedOn",
    "attach_round",
    "cancel_special",
    "change_special",
    "choose_case",
    "detach_round",
    "end_special",
    "extend_special",
    "make_special_round",
    "pick_photos",
    "plan_special",
    "report_progress",
    "resume_special",
    "start_special",
    "unpick_photos",
    "wind_up_special",
    "write_summary",
]
