"""Writes on rounds, assignments, visits and checks."""

from chuangcheng.inspections.services.amendments import AmendmentGiven, amend_visit, answers_to_amend
from chuangcheng.inspections.services.assignments import (
    NotAnInspector,
    add_sites,
    assign_inspector,
    assign_owners,
    remove_sites,
    spread_over_inspectors,
)
from chuangcheng.inspections.services.corrections import correct_answer, correct_check
from chuangcheng.inspections.services.from_sites import make_round_of_sites
from chuangcheng.inspections.services.news import mark_released_sites, mark_visited_site
from chuangcheng.inspections.services.photos import PhotoNotSent, forget_old_uploads, keep_photos
from chuangcheng.inspections.services.problems import open_case_for_answer, open_cases_for_visit
from chuangcheng.inspections.services.reviews import VisitMovedOn, accept_visits, leave_out_visit, return_visit
from chuangcheng.inspections.services.rounds import (
    RoundMovedOn,
    change_round,
    create_round,
    discard_round,
    finish_round,
    keep_paper,
    release_round,
    start_round,
)
from chuangcheng.inspections.services.samples import DrawnAlready, NothingToDraw, draw_sample
from chuangcheng.inspections.services.visits import (
    AnswerGiven,
    ChecklistMissing,
    Position,
    VisitGiven,
    asked_by,
    checklist_for,
    submit_visit,
)

__all__ = [
    "AmendmentGiven",
    "AnswerGiven",
    "ChecklistMissing",
    "DrawnAlready",
    "NotAnInspector",
    "NothingToDraw",
    "PhotoNotSent",
    "Position",
    "RoundMovedOn",
    "VisitGiven",
    "VisitMovedOn",
    "accept_visits",
    "add_sites",
    "amend_visit",
    "answers_to_amend",
    "asked_by",
    "assign_inspector",
    "assign_owners",
    "change_round",
    "checklist_for",
    "correct_answer",
    "correct_check",
    "create_round",
    "discard_round",
    "draw_sample",
    "finish_round",
    "forget_old_uploads",
    "keep_paper",
    "keep_photos",
    "leave_out_visit",
    "make_round_of_sites",
    "mark_released_sites",
    "mark_visited_site",
    "open_case_for_answer",
    "open_cases_for_visit",
    "release_round",
    "remove_sites",
    "return_visit",
    "spread_over_inspectors",
    "start_round",
    "submit_visit",
]
