"""News of this context. Upper contexts subscribe in `apps.ready`; handlers are idempotent (`core.events`)."""

from __future__ import annotations

# {"old_ids": [unit ids], "new_id": unit id, "on": "2026-11-23"}: what belonged to the old units belongs to the new one.
UNIT_MERGED = "orgs.unit_merged"

# {"old_id": unit id, "new_ids": [unit ids], "main_id": unit id, "on": "2026-11-23"}: what belonged to the old unit
# belongs to `main_id` until somebody says otherwise.
UNIT_SPLIT = "orgs.unit_split"

# {"unit_id": unit id, "on": "2026-11-23"}: the unit is no more and has no successor.
UNIT_CLOSED = "orgs.unit_closed"

# {"unit_id": unit id, "parent_id": unit id}: the unit and all under it now stand under another parent.
UNIT_MOVED = "orgs.unit_moved"

# {"post_id": post id, "successor_post_id": post id, "unit_id": unit id, "from_id": person id, "to_id": person id,
# "on": "2026-11-23"}: what waited for the one person now waits for the other.
POST_HANDED_OVER = "orgs.post_handed_over"

# {"person_id": person id}: the person no longer signs in; what waited for them waits for nobody.
PERSON_DEACTIVATED = "orgs.person_deactivated"
