"""The course of a special campaign: prepared, running, being wound up, ended; or called off. Pure. Our choice."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from chuangcheng.core.texts import mark as _


class State(StrEnum):
    """Where a campaign stands."""

    PREPARING = "preparing"
    RUNNING = "running"
    CLOSING = "closing"
    ENDED = "ended"
    CANCELLED = "cancelled"


STATE_LABELS = {
    State.PREPARING: _("筹备"),
    State.RUNNING: _("进行中"),
    State.CLOSING: _("收尾"),
    State.ENDED: _("已结束"),
    State.CANCELLED: _("已取消"),
}
ALIVE = (State.RUNNING, State.CLOSING)


@dataclass(frozen=True, slots=True)
class Move:
    """A step of a campaign."""

    label: str
    sources: Collection[State]
    target: State | None  # None: it stays where it is
    needs_reason: bool = False


MOVES = {
    "start": Move(_("启动"), (State.PREPARING,), State.RUNNING),
    "wind_up": Move(_("转入收尾"), (State.RUNNING,), State.CLOSING),
    "resume": Move(_("退回进行中"), (State.CLOSING,), State.RUNNING, needs_reason=True),
    "end": Move(_("结束"), (State.CLOSING,), State.ENDED),
    "cancel": Move(_("取消"), (State.PREPARING, *ALIVE), State.CANCELLED, needs_reason=True),
    "extend": Move(_("延期"), ALIVE, None, needs_reason=True),
    "change": Move(_("修改"), (State.PREPARING, *ALIVE), None),
}


def target_of(name: str, state: str) -> State | None:
    """Where the step leads from this state; None when it cannot be made there."""
    move, source = MOVES[name], State(state)
    return (move.target or source) if source in move.sources else None


def moves_from(state: str) -> list[str]:
    """The steps that can be made from here, in order."""
    return [name for name, move in MOVES.items() if State(state) in move.sources]
