"""States and moves of supervision orders: one table. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from chuangcheng.core.errors import Refusal
from chuangcheng.core.texts import mark as _


class OrderState(StrEnum):
    DRAFT = "draft"
    DROPPED = "dropped"  # a draft that was not issued
    ISSUED = "issued"
    SIGNED = "signed"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


LABELS = {
    OrderState.DRAFT: _("待签发"),
    OrderState.DROPPED: _("不予签发"),
    OrderState.ISSUED: _("待签收"),
    OrderState.SIGNED: _("待反馈"),
    OrderState.ANSWERED: _("待办结"),
    OrderState.CLOSED: _("已办结"),
    OrderState.WITHDRAWN: _("已撤销"),
}
OPEN = frozenset({"issued", "signed", "answered"})
CASE_STATES = frozenset({"fixing", "fed_back", "suspended"})  # of cases that an order may be about


@dataclass(frozen=True, slots=True)
class OrderMove:
    """One row of the table."""

    code: str
    label: str
    sources: frozenset[OrderState]
    target: OrderState
    is_units: bool  # made by the unit; else by the office
    needs_words: bool


DRAFT, DROPPED, ISSUED, SIGNED, ANSWERED, CLOSED, WITHDRAWN = OrderState
TABLE = (
    OrderMove("issue", _("签发"), frozenset({DRAFT}), ISSUED, is_units=False, needs_words=False),
    OrderMove("drop", _("不予签发"), frozenset({DRAFT}), DROPPED, is_units=False, needs_words=True),
    OrderMove("sign", _("签收"), frozenset({ISSUED}), SIGNED, is_units=True, needs_words=False),
    OrderMove("answer", _("反馈"), frozenset({SIGNED}), ANSWERED, is_units=True, needs_words=True),
    OrderMove("return", _("退回"), frozenset({ANSWERED}), SIGNED, is_units=False, needs_words=True),
    OrderMove("close", _("办结"), frozenset({ANSWERED}), CLOSED, is_units=False, needs_words=False),
    OrderMove(
        "withdraw", _("撤销"), frozenset({ISSUED, SIGNED, ANSWERED}), WITHDRAWN, is_units=False, needs_words=True
    ),
)
MOVES = {move.code: move for move in TABLE}
REFUSALS = {
    DRAFT: _("这份督办单还没有签发，下一步是签发。"),
    DROPPED: _("这份督办单没有签发，不能再办理。"),
    ISSUED: _("这份督办单还没有签收，下一步是由单位签收。"),
    SIGNED: _("这份督办单还没有反馈，下一步是由单位反馈。"),
    ANSWERED: _("这份督办单已经反馈，下一步是办结或退回。"),
    CLOSED: _("这份督办单已经办结，不能再办理。"),
    WITHDRAWN: _("这份督办单已经撤销，不能再办理。"),
}


class OrderNotThere(Refusal):
    """The order does not stand where this move begins."""

    def __init__(self, state: str) -> None:
        super().__init__(REFUSALS[OrderState(state)])


def moved(code: str, state: str) -> OrderMove:
    """The row of a move that begins in this state; raises OrderNotThere, KeyError for a move that there is not."""
    move = MOVES[code]
    if OrderState(state) not in move.sources:
        raise OrderNotThere(state)
    return move
