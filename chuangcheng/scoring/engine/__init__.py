"""The arithmetic of a score and nothing else: a framework and facts come in as frozen dataclasses, a sheet with bounds
comes out; exact fractions inside, rounded once at output. `docs/algorithms/scoring.md` explains every rule with worked
examples, which are also tests. Knows no Django, no database, no file and no clock."""

from __future__ import annotations

from chuangcheng.scoring.engine.basis import NO_BASIS, PartBasis, basis_of
from chuangcheng.scoring.engine.cycle import CycleStanding, cycle_standing
from chuangcheng.scoring.engine.facts import (
    NO_FACTS,
    Check,
    FactBook,
    Facts,
    Grade,
    Hit,
    HitStatus,
    Proof,
    Tally,
    TallyCounter,
    Value,
    Verdict,
)
from chuangcheng.scoring.engine.framework import (
    Framework,
    Gate,
    NegativeEntry,
    Part,
    Sanction,
    SanctionKind,
    Standard,
)
from chuangcheng.scoring.engine.parameters import RuleReading, grade_letter, read_rule, read_sanction, rule_code
from chuangcheng.scoring.engine.prospects import Prospect, Reach, assuming, needed_alone, prospect
from chuangcheng.scoring.engine.published import published
from chuangcheng.scoring.engine.regain import Regain, RegainKind, way_back
from chuangcheng.scoring.engine.rounding import half_up, plain_text, rate_text, score_text
from chuangcheng.scoring.engine.rules import Rule
from chuangcheng.scoring.engine.sheet import PartScore, ScoreSheet, StandardScore, assembled, score, scored_standard
from chuangcheng.scoring.engine.standing import Entrant, Place, Ranking, Scope, Standing, ranking
from chuangcheng.scoring.engine.total import Hundred, Line, Outcome

__all__ = [
    "NO_BASIS",
    "NO_FACTS",
    "Check",
    "CycleStanding",
    "Entrant",
    "FactBook",
    "Facts",
    "Framework",
    "Gate",
    "Grade",
    "Hit",
    "HitStatus",
    "Hundred",
    "Line",
    "NegativeEntry",
    "Outcome",
    "Part",
    "PartBasis",
    "PartScore",
    "Place",
    "Proof",
    "Prospect",
    "Ranking",
    "Reach",
    "Regain",
    "RegainKind",
    "Rule",
    "RuleReading",
    "Sanction",
    "SanctionKind",
    "Scope",
    "ScoreSheet",
    "Standard",
    "StandardScore",
    "Standing",
    "Tally",
    "TallyCounter",
    "Value",
    "Verdict",
    "assembled",
    "assuming",
    "basis_of",
    "cycle_standing",
    "grade_letter",
    "half_up",
    "needed_alone",
    "plain_text",
    "prospect",
    "published",
    "ranking",
    "rate_text",
    "read_rule",
    "read_sanction",
    "rule_code",
    "score",
    "score_text",
    "scored_standard",
    "way_back",
]
