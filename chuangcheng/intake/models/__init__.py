"""Tables of reports, their course, their answers, and the ways by which they come."""

from chuangcheng.intake.models.answers import Answer
from chuangcheng.intake.models.batches import Batch, BatchStep
from chuangcheng.intake.models.reports import Report, ReportEvent, ReportPhoto
from chuangcheng.intake.models.sources import CLOCK_UNITS, Source, SourceRule

__all__ = [
    "CLOCK_UNITS",
    "Answer",
    "Batch",
    "BatchStep",
    "Report",
    "ReportEvent",
    "ReportPhoto",
    "Source",
    "SourceRule",
]
