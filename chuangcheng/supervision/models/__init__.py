"""Tables of supervision."""

from chuangcheng.supervision.models.appraisals import Board, BoardVersion, KeptFacts, Result, Run
from chuangcheng.supervision.models.deeds import Merit, MeritWithdrawal
from chuangcheng.supervision.models.formulas import Formula, FormulaVersion
from chuangcheng.supervision.models.objections import Decision, Objection, ObjectionFile

__all__ = [
    "Board",
    "BoardVersion",
    "Decision",
    "Formula",
    "FormulaVersion",
    "KeptFacts",
    "Merit",
    "MeritWithdrawal",
    "Objection",
    "ObjectionFile",
    "Result",
    "Run",
]
