"""Tables of supervision: appraisals, steps of escalation, supervision orders, matters of reward and accountability."""

from chuangcheng.supervision.models.appraisals import Board, BoardVersion, KeptFacts, Result, Run
from chuangcheng.supervision.models.deeds import Merit, MeritWithdrawal
from chuangcheng.supervision.models.escalations import (
    STEP_LABELS,
    STEP_WORDS,
    WHOM_LABELS,
    WHOM_WORDS,
    EscalationDeed,
    EscalationStep,
    EscalationUndo,
    EscalationWait,
)
from chuangcheng.supervision.models.formulas import Formula, FormulaVersion
from chuangcheng.supervision.models.honours import HonourEntry, HonourEvent, HonourList
from chuangcheng.supervision.models.matters import (
    Appeal,
    AppealDecision,
    AppealFile,
    Matter,
    MatterEvent,
    Reckoning,
)
from chuangcheng.supervision.models.objections import Decision, Objection, ObjectionFile
from chuangcheng.supervision.models.orders import OrderCase, OrderEvent, OrderFile, SupervisionOrder
from chuangcheng.supervision.models.streaks import StreakStep, StreakUndo

__all__ = [
    "STEP_LABELS",
    "STEP_WORDS",
    "WHOM_LABELS",
    "WHOM_WORDS",
    "Appeal",
    "AppealDecision",
    "AppealFile",
    "Board",
    "BoardVersion",
    "Decision",
    "EscalationDeed",
    "EscalationStep",
    "EscalationUndo",
    "EscalationWait",
    "Formula",
    "FormulaVersion",
    "HonourEntry",
    "HonourEvent",
    "HonourList",
    "KeptFacts",
    "Matter",
    "MatterEvent",
    "Merit",
    "MeritWithdrawal",
    "Objection",
    "ObjectionFile",
    "OrderCase",
    "OrderEvent",
    "OrderFile",
    "Reckoning",
    "Result",
    "Run",
    "StreakStep",
    "StreakUndo",
    "SupervisionOrder",
]
