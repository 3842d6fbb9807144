from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.models import Job
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.inspections.access import VIEW, may_plan
from chuangcheng.inspections.models import Answer, Check, Round, Verdict
from chuangcheng.inspections.reporting import gathering
from chuangcheng.inspections.reporting.drawing import drawn, on_screen
from chuangcheng.inspections.reporting.gathering import reported_round_for
from chuangcheng.inspections.reporting.making import RoundReport, export_report, round_report
from chuangcheng.inspections.reporting.shapes import Column, Row, Section, shown
from chuangcheng.inspections.wording import REPORT_MEDIA_TYPES, VERDICT_LOOKS

FILTERS = ("standard", "item", "content", "site", "type", "town", "unit", "class", "verdict")
WIDE_OF_SITES = range(2, 6)  # columns left out on a phone, where hundreds of sites are cards


@require_safe
@page(VIEW)
def report(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The report on screen; every number opens the checks behind it."""
    actor = actor_of(request)
    made = round_report(actor=actor, round_id=round_id, base=request.GET.get("base", ""))
    context = {
        "found": made.found,
        "may_plan": may_plan(actor, made.found),
        "made": made,
        "sections": [_shown_section(section, made) for section in made.sections],
        "photos": _photos(actor, made),
        "query": request.GET.urlencode(),
        "round_url": reverse("inspections:round", args=[round_id]),
    }
    return render(request, "inspections/report.html", context)


@require_safe
@page(VIEW)
def report_file(request: HttpRequest, round_id: UUID, kind: str) -> HttpResponseBase:
    """The report as Word or Excel; one on many sites by a job whose progress is shown."""
    made = export_report(actor=actor_of(request), round_id=round_id, base=request.GET.get("base", ""), kind=kind)
    if isinstance(made, Job):
        return redirect("core:job", made.pk)
    content, name = made
    return download(content, name, REPORT_MEDIA_TYPES[kind])


@require_safe
@page(VIEW)
def report_checks(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The checks behind a number of the report."""
    actor = actor_of(request)
    found = reported_round_for(actor, round_id)
    chosen = {name: request.GET[name] for name in FILTERS if name in request.GET}
    listed: Any
    if "class" in chosen:
        answers = gathering.answers_behind(actor=actor, found=found, name=chosen["class"])
        listed = keyset_page(answers, parameters=request.GET)
        rows = [_answer_row(answer) for answer in listed.rows]
    else:
        checks = gathering.checks_behind(actor=actor, found=found, chosen=chosen)
        listed = keyset_page(checks, parameters=request.GET)
        rows = [_check_row(check) for check in listed.rows]
    context = {
        "found": found,
        "page": listed,
        "rows": rows,
        "about": request.GET.get("about", "")[:200],
        "report_url": reverse("inspections:report", args=[round_id]),
    }
    return render(request, "inspections/report_checks.html", context)


def _check_row(check: Check) -> dict[str, Any]:
    return {
        "site": check.site,
        "answer": check.answer,
        "standard": check.standard,
        "look": VERDICT_LOOKS[check.verdict],
        "word": Verdict(check.verdict).label,
        "violations": check.violations,
    }


def _answer_row(answer: Answer) -> dict[str, Any]:
    return {
        "site": answer.visit.site,
        "answer": answer,
        "standard": None,
        "look": VERDICT_LOOKS[Verdict.FAIL],
        "word": Verdict.FAIL.label,
        "violations": answer.violations,
    }


def _shown_section(section: Section, made: RoundReport) -> dict[str, Any]:
    rows = [
        {
            "level": row.level,
            "class": (row.opens or {}).get("class"),
            "cells": [
                {
                    "text": shown(value, column.kind),
                    "is_text": column.kind == "text",
                    "url": (row.url if at == 0 else "") or _address(made.found, row, column, value),
                    "label": column.label,
                    "is_wide": section.key == "sites" and at in WIDE_OF_SITES,
                }
                for at, (value, column) in enumerate(zip(row.cells, section.columns, strict=True))
            ],
        }
        for row in section.rows
    ]
    chart = None if section.bars is None else drawn(section, section.bars)
    return {"section": section, "rows": rows, "chart": chart, "figures": chart and on_screen(chart)}


def _address(found: Round, row: Row, column: Column, value: Any) -> str:
    """Where the checks behind a number are; empty where there are none."""
    if row.opens is None or not column.opens or not value:
        return ""
    query = dict(row.opens)
    if column.opens != "all":
        query["verdict"] = column.opens
    query["about"] = str(row.cells[1] if "site" in row.opens else row.cells[0])
    return f"{reverse('inspections:report_checks', args=[found.pk])}?{urlencode(query)}"


def _photos(actor: Actor, made: RoundReport) -> list[dict[str, Any]]:
    files = gathering.photos_by_class(actor=actor, found=made.found)
    return [
        {
            "name": line.name or _("未归类"),
            "photos": [
                {
                    "url": reverse("core:file_copy", args=[file.pk, 1600]),
                    "thumbnail_url": reverse("core:file_copy", args=[file.pk, 480]),
                    "caption": file.caption,  # type: ignore[attr-defined] # put there by `photos_by_class`
                }
                for file in files[line.name]
            ],
        }
        for line in made.report.classes
        if line.name in files
    ]
