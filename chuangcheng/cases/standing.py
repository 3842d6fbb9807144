"""How a case stands, as the moves need to know it. What is kept on the case itself costs no query."""

from __future__ import annotations

from typing import TypedDict

from chuangcheng.cases.models import Case, WhistleCall
from chuangcheng.cases.states import State


class Standing(TypedDict):
    """The part of `workflow.Given` that the case tells."""

    has_open_extension: bool
    has_open_whistle: bool
    has_open_escalation: bool
    is_drawn: bool
    joined_from: State | None


def standing(case: Case) -> Standing:
    """What waits at the case. No query."""
    return {
        "has_open_extension": case.extension_asked_at is not None,
        "has_open_whistle": case.whistled_at is not None,
        "has_open_escalation": case.escalated_at is not None,
        "is_drawn": case.recheck_drawn_at is not None,
        "joined_from": joined_from(case),
    }


def joined_from(case: Case) -> State | None:
    """The state in which it was joined; None while it is not."""
    return State(case.joined_from) if case.joined_from else None


def is_awaited(case: Case) -> bool:
    """True while a unit that the open whistle calls has not answered. One query."""
    if case.whistled_at is None:
        return False
    waiting = WhistleCall.objects.filter(whistle__case=case, whistle__end__isnull=True, is_waiting=True)
    return waiting.exists()
