"""The filtered list of reports as an Excel table: at once, or by a job when it is long."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from django.core.files.base import File
from django.db import transaction
from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import TypeAdapter

from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require
from chuangcheng.core.documents.media_types import XLSX
from chuangcheng.core.jobs import JobContext, job, keep_result_file, start
from chuangcheng.core.models import Job
from chuangcheng.core.times import now, today
from chuangcheng.intake.access import EXPORT
from chuangcheng.intake.models import Report
from chuangcheng.intake.papers import MOST_AT_ONCE, write_report_table
from chuangcheng.intake.queries import ReportFilter, reports_shown

NAME = "intake.export"
FILTER = TypeAdapter(ReportFilter)  # a filter as JSON and back
BATCH = 500  # rows read ahead
TOLD_EVERY = 500  # rows between two reports of progress


def export_reports(*, actor: Actor, chosen: ReportFilter) -> Job | BinaryIO:
    """The table as an open file, or the job that writes it when there are more rows than a person waits for."""
    require(actor, EXPORT)
    rows = reports_shown(actor=actor, chosen=chosen, now=now()).order_by("-pk")
    if len(rows.values_list("pk", flat=True)[: MOST_AT_ONCE + 1]) > MOST_AT_ONCE:
        return _start(actor, chosen)
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - the response closes it
    with transaction.atomic():
        count = write_report_table(target=file, reports=rows.iterator(chunk_size=BATCH))
        audit.record(actor=actor, action=NAME, detail={"rows": count})
    file.seek(0)
    return file


def report_table_answer(file: BinaryIO) -> FileResponse:
    """The table as a download."""
    name = f"{_('来件清单')}-{today()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _start(actor: Actor, chosen: ReportFilter) -> Job:
    with transaction.atomic():
        found = start(NAME, actor=actor, arguments={"asked": FILTER.dump_python(chosen, mode="json")})
        audit.record(actor=actor, action=NAME, subject=found)
    return found


@job(NAME, label=gettext_lazy("导出来件清单"))
def export(context: JobContext, *, asked: dict[str, Any]) -> dict[str, str]:
    """The list as whoever asked sees it now; who reported is masked."""
    require(context.actor, EXPORT)
    rows = reports_shown(actor=context.actor, chosen=FILTER.validate_python(asked), now=now()).order_by("-pk")
    with tempfile.TemporaryFile() as file:
        reports = _counted(context, rows.iterator(chunk_size=BATCH))
        write_report_table(target=cast("BinaryIO", file), reports=reports)
        file.seek(0)
        return keep_result_file(File(file), name=_("来件清单.xlsx"))


def _counted(context: JobContext, reports: Iterator[Report]) -> Iterator[Report]:
    for count, report in enumerate(reports, start=1):
        if count % TOLD_EVERY == 0:
            context.progress(count, message=_("已写入%(count)s件") % {"count": count})
        yield report
