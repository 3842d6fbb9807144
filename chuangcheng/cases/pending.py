"""What of a case may wait, in which states, and what becomes of it when the case moves on. Our choice throughout.

Each of these is a moment kept on the case while something waits: nobody claimed it, its clock stands still, a request,
a whistle or a question to the joint meeting is not answered yet, a draw is not re-checked. When the case goes to a
state in which there is nothing to wait for, what waited lapses. A join keeps all of it, since undoing the join brings
it back.
"""

from __future__ import annotations

from collections.abc import Mapping

from chuangcheng.cases.states import State

UNDERWAY = frozenset({State.FILED, State.FIXING, State.FED_BACK, State.SUSPENDED})

STANDS_IN: Mapping[str, frozenset[State]] = {
    "claim_ended_at": frozenset({State.FILED}),
    "suspended_at": frozenset({State.SUSPENDED}),
    "extension_asked_at": frozenset({State.FIXING}),
    "whistled_at": UNDERWAY,
    "escalated_at": UNDERWAY,
    "recheck_drawn_at": frozenset({State.CLOSED}),
}
"""Column of the case → the states in which it may be set."""


def lapses(move: str, target: State) -> tuple[str, ...]:
    """The columns to be emptied when a move has led to a state."""
    if move == "join":
        return ()
    return tuple(column for column, states in STANDS_IN.items() if target not in states)
