"""Every read of this context; other contexts come in here."""

from chuangcheng.scoring.engine import PartBasis
from chuangcheng.scoring.queries.behind import (
    checks_behind,
    counting_facts,
    facts_of_standard,
    linked_scores,
    material_of_standard,
    materials_of_standard,
)
from chuangcheng.scoring.queries.choice import SheetChoice, kinds_words, rounds_words
from chuangcheng.scoring.queries.compared import (
    ComparedSubject,
    compared,
    kinds_kept,
    last_day_kept,
    line_over_time,
    places_of,
)
from chuangcheng.scoring.queries.cycles import (
    CycleNow,
    CycleView,
    CycleYear,
    GateState,
    cycle_list,
    cycle_now,
    cycle_view,
    gate_state,
    history_of_year,
    if_assumed,
    void_codes,
)
from chuangcheng.scoring.queries.facts import FACT_KINDS, grade_letters, kinds_taken
from chuangcheng.scoring.queries.failures import FailedSite, Failures, failures_behind
from chuangcheng.scoring.queries.gaps import standings_today
from chuangcheng.scoring.queries.hits import EntryStanding, last_counting_day, negative_list
from chuangcheng.scoring.queries.losses import LostPart, UnknownPart, lost_parts, unknown_parts
from chuangcheng.scoring.queries.official import (
    LatestStanding,
    RankedPlace,
    RoundResults,
    headline,
    latest_round,
    latest_standing,
    places_gained,
    results_of_rounds,
    round_before,
    round_results,
    rounds_like,
)
from chuangcheng.scoring.queries.official_losses import WhatLost, decided_matches, edition_now, what_lost
from chuangcheng.scoring.queries.sheets import SubjectSheet, sheet_for, sheet_of_stored
from chuangcheng.scoring.queries.stored import days_kept, stored_of, stored_sheet
from chuangcheng.scoring.queries.warned import Warned, hits_warned

__all__ = [
    "FACT_KINDS",
    "ComparedSubject",
    "CycleNow",
    "CycleView",
    "CycleYear",
    "EntryStanding",
    "FailedSite",
    "Failures",
    "GateState",
    "LatestStanding",
    "LostPart",
    "PartBasis",
    "RankedPlace",
    "RoundResults",
    "SheetChoice",
    "SubjectSheet",
    "UnknownPart",
    "Warned",
    "WhatLost",
    "checks_behind",
    "compared",
    "counting_facts",
    "cycle_list",
    "cycle_now",
    "cycle_view",
    "days_kept",
    "decided_matches",
    "edition_now",
    "facts_of_standard",
    "failures_behind",
    "gate_state",
    "grade_letters",
    "headline",
    "history_of_year",
    "hits_warned",
    "if_assumed",
    "kinds_kept",
    "kinds_taken",
    "kinds_words",
    "last_counting_day",
    "last_day_kept",
    "latest_round",
    "latest_standing",
    "line_over_time",
    "linked_scores",
    "lost_parts",
    "material_of_standard",
    "materials_of_standard",
    "negative_list",
    "places_gained",
    "places_of",
    "results_of_rounds",
    "round_before",
    "round_results",
    "rounds_like",
    "rounds_words",
    "sheet_for",
    "sheet_of_stored",
    "standings_today",
    "stored_of",
    "stored_sheet",
    "unknown_parts",
    "void_codes",
    "what_lost",
]
