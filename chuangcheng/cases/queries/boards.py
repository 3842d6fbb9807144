"""The board: what stands in each open state, as far as a person can take in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chuangcheng.cases.models import Case
from chuangcheng.cases.queries.conditions import CaseFilter
from chuangcheng.cases.queries.lists import CaseLists
from chuangcheng.cases.states import State

BOARD_STATES = (State.REPORTED, State.FILED, State.FIXING, State.FED_BACK, State.SUSPENDED)
CARDS = 20  # in one column; the list has the others. Our choice


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """The first cases of one state."""

    state: State
    cases: Sequence[Case]
    has_more: bool


def board(lists: CaseLists, chosen: CaseFilter) -> list[BoardColumn]:
    """A column for each open state, or for the one that the filter names. A query for each column and visible part."""
    shown = [state for state in BOARD_STATES if chosen.state in ("", state.value)]
    found = {state: lists.waiting(state, chosen, limit=CARDS + 1) for state in shown}
    return [BoardColumn(state, cases[:CARDS], len(cases) > CARDS) for state, cases in found.items()]
