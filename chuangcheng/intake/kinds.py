"""Names under which others keep our records."""

from __future__ import annotations

REPORT_KIND = "report"  # of search entries
SOURCE_KIND = "intake.report"  # `Case.source_kind` of cases that were opened for a report
