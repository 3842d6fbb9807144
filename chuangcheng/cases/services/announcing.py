"""What others hear of a step: news for the contexts above, the search index, lines in inboxes."""

from __future__ import annotations

from chuangcheng.cases.events import CASE_MOVED, CASE_OPENED
from chuangcheng.cases.models import CaseEvent
from chuangcheng.cases.services.indexing import CHANGES_WHAT_IS_FOUND, index_case
from chuangcheng.cases.services.telling import tell
from chuangcheng.core import events


def announce(event: CaseEvent) -> None:
    """Tells of a step, in its transaction."""
    case = event.case
    if event.move in CHANGES_WHAT_IS_FOUND:
        index_case(case, event.data.get("assists", ()))
    told = {"case_id": str(case.pk), "source_kind": case.source_kind, "source_id": case.source_id}
    if event.move == "open":
        events.publish(CASE_OPENED, told)
        return
    details = {"event_id": str(event.pk), "move": event.move, "unit_id": event.unit_id}
    events.publish(CASE_MOVED, {**told, **details, "from_state": event.from_state, "to_state": event.to_state})
    tell(event)
