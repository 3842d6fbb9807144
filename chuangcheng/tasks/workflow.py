"""The course of a task: every move, who may make it and what it needs. One table.

Source: our choice, after 交办、接收、推进、报完成、核验、销号 of the documents that offices use (S1, S3).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.texts import mark as _


class State(StrEnum):
    """Where a task stands."""

    ASSIGNED = "assigned"
    DOING = "doing"
    RETURNED = "returned"
    TO_VERIFY = "to_verify"
    CLOSED = "closed"
    VOID = "void"


STATE_LABELS = {
    State.ASSIGNED: _("待接收"),
    State.DOING: _("推进中"),
    State.RETURNED: _("已退回"),
    State.TO_VERIFY: _("待核验"),
    State.CLOSED: _("已销号"),
    State.VOID: _("已作废"),
}
OPEN_STATES = frozenset({State.ASSIGNED, State.DOING, State.RETURNED, State.TO_VERIFY})


class Side(Enum):
    """Who makes a move."""

    DOER = "doer"  # the unit that has the task
    GIVER = "giver"  # the office, or the unit that split it off
    VERIFIER = "verifier"  # the giver or who supervises; never who reported it done


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table."""

    code: str
    label: str
    sources: frozenset[State]
    target: State | None  # None: no change
    side: Side
    needs_text: bool = False


def _row(code: str, label: str, sources: set[State], target: State | None, side: Side, *, text: bool = False) -> Move:
    return Move(code, label, frozenset(sources), target, side, text)


MOVES = {
    row.code: row
    for row in (
        _row("accept", _("接收"), {State.ASSIGNED}, State.DOING, Side.DOER),
        _row("send_back", _("退回"), {State.ASSIGNED, State.DOING}, State.RETURNED, Side.DOER, text=True),
        _row("report", _("报进展"), {State.DOING}, None, Side.DOER),
        _row("finish", _("报完成"), {State.DOING}, State.TO_VERIFY, Side.DOER),
        _row(
            "assign",
            _("重新交办"),
            {State.RETURNED, State.ASSIGNED, State.DOING},
            State.ASSIGNED,
            Side.GIVER,
            text=True,
        ),
        _row("verify", _("核验销号"), {State.TO_VERIFY}, State.CLOSED, Side.VERIFIER),
        _row("fail", _("核验不通过"), {State.TO_VERIFY}, State.DOING, Side.VERIFIER, text=True),
        _row("reopen", _("重新推进"), {State.CLOSED}, State.DOING, Side.VERIFIER, text=True),
        _row("void", _("作废"), set(OPEN_STATES), State.VOID, Side.GIVER, text=True),
    )
}

REFUSALS = {
    State.ASSIGNED: _("这项任务还没有接收，请先接收。"),
    State.DOING: _("这项任务正在推进，请刷新页面查看最新情况。"),
    State.RETURNED: _("这项任务已退回，等待重新交办。"),
    State.TO_VERIFY: _("这项任务已报完成，等待核验。"),
    State.CLOSED: _("这项任务已销号。"),
    State.VOID: _("这项任务已作废。"),
}


class MoveNotAllowed(Refusal):
    """The task does not stand where this move begins."""

    def __init__(self, state: State) -> None:
        super().__init__(REFUSALS[state])


class ReasonMissing(InvalidInput):
    """The move needs a reason."""

    def __init__(self) -> None:
        super().__init__(_("请写明原因，以便日后查考。"))


def check(move: Move, state: State, *, text: str) -> None:
    """Nothing, or a refusal: MoveNotAllowed, ReasonMissing."""
    if state not in move.sources:
        raise MoveNotAllowed(state)
    if move.needs_text and not text.strip():
        raise ReasonMissing
