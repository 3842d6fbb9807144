"""Tables of rounds, assignments, visits, answers and checks."""

from chuangcheng.inspections.models.rounds import Assignment, Round
from chuangcheng.inspections.models.samples import SampleDraw
from chuangcheng.inspections.models.visits import Answer, AnswerPhoto, Check, UploadedPhoto, Verdict, Visit

__all__ = ["Answer", "AnswerPhoto", "Assignment", "Check", "Round", "SampleDraw", "UploadedPhoto", "Verdict", "Visit"]
