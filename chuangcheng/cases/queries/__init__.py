"""Every read of this context; other contexts come in here."""

from chuangcheng.cases.queries.conditions import CLOSED, MINE, OVERDUE, TO_VERIFY, CaseFilter, with_all_below
from chuangcheng.cases.queries.counts import (
    counts_by_state,
    open_cases_of_unit,
    open_counts_by_site,
    overdue_cases,
)
from chuangcheng.cases.queries.details import CaseStory, moves_offered, reminders_of, story_of
from chuangcheng.cases.queries.lists import (
    MOST_COUNTED,
    PAGE_SIZE,
    CaseLists,
    CasePage,
    case_reach,
    shown_count,
    visible_case_ids,
)
from chuangcheng.cases.queries.relapses import RelapseAnalysis, RelapseStory, relapse_analysis, relapse_story
from chuangcheng.cases.queries.sources import (
    case_of_source,
    cases_of_site,
    cases_of_source,
    classes_in_use,
    last_class_order,
    may_read_photo,
    most_alike,
    problem_class_for,
    problem_class_named,
)
from chuangcheng.cases.queries.suggestions import (
    dispatch_options,
    site_options,
    suggested_lead_unit,
    unit_choices,
)
from chuangcheng.cases.queries.todos import Waiting, waiting_cases

__all__ = [
    "CLOSED",
    "MINE",
    "MOST_COUNTED",
    "OVERDUE",
    "PAGE_SIZE",
    "TO_VERIFY",
    "CaseFilter",
    "CaseLists",
    "CasePage",
    "CaseStory",
    "RelapseAnalysis",
    "RelapseStory",
    "Waiting",
    "case_of_source",
    "case_reach",
    "cases_of_site",
    "cases_of_source",
    "classes_in_use",
    "counts_by_state",
    "dispatch_options",
    "last_class_order",
    "may_read_photo",
    "most_alike",
    "moves_offered",
    "open_cases_of_unit",
    "open_counts_by_site",
    "overdue_cases",
    "problem_class_for",
    "problem_class_named",
    "relapse_analysis",
    "relapse_story",
    "reminders_of",
    "shown_count",
    "site_options",
    "story_of",
    "suggested_lead_unit",
    "unit_choices",
    "visible_case_ids",
    "waiting_cases",
    "with_all_below",
]
