"""News of inspections that higher contexts may want."""

from __future__ import annotations

VISIT_SUBMITTED = "inspections.visit_submitted"  # {"visit", "round", "site": ids, "at": ISO time}
ROUND_RELEASED = "inspections.round_released"  # {"round": id}
