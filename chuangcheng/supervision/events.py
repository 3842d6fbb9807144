"""News that supervision tells those above."""

from __future__ import annotations

APPRAISAL_OPENED = "supervision.appraisal_opened"  # run_id
APPRAISAL_PUBLISHED = "supervision.appraisal_published"  # run_id
STEPS_TAKEN = "supervision.steps_taken"  # step_ids: steps of escalation taken about cases
LIST_WITHDRAWN = "supervision.list_withdrawn"  # list_id, reason: a red and black list was taken down
