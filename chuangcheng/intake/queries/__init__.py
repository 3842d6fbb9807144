"""Every read of this context; other contexts come in here."""

from chuangcheng.intake.queries.callers import MOST_EARLIER, earlier_reports
from chuangcheng.intake.queries.conditions import ACCEPT_LATE, ANSWER_LATE, LATE, NEAR, ReportFilter, in_state
from chuangcheng.intake.queries.public import PublicAnswer, PublicReport, PublicStep, report_by_token
from chuangcheng.intake.queries.reports import (
    ReportStory,
    may_read_photo,
    report_of_id,
    reports_of_case,
    reports_shown,
    story_of,
    visible_report_ids,
    waiting_reports,
)
from chuangcheng.intake.queries.sources import (
    SourceLine,
    every_source,
    rule_in_force,
    source_lines,
    source_named,
    source_with_id,
    sources_in_use,
)

__all__ = [
    "ACCEPT_LATE",
    "ANSWER_LATE",
    "LATE",
    "MOST_EARLIER",
    "NEAR",
    "PublicAnswer",
    "PublicReport",
    "PublicStep",
    "ReportFilter",
    "ReportStory",
    "SourceLine",
    "earlier_reports",
    "every_source",
    "in_state",
    "may_read_photo",
    "report_by_token",
    "report_of_id",
    "reports_of_case",
    "reports_shown",
    "rule_in_force",
    "source_lines",
    "source_named",
    "source_with_id",
    "sources_in_use",
    "story_of",
    "visible_report_ids",
    "waiting_reports",
]
