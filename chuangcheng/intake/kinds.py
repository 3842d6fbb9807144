"""Names under which others keep our records."""

from __future__ import annotations

REPORT_KIND = "report"  # of search entries
SOURCE_KIND = "intake.report"  # `Case.source_kind` of cases that were opened for a report
NUMBER_PREFIX = "LJ"  # 来件: before the number, so that nobody takes it for a case's; our choice
