"""Tables of rounds, assignments, visits, answers and checks."""

from chuangcheng.inspections.models.changes import AssignmentChange
from chuangcheng.inspections.models.plans import Absence, Plan, PlanRun, PlanTerms
from chuangcheng.inspections.models.rounds import Assignment, Round
from chuangcheng.inspections.models.samples import SampleDraw
from chuangcheng.inspections.models.visits import Answer, AnswerPhoto, Check, UploadedPhoto, Verdict, Visit

__all__ = [
    "Absence",
    "Answer",
    "AnswerPhoto",
    "Assignment",
    "AssignmentChange",
    "Check",
    "Plan",
    "PlanRun",
    "PlanTerms",
    "Round",
    "SampleDraw",
    "UploadedPhoto",
    "Verdict",
    "Visit",
]
