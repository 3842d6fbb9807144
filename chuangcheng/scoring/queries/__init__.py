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
from chuangcheng.scoring.queries.sheets import SubjectSheet, sheet_for

__all__ = [
    "FACT_KINDS",
    "EntryStanding",
    "PartBasis",
    "SheetChoice",
    "SubjectSheet",
    "checks_behind",
    "counting_facts",
    "facts_of_standard",
    "grade_letters",
    "kinds_taken",
    "kinds_words",
    "last_counting_day",
    "linked_scores",
    "negative_list",
    "rounds_words",
    "sheet_for",
]
