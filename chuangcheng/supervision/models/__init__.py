"""Tables of supervision: appraisals, steps of escalation, supervision orders."""

from chuangcheng.supervision.models.appraisals import Board, BoardVersion, KeptFacts, Result, Run
from chuangcheng.supervision.models.deeds import Merit, MeritWithdrawal
from chuangcheng.supervision.models.escalations import (
    STEP_LABELS,
    STEP_WORDS,
    WHOM_LABELS,
    EscalationDeed,
    EscalationStep,
    EscalationUndo,
    EscalationWait,
)
from chuangcheng.supervision.models.formulas import Formula, FormulaVersion
from chuangcheng.supervision.models.objections import Decision, Objection, ObjectionFile
from chuangcheng.supervision.models.orders import OrderCase, OrderEvent, OrderFile, SupervisionOrder

__all__ = [
    "STEP_LABELS",
    "STEP_WORDS",
    "WHOM_LABELS",
    "Board",
    "BoardVersion",
    "Decision",
    "EscalationDeed",
    "EscalationStep",
    "EscalationUndo",
    "EscalationWait",
    "Formula",
    "FormulaVersion",
    "KeptFacts",
    "Merit",
    "MeritWithdrawal",
    "Objection",
    "ObjectionFile",
    "OrderCase",
    "OrderEvent",
    "OrderFile",
    "Result",
    "Run",
    "SupervisionOrder",
]
