"""考核: what units earned in a period by a published formula, and how they stand beside each other.

Pure. Facts in (`facts`), a formula of dated lines (`formula`, read and written as JSON), sheets out (`points`): each
line with the ids of the records that made it. `boards` places the units of one class. Method, worked tables and what is
our choice: docs/algorithms/appraisal.md.
"""

from __future__ import annotations

from chuangcheng.supervision.appraisal.boards import (
    Board,
    BoardRule,
    Listed,
    NotRanked,
    Row,
    board,
    by_class,
    places,
    red_and_black,
)
from chuangcheng.supervision.appraisal.facts import (
    DUE,
    AwardFact,
    AwardKind,
    CaseFact,
    CountedTwice,
    DeedFact,
    DeedKind,
    Fact,
    FaultFact,
    FaultKind,
    Source,
    Standing,
    UnitFacts,
    by_unit,
    deed_of_case,
    record_behind,
)
from chuangcheng.supervision.appraisal.fairness import Prior, prior_of, shrunken, wilson
from chuangcheng.supervision.appraisal.formula import ANY, Bonus, Deduct, DeductFor, Formula, Line, Rate, RateOf
from chuangcheng.supervision.appraisal.points import (
    Item,
    LineResult,
    Share,
    Sheet,
    appraise,
    asks_what_stayed,
    share_of,
    sheet_of,
)
from chuangcheng.supervision.appraisal.reading import Fault, Problem, UnusableFormula, read_formula
from chuangcheng.supervision.appraisal.ready_made import ready_made
from chuangcheng.supervision.appraisal.writing import write_formula

__all__ = [
    "ANY",
    "DUE",
    "AwardFact",
    "AwardKind",
    "Board",
    "BoardRule",
    "Bonus",
    "CaseFact",
    "CountedTwice",
    "Deduct",
    "DeductFor",
    "DeedFact",
    "DeedKind",
    "Fact",
    "Fault",
    "FaultFact",
    "FaultKind",
    "Formula",
    "Item",
    "Line",
    "LineResult",
    "Listed",
    "NotRanked",
    "Prior",
    "Problem",
    "Rate",
    "RateOf",
    "Row",
    "Share",
    "Sheet",
    "Source",
    "Standing",
    "UnitFacts",
    "UnusableFormula",
    "appraise",
    "asks_what_stayed",
    "board",
    "by_class",
    "by_unit",
    "deed_of_case",
    "places",
    "prior_of",
    "read_formula",
    "ready_made",
    "record_behind",
    "red_and_black",
    "share_of",
    "sheet_of",
    "shrunken",
    "wilson",
    "write_formula",
]
