"""Tables of the campaigns, the assessors' visits and the mock assessments."""

from chuangcheng.command.models.creations import Creation, CreationEnding, CreationStep, Outcome
from chuangcheng.command.models.mocks import MockAssessment, MockResult
from chuangcheng.command.models.visits import AssessorVisit, VisitWindow

__all__ = [
    "AssessorVisit",
    "Creation",
    "CreationEnding",
    "CreationStep",
    "MockAssessment",
    "MockResult",
    "Outcome",
    "VisitWindow",
]
