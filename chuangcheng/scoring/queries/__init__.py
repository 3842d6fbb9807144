"""Every read of this context; other contexts come in here."""

from chuangcheng.scoring.queries.basis import PartBasis
from chuangcheng.scoring.queries.behind import (
    checks_behind,
    counting_facts,
    facts_of_standard,
    linked_scores,
)
from chuangcheng.scoring.queries.choice import SheetChoice, kinds_words, rounds_words
from chuangcheng.scoring.queries.facts import FACT_KINDS, grade_letters, kinds_taken
from chuangcheng.scoring.queries.hits import EntryStanding, last_counting_day, negative_list
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
from chuangcheng.scoring.queries.sheets import SubjectSheet, sheet_for
from chuangcheng.scoring.queries.warned import Warned, hits_warned

__all__ = [
    "FACT_KINDS",
    "EntryStanding",
    "LatestStanding",
    "PartBasis",
    "RankedPlace",
    "RoundResults",
    "SheetChoice",
    "SubjectSheet",
    "Warned",
    "WhatLost",
    "checks_behind",
    "counting_facts",
    "decided_matches",
    "edition_now",
    "facts_of_standard",
    "grade_letters",
    "headline",
    "hits_warned",
    "kinds_taken",
    "kinds_words",
    "last_counting_day",
    "latest_round",
    "latest_standing",
    "linked_scores",
    "negative_list",
    "places_gained",
    "results_of_rounds",
    "round_before",
    "round_results",
    "rounds_like",
    "rounds_words",
    "sheet_for",
    "what_lost",
]
