"""Tables of the campaigns, the assessors' visits, the mock assessments, the meetings, the readiness of sites, the
special campaigns, the circulars and the regulations."""

from chuangcheng.command.models.circulars import (
    Circular,
    CircularAnswer,
    CircularQuestion,
    CircularReceipt,
    CircularTask,
    CircularUnit,
)
from chuangcheng.command.models.creations import Creation, CreationEnding, CreationStep, Outcome
from chuangcheng.command.models.library import Collection, LibraryDocument, WorkAnswer
from chuangcheng.command.models.meetings import (
    AgendaItem,
    AgendaPaper,
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
from chuangcheng.command.models.regulations import LibraryFile, Regulation, RegulationUnit
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
from chuangcheng.command.models.speeches import SpeechDraft
from chuangcheng.command.models.visits import AssessorVisit, VisitWindow

__all__ = [
    "AgendaItem",
    "AgendaPaper",
    "AssessorVisit",
    "Circular",
    "CircularAnswer",
    "CircularQuestion",
    "CircularReceipt",
    "CircularTask",
    "CircularUnit",
    "Collection",
    "Creation",
    "CreationEnding",
    "CreationStep",
    "DayPlanEntry",
    "LibraryDocument",
    "LibraryFile",
    "Meeting",
    "MeetingReply",
    "MeetingUnit",
    "MockAssessment",
    "MockResult",
    "Outcome",
    "Regulation",
    "RegulationUnit",
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
    "SpeechDraft",
    "UnitMeeting",
    "UnitMeetingPhoto",
    "VisitWindow",
    "WorkAnswer",
]
