"""Tables of rounds, assignments, visits, answers, reviews and checks."""

from chuangcheng.inspections.models.changes import AssignmentChange
from chuangcheng.inspections.models.composites import CompositePart, CompositePlace, Composition
from chuangcheng.inspections.models.controls import Control, ControlAnswer, ControlDraw, ControlPhoto
from chuangcheng.inspections.models.liaisons import LiaisonVisit
from chuangcheng.inspections.models.plans import Absence, Plan, PlanRun, PlanTerms
from chuangcheng.inspections.models.reviews import Review
from chuangcheng.inspections.models.rounds import Assignment, Round
from chuangcheng.inspections.models.samples import SampleDraw
from chuangcheng.inspections.models.tours import Tour, TourPhoto, TourScore, TourStop
from chuangcheng.inspections.models.visits import (
    COUNTING,
    Answer,
    AnswerPhoto,
    Check,
    ReviewState,
    UploadedPhoto,
    Verdict,
    Visit,
)

__all__ = [
    "COUNTING",
    "Absence",
    "Answer",
    "AnswerPhoto",
    "Assignment",
    "AssignmentChange",
    "Check",
    "CompositePart",
    "CompositePlace",
    "Composition",
    "Control",
    "ControlAnswer",
    "ControlDraw",
    "ControlPhoto",
    "LiaisonVisit",
    "Plan",
    "PlanRun",
    "PlanTerms",
    "Review",
    "ReviewState",
    "Round",
    "SampleDraw",
    "Tour",
    "TourPhoto",
    "TourScore",
    "TourStop",
    "UploadedPhoto",
    "Verdict",
    "Visit",
]
