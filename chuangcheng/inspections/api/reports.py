from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router, Schema, Status

from chuangcheng.core.access import require
from chuangcheng.core.models import Job
from chuangcheng.core.web import actor_of, download
from chuangcheng.inspections.access import VIEW
from chuangcheng.inspections.reporting.making import export_report, round_report
from chuangcheng.inspections.reporting.shapes import shown
from chuangcheng.inspections.wording import REPORT_MEDIA_TYPES

router = Router()


class SectionOut(Schema):
    key: str
    title: str
    lines: list[str]
    columns: list[str]
    rows: list[list[str]]  # as shown


class ReportOut(Schema):
    title: str
    subtitle: str
    base_id: UUID | None  # the round that it is compared with
    covers_all: bool  # False: only the sites of one's own units
    sections: list[SectionOut]


class ReportJob(Schema):
    job_id: UUID


@router.get("/rounds/{uuid:round_id}/report", response=ReportOut)
def get_report(request: HttpRequest, round_id: UUID, base: str = "") -> dict[str, Any]:
    """The report of a released round, or of one that the actor plans. `base`: round to compare with, or "none"."""
    actor = actor_of(request)
    require(actor, VIEW)
    made = round_report(actor=actor, round_id=round_id, base=base)
    return {
        "title": made.title,
        "subtitle": made.subtitle,
        "base_id": made.base.pk if made.base else None,
        "covers_all": made.covers_all,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "lines": section.lines,
                "columns": section.labels,
                "rows": [
                    [shown(cell, column.kind) for cell, column in zip(row.cells, section.columns, strict=True)]
                    for row in section.rows
                ],
            }
            for section in made.sections
        ],
    }


@router.get("/rounds/{uuid:round_id}/report/{kind}", response={200: None, 202: ReportJob})
def get_report_file(
    request: HttpRequest, round_id: UUID, kind: str, base: str = ""
) -> HttpResponseBase | Status[dict[str, Any]]:
    """The report as `docx` or `xlsx`; one on many sites by a job, whose id is answered."""
    actor = actor_of(request)
    require(actor, VIEW)
    made = export_report(actor=actor, round_id=round_id, base=base, kind=kind)
    if isinstance(made, Job):
        return Status(202, {"job_id": made.pk})
    content, name = made
    return download(content, name, REPORT_MEDIA_TYPES[kind])
