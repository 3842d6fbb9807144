"""What a move of a case may need, and how to tell whether it is there. What nobody states counts as absent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import TypeAlias

from chuangcheng.cases.states import State
from chuangcheng.core.texts import mark as _


class Need(StrEnum):
    """What a move may need; when several are missing, the first in this order is told."""

    SECOND_PERSON = auto()
    RELEASED = auto()
    ASKED = auto()
    NOT_ASKED = auto()
    WHISTLED = auto()
    NOT_WHISTLED = auto()
    ESCALATED = auto()
    NOT_ESCALATED = auto()
    JOINED = auto()
    NOT_JOINED = auto()
    DRAWN = auto()
    LEAD_UNIT = auto()
    DEADLINE = auto()
    MAIN_CASE = auto()
    CALLED_UNITS = auto()
    AFTER_PHOTO = auto()
    TWO_PHOTOS = auto()
    REASON = auto()
    ANSWER = auto()
    ALL_ANSWERED = auto()  # or a reason
    NOTE = auto()
    DECISION = auto()


@dataclass(frozen=True, slots=True)
class Given:
    """What comes with a move, and how things stand."""

    text: str = ""  # the reason, answer or decision
    before_photos: int = 0
    after_photos: int = 0
    has_lead_unit: bool = False
    has_deadline: bool = False  # the limit that the fix gets, or the one that is asked for or granted
    has_main_case: bool = False  # the one to join
    has_called_units: bool = False
    is_second_person: bool = False  # the actor is none of those who fixed it
    is_released: bool = False  # of no round, or of one that is no longer hidden
    is_imported: bool = False  # history from elsewhere: asks for no photo
    has_open_extension: bool = False  # asked for and not yet answered
    has_open_whistle: bool = False
    has_open_escalation: bool = False  # before the joint meeting and not yet decided
    has_everybody_answered: bool = False  # whom the open whistle calls
    is_drawn: bool = False  # for a re-check that nobody has made yet
    joined_from: State | None = None  # while joined: the state in which it was joined


Condition: TypeAlias = Callable[[Given], bool]

CONDITIONS: dict[Need, Condition] = {
    Need.SECOND_PERSON: lambda given: given.is_second_person,
    Need.RELEASED: lambda given: given.is_released,
    Need.ASKED: lambda given: given.has_open_extension,
    Need.NOT_ASKED: lambda given: not given.has_open_extension,
    Need.WHISTLED: lambda given: given.has_open_whistle,
    Need.NOT_WHISTLED: lambda given: not given.has_open_whistle,
    Need.ESCALATED: lambda given: given.has_open_escalation,
    Need.NOT_ESCALATED: lambda given: not given.has_open_escalation,
    Need.JOINED: lambda given: given.joined_from is not None,
    Need.NOT_JOINED: lambda given: given.joined_from is None,
    Need.DRAWN: lambda given: given.is_drawn,
    Need.LEAD_UNIT: lambda given: given.has_lead_unit,
    Need.DEADLINE: lambda given: given.has_deadline,
    Need.MAIN_CASE: lambda given: given.has_main_case,
    Need.CALLED_UNITS: lambda given: given.has_called_units,
    Need.AFTER_PHOTO: lambda given: given.is_imported or given.after_photos > 0,
    Need.TWO_PHOTOS: lambda given: given.is_imported or min(given.before_photos, given.after_photos) > 0,
    Need.REASON: lambda given: bool(given.text.strip()),
    Need.ANSWER: lambda given: bool(given.text.strip()),
    Need.ALL_ANSWERED: lambda given: given.has_everybody_answered or bool(given.text.strip()),
    Need.NOTE: lambda given: bool(given.text.strip()),
    Need.DECISION: lambda given: bool(given.text.strip()),
}

SENTENCES = {
    Need.SECOND_PERSON: _("核查不能由处置人本人办理，请交由他人核查。"),
    Need.RELEASED: _("该问题所属的检查轮次尚未发布，请在发布后办理。"),
    Need.ASKED: _("该问题没有待批的延期申请，请刷新页面查看最新情况。"),
    Need.NOT_ASKED: _("该问题已有待批的延期申请，请等待批复。"),
    Need.WHISTLED: _("该问题没有待回应的吹哨，请刷新页面查看最新情况。"),
    Need.NOT_WHISTLED: _("该问题已有未结束的吹哨，请先结束这一次。"),
    Need.ESCALATED: _("该问题没有提请联席会议，请先提请会议研究。"),
    Need.NOT_ESCALATED: _("该问题已提请联席会议，请等待会议决定。"),
    Need.JOINED: _("该问题不是并案结案，不能撤销并案；如问题仍在，请重开。"),
    Need.NOT_JOINED: _("该问题已并入主案，不能单独重开；请重开主案，或先撤销并案。"),
    Need.DRAWN: _("该问题没有待办的抽查，请刷新页面查看最新情况。"),
    Need.LEAD_UNIT: _("没有选定牵头单位，请选定后再提交。"),
    Need.DEADLINE: _("没有填写期限，请填写后再提交。"),
    Need.MAIN_CASE: _("没有选定主案，请选定要并入的问题后再提交。"),
    Need.CALLED_UNITS: _("没有选定吹哨召集的单位，请选定后再提交。"),
    Need.AFTER_PHOTO: _("没有整改后的照片，请拍照上传后再反馈。"),
    Need.TWO_PHOTOS: _("立行立改需要整改前和整改后的照片，请补齐后再提交。"),
    Need.REASON: _("没有写明原因，请填写后再提交。"),
    Need.ANSWER: _("没有写明谁到场、做了什么，请填写后再提交。"),
    Need.ALL_ANSWERED: _("还有单位没有回应，请等待回应，或写明提前结束的原因。"),
    Need.NOTE: _("没有写明做了什么，请填写后再提交。"),
    Need.DECISION: _("没有写明会议决定，请填写后再提交。"),
}

IN_WORDS = frozenset({Need.REASON, Need.NOTE, Need.DECISION})
"""The needs that words alone meet."""

CIRCUMSTANCES = frozenset(
    {
        Need.SECOND_PERSON,
        Need.RELEASED,
        Need.ASKED,
        Need.NOT_ASKED,
        Need.WHISTLED,
        Need.NOT_WHISTLED,
        Need.ESCALATED,
        Need.NOT_ESCALATED,
        Need.JOINED,
        Need.NOT_JOINED,
        Need.DRAWN,
    }
)
"""The needs that the person who moves a case cannot bring along."""


def missing(needs: frozenset[Need], given: Given) -> tuple[Need, ...]:
    """Those of the needs that are not met, in the order of `Need`."""
    return tuple(need for need in Need if need in needs and not CONDITIONS[need](given))
