"""News of cases for the contexts above. Payloads are plain JSON; ids are texts."""

from __future__ import annotations

CASE_OPENED = "cases.opened"  # case_id, source_kind, source_id
CASE_MOVED = "cases.moved"  # case_id, event_id, move, from_state, to_state, unit_id, source_kind, source_id
