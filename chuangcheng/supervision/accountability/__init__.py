"""奖惩问责: which grounds the records of a unit show in a period, and what is proposed for them.

Pure. Facts of one unit in (`facts`), a table of lines in (`lines`: from how many, which grade, to whom), proposals out
(`proposing`): one for each ground, with its counts and the ids of the records. Nothing is decided here: a proposal is
read by a person. Method, worked tables and what is our choice: docs/algorithms/accountability.md.
"""

from __future__ import annotations

from chuangcheng.supervision.accountability.facts import Case, Deed, Record, RecordKind, SentBack, UnitFacts
from chuangcheng.supervision.accountability.grounds import (
    BLAME,
    GRADES,
    GROUND_OF,
    PRAISE,
    Grade,
    Ground,
    Measure,
    Whom,
    is_praise,
)
from chuangcheng.supervision.accountability.lines import SAMPLE, Line, measures_with_share, measures_with_times
from chuangcheng.supervision.accountability.proposing import Finding, Proposal, proposals

__all__ = [
    "BLAME",
    "GRADES",
    "GROUND_OF",
    "PRAISE",
    "SAMPLE",
    "Case",
    "Deed",
    "Finding",
    "Grade",
    "Ground",
    "Line",
    "Measure",
    "Proposal",
    "Record",
    "RecordKind",
    "SentBack",
    "UnitFacts",
    "Whom",
    "is_praise",
    "measures_with_share",
    "measures_with_times",
    "proposals",
]
