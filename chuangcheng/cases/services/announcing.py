"""What others hear of a step: news for the contexts above, the search index, lines in inboxes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chuangcheng.cases.events import CASE_MOVED, CASE_OPENED
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.services.indexing import CHANGES_WHAT_IS_FOUND, index_case, index_cases
from chuangcheng.cases.services.telling import tell
from chuangcheng.core import events


def announce(event: CaseEvent) -> None:
    """Tells of a step, in its transaction."""
    case = event.case
    if event.move in CHANGES_WHAT_IS_FOUND:
        index_case(case, event.data.get("assists", ()))
    if event.move == "open":
        events.publish(CASE_OPENED, _origin(case))
        return
    events.publish(CASE_MOVED, _news(event))
    tell([event])


def announce_dispatches(made: Sequence[CaseEvent]) -> None:
    """Tells of many dispatches, in their transaction; the number of statements does not grow with them."""
    index_cases([event.case_id for event in made])
    events.publish_all(CASE_MOVED, [_news(event) for event in made])
    tell(made)


def _origin(case: Case) -> dict[str, str]:
    return {"case_id": str(case.pk), "source_kind": case.source_kind, "source_id": case.source_id}


def _news(event: CaseEvent) -> dict[str, Any]:
    details = {"event_id": str(event.pk), "move": event.move, "unit_id": event.unit_id}
    return {**_origin(event.case), **details, "from_state": event.from_state, "to_state": event.to_state}
