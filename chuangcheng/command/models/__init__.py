"""Tables of the campaigns, the assessors' visits, the mock assessments, the meetings, the readiness of sites and the
special campaigns."""

from chuangcheng.command.models.creations import Creation, CreationEnding, CreationStep, Outcome
from chuangcheng.command.models.meetings import (
    AgendaItem,
    Meeting,
    MeetingReply,
    MeetingUnit,
    Resolution,
    ResolutionCheck,
    UnitMeeting,
    UnitMeetingPhoto,
)
from chuangcheng.command.models.mocks import MockAssessment, MockResult
from chuangcheng.command.models.readiness import DayPlanEntry, SitePreparation
from chuangcheng.command.models.specials import (
    SpecialCampaign,
    SpecialCase,
    SpecialPick,
    SpecialReport,
    SpecialReportPhoto,
    SpecialRound,
    SpecialStep,
    SpecialTarget,
    SpecialUnit,
)
from chuangcheng.command.models.visits import AssessorVisit, VisitWindow

__all__ = [
    "AgendaItem",
    "AssessorVisit",
    "Creation",
    "CreationEnding",
    "CreationStep",
    "DayPlanEntry",
    "Meeting",
    "MeetingReply",
    "MeetingUnit",
    "MockAssessment",
    "MockResult",
    "Outcome",
    "Resolution",
    "ResolutionCheck",
    "SitePreparation",
    "SpecialCampaign",
    "SpecialCase",
    "SpecialPick",
    "SpecialReport",
    "SpecialReportPhoto",
    "SpecialRound",
    "SpecialStep",
    "SpecialTarget",
    "SpecialUnit",
    "UnitMeeting",
    "UnitMeetingPhoto",
    "VisitWindow",
]
