"""Tables of cases, their history and photos, what waits for an answer, and the problem classes."""

from chuangcheng.cases.models.cases import Assist, Case, CaseEvent, CasePhoto
from chuangcheng.cases.models.classes import LIMIT_UNITS, ProblemClass, ProblemList
from chuangcheng.cases.models.extensions import Extension, ExtensionAnswer
from chuangcheng.cases.models.look_backs import LookBack, LookBackPhoto
from chuangcheng.cases.models.meetings import Decision, Escalation
from chuangcheng.cases.models.notices import NoticeCase, RectificationNotice
from chuangcheng.cases.models.pauses import Pause, PauseEnd
from chuangcheng.cases.models.rechecks import Recheck, RecheckResult
from chuangcheng.cases.models.relapses import Relapse
from chuangcheng.cases.models.reminders import CaseReminder, UnitReminder
from chuangcheng.cases.models.rules import DispatchRule
from chuangcheng.cases.models.whistles import Whistle, WhistleAnswer, WhistleCall, WhistleEnd

__all__ = [
    "LIMIT_UNITS",
    "Assist",
    "Case",
    "CaseEvent",
    "CasePhoto",
    "CaseReminder",
    "Decision",
    "DispatchRule",
    "Escalation",
    "Extension",
    "ExtensionAnswer",
    "LookBack",
    "LookBackPhoto",
    "NoticeCase",
    "Pause",
    "PauseEnd",
    "ProblemClass",
    "ProblemList",
    "Recheck",
    "RecheckResult",
    "RectificationNotice",
    "Relapse",
    "UnitReminder",
    "Whistle",
    "WhistleAnswer",
    "WhistleCall",
    "WhistleEnd",
]
