"""Reports in the search: by number, words and place; nothing of who sent them."""

from __future__ import annotations

from chuangcheng.core import search
from chuangcheng.intake.kinds import REPORT_KIND
from chuangcheng.intake.models import Report
from chuangcheng.intake.phones_in_text import without_numbers

MOST_TITLE = 80  # characters


def index_report(report: Report) -> None:
    """Writes what it is found by."""
    text = without_numbers(report.text)
    search.index(
        kind=REPORT_KIND,
        object_id=str(report.pk),
        number=report.number,
        title=text[:MOST_TITLE],
        text=" ".join(part for part in (text, report.place, report.outside_number) if part),
        scopes=search.unit_scopes([report.area_id]) if report.area_id is not None else (),
    )
