"""Every read of this context; other contexts come in here."""

from chuangcheng.intake.queries.batches import (
    BatchProgress,
    LeaderStanding,
    batches_before,
    batches_shown,
    findings_of,
    progress_of,
    standings_of,
    top_leaders,
)
from chuangcheng.intake.queries.callers import MOST_EARLIER, earlier_reports
from chuangcheng.intake.queries.conditions import ACCEPT_LATE, ANSWER_LATE, LATE, NEAR, ReportFilter, in_state
from chuangcheng.intake.queries.doubles import (
    Double,
    doubles_of_case,
    doubles_of_report,
    likely_doubles,
    tale_being_told,
)
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
    "BatchProgress",
    "Double",
    "LeaderStanding",
    "PublicAnswer",
    "PublicReport",
    "PublicStep",
    "ReportFilter",
    "ReportStory",
    "SourceLine",
    "batches_before",
    "batches_shown",
    "doubles_of_case",
    "doubles_of_report",
    "earlier_reports",
    "every_source",
    "findings_of",
    "in_state",
    "likely_doubles",
    "may_read_photo",
    "progress_of",
    "report_by_token",
    "report_of_id",
    "reports_of_case",
    "reports_shown",
    "rule_in_force",
    "source_lines",
    "source_named",
    "source_with_id",
    "sources_in_use",
    "standings_of",
    "story_of",
    "tale_being_told",
    "top_leaders",
    "visible_report_ids",
    "waiting_reports",
]
