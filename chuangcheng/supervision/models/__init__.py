"""Tables of supervision: steps of escalation, supervision orders."""

from chuangcheng.supervision.models.escalations import (
    STEP_LABELS,
    STEP_WORDS,
    WHOM_LABELS,
    EscalationDeed,
    EscalationStep,
    EscalationUndo,
    EscalationWait,
)
from chuangcheng.supervision.models.orders import OrderCase, OrderEvent, OrderFile, SupervisionOrder

__all__ = [
    "STEP_LABELS",
    "STEP_WORDS",
    "WHOM_LABELS",
    "EscalationDeed",
    "EscalationStep",
    "EscalationUndo",
    "EscalationWait",
    "OrderCase",
    "OrderEvent",
    "OrderFile",
    "SupervisionOrder",
]
