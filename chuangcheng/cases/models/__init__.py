"""Tables of cases, their history and photos, and the problem classes."""

from chuangcheng.cases.models.cases import Assist, Case, CaseEvent, CasePhoto
from chuangcheng.cases.models.classes import LIMIT_UNITS, ProblemClass, ProblemList
from chuangcheng.cases.models.notices import NoticeCase, RectificationNotice
from chuangcheng.cases.models.reminders import CaseReminder, UnitReminder
from chuangcheng.cases.models.rules import DispatchRule

__all__ = [
    "LIMIT_UNITS",
    "Assist",
    "Case",
    "CaseEvent",
    "CasePhoto",
    "CaseReminder",
    "DispatchRule",
    "NoticeCase",
    "ProblemClass",
    "ProblemList",
    "RectificationNotice",
    "UnitReminder",
]
