"""The filtered list as an Excel table: at once, or by a job when it is long."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

from django.http import FileResponse

from chuangcheng.cases import papers
from chuangcheng.cases.jobs import start_export
from chuangcheng.cases.queries import CaseFilter, CaseLists
from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.media_types import XLSX
from chuangcheng.core.models import Job
from chuangcheng.core.times import now, today


def export_cases(*, actor: Actor, chosen: CaseFilter) -> Job | BinaryIO:
    """The table as an open file, or the job that writes it when there are more rows than a person waits for."""
    lists = CaseLists(actor, now())
    if lists.count(chosen, most=papers.MOST_AT_ONCE) > papers.MOST_AT_ONCE:
        return start_export(actor=actor, chosen=chosen)
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - the response closes it
    rows = papers.write_case_table(target=file, cases=lists.every(chosen))
    audit.record(actor=actor, action="cases.export", detail={"rows": rows})
    file.seek(0)
    return file


def case_table_answer(file: BinaryIO) -> FileResponse:
    """The table as a download."""
    return FileResponse(file, as_attachment=True, filename=f"问题清单-{today()}.xlsx", content_type=XLSX)
