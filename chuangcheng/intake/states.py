"""Where a report stands: derived from what has happened to it, never stored. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from chuangcheng.core.texts import mark as _


class State(StrEnum):
    """What happens to a report next, in the order of its course."""

    RECEIVED = auto()
    IN_HAND = auto()
    TO_ANSWER = auto()
    TO_APPROVE = auto()
    TO_SEND = auto()
    ANSWERED = auto()
    ENDED = auto()


STATE_LABELS = {
    State.RECEIVED: _("待受理"),
    State.IN_HAND: _("办理中"),
    State.TO_ANSWER: _("待答复"),
    State.TO_APPROVE: _("答复待审批"),
    State.TO_SEND: _("答复待发出"),
    State.ANSWERED: _("已答复"),
    State.ENDED: _("已办结"),
}

# For whoever reported: nobody outside knows our words.
PLAIN_WORDS = {
    State.RECEIVED: _("已收到，正在等待受理"),
    State.IN_HAND: _("已受理，正在处理"),
    State.TO_ANSWER: _("已处理，正在准备答复"),
    State.TO_APPROVE: _("已处理，正在准备答复"),
    State.TO_SEND: _("已处理，正在准备答复"),
    State.ANSWERED: _("已答复"),
    State.ENDED: _("已处理完毕"),
}

TONES = {
    State.RECEIVED: "blue",
    State.IN_HAND: "blue",
    State.TO_ANSWER: "blue",
    State.TO_APPROVE: "blue",
    State.TO_SEND: "blue",
    State.ANSWERED: "green",
    State.ENDED: "green",
}

OPEN = (State.RECEIVED, State.IN_HAND, State.TO_ANSWER, State.TO_APPROVE, State.TO_SEND)
AWAITING_ANSWER = (State.TO_ANSWER, State.TO_APPROVE, State.TO_SEND)
FINAL_CASE_STATES = frozenset({"closed", "rejected", "void"})  # of `cases`: nothing more is done


@dataclass(frozen=True, slots=True)
class AnswerStanding:
    """How far the newest answer that was written has come."""

    needs_approval: bool
    is_approved: bool = False
    is_returned: bool = False
    is_sent: bool = False
    is_final: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """What has happened to a report."""

    accepted_at: datetime | None = None
    settled_at: datetime | None = None  # its case has ended, or the desk ended it without one
    answered_at: datetime | None = None  # the final answer went out, since then nothing was reopened
    needs_answer: bool = True
    answer: AnswerStanding | None = None


def state_of(standing: Standing) -> State:
    """The state of a report."""
    if standing.answered_at is not None:
        return State.ANSWERED
    if standing.accepted_at is None:
        return State.RECEIVED
    if standing.settled_at is None:
        return State.IN_HAND
    if not standing.needs_answer:
        return State.ENDED
    return _before_answer(standing.answer)


def _before_answer(answer: AnswerStanding | None) -> State:
    if answer is None or answer.is_returned or answer.is_sent or not answer.is_final:
        return State.TO_ANSWER
    return State.TO_APPROVE if answer.needs_approval and not answer.is_approved else State.TO_SEND
