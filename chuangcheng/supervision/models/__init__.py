"""Tables of supervision: appraisals, steps of escalation, supervision orders, matters of reward and accountability."""

from chuangcheng.supervision.models.appraisals import Board, BoardVersion, KeptFacts, Result, Run
from chuangcheng.supervision.models.deeds import Merit, MeritWithdrawal
from chuangcheng.supervision.models.escalations import (
    STEP_LABELS,
    STEP_WORDS,
    WHOM_LABELS,
    WHOM_WORDS,
    EscalationDeed,
    EscalationDeedUndo,
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
from chuangcheng.supervision.models.step_deeds import DEED_WORDS, StepDeed, StepDeedUndo
from chuangcheng.supervision.models.streaks import StreakDeed, StreakDeedUndo, StreakStep, StreakUndo

__all__ = [
    "DEED_WORDS",
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
    "EscalationDeedUndo",
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
    "StepDeed",
    "StepDeedUndo",
    "StreakDeed",
    "StreakDeedUndo",
    "StreakStep",
    "StreakUndo",
    "SupervisionOrder",
]
