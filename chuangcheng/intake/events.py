"""News of reports for the contexts above. Payloads are plain JSON; ids are texts, and nothing personal is in them."""

from __future__ import annotations

REPORT_RECEIVED = "intake.received"  # report_id, source
REPORT_STEPPED = "intake.stepped"  # report_id, event_id, kind (`ReportEvent.Kind`)
