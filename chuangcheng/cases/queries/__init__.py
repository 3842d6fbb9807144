"""Every read of this context; other contexts come in here."""

from chuangcheng.cases.queries.boards import BoardColumn, board
from chuangcheng.cases.queries.claims import claim_options, claimable, unclaimed_cases
from chuangcheng.cases.queries.conditions import (
    CLAIMABLE,
    CLOSED,
    MINE,
    NEXT,
    OVERDUE,
    SOON,
    SUSPENDED,
    TO_RECHECK,
    TO_VERIFY,
    CaseFilter,
    with_all_below,
)
from chuangcheng.cases.queries.counts import (
    counts_by_state,
    open_cases_of_unit,
    open_counts,
    open_counts_by_site,
    overdue_cases,
)
from chuangcheng.cases.queries.details import CaseStory, moves_offered, reminders_of, story_of
from chuangcheng.cases.queries.dictionary import (
    ListLine,
    class_groups,
    class_ids_of_list,
    dictionary,
    list_lines,
    lists_in_use,
    problem_list_for,
)
from chuangcheng.cases.queries.extensions import open_request
from chuangcheng.cases.queries.joins import Candidate, join_candidates, joined_to
from chuangcheng.cases.queries.lists import (
    MOST_COUNTED,
    PAGE_SIZE,
    CaseLists,
    CasePage,
    case_reach,
    shown_count,
    visible_case_ids,
)
from chuangcheng.cases.queries.maps import Gathered, cases_in, drawn_cases, gathered_cases
from chuangcheng.cases.queries.meetings import escalated_cases
from chuangcheng.cases.queries.requests import Request, waiting_requests
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
from chuangcheng.cases.queries.suspended import expected_to_resume, suspended_cases, with_pauses
from chuangcheng.cases.queries.todos import Waiting, waiting_cases
from chuangcheng.cases.queries.whistles import WhistleStory, answering_units, open_whistle, whistles_of

__all__ = [
    "CLAIMABLE",
    "CLOSED",
    "MINE",
    "MOST_COUNTED",
    "NEXT",
    "OVERDUE",
    "PAGE_SIZE",
    "SOON",
    "SUSPENDED",
    "TO_RECHECK",
    "TO_VERIFY",
    "BoardColumn",
    "Candidate",
    "CaseFilter",
    "CaseLists",
    "CasePage",
    "CaseStory",
    "Gathered",
    "ListLine",
    "Request",
    "Waiting",
    "WhistleStory",
    "answering_units",
    "board",
    "case_of_source",
    "case_reach",
    "cases_in",
    "cases_of_site",
    "cases_of_source",
    "claim_options",
    "claimable",
    "class_groups",
    "class_ids_of_list",
    "classes_in_use",
    "counts_by_state",
    "dictionary",
    "dispatch_options",
    "drawn_cases",
    "escalated_cases",
    "expected_to_resume",
    "gathered_cases",
    "join_candidates",
    "joined_to",
    "last_class_order",
    "list_lines",
    "lists_in_use",
    "may_read_photo",
    "most_alike",
    "moves_offered",
    "open_cases_of_unit",
    "open_counts",
    "open_counts_by_site",
    "open_request",
    "open_whistle",
    "overdue_cases",
    "problem_class_for",
    "problem_class_named",
    "problem_list_for",
    "reminders_of",
    "shown_count",
    "site_options",
    "story_of",
    "suggested_lead_unit",
    "suspended_cases",
    "unclaimed_cases",
    "unit_choices",
    "visible_case_ids",
    "waiting_cases",
    "waiting_requests",
    "whistles_of",
    "with_all_below",
    "with_pauses",
]
