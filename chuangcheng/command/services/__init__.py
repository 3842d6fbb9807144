"""Every write of this context; other contexts come in here."""

from chuangcheng.command.services.creations import CreationGiven, change_creation, create_creation, record_step
from chuangcheng.command.services.endings import (
    CreationClosed,
    CreationGoesOn,
    close_creation,
    reopen_creation,
)
from chuangcheng.command.services.mocks import keep_result, rehearse_visit
from chuangcheng.command.services.visits import VisitCancelled, VisitGiven, cancel_visit, change_visit, plan_visit

__all__ = [
    "CreationClosed",
    "CreationGiven",
    "CreationGoesOn",
    "VisitCancelled",
    "VisitGiven",
    "cancel_visit",
    "change_creation",
    "change_visit",
    "close_creation",
    "create_creation",
    "keep_result",
    "plan_visit",
    "record_step",
    "rehearse_visit",
    "reopen_creation",
]
