"""Tables of the campaigns, the assessors' visits and the mock assessments."""

from chuangcheng.command.models.creations import Creation, CreationStep
from chuangcheng.command.models.mocks import MockAssessment, MockResult
from chuangcheng.command.models.visits import AssessorVisit, VisitWindow

__all__ = ["AssessorVisit", "Creation", "CreationStep", "MockAssessment", "MockResult", "VisitWindow"]
