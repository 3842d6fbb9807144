from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from chuangcheng.core.access import require
from chuangcheng.core.documents.excel import Column, write_table
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.files import Upload
from chuangcheng.core.imports.access import import_for, is_busy, is_open, visible_imports
from chuangcheng.core.imports.forms import PhotosForm, UploadForm
from chuangcheng.core.imports.kinds import kind_for, kinds_for
from chuangcheng.core.imports.mapping_page import guessed_again, posted_plans, shown_sheets
from chuangcheng.core.imports.staging import (
    add_photos,
    book_of,
    commit_import,
    plans_of,
    settle_columns,
    stage_import,
)
from chuangcheng.core.imports.templates import template_workbook
from chuangcheng.core.jobs.shown import shown_progress
from chuangcheng.core.models import StagedImport
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, download, page

RECENT = 20
SHOWN_PROBLEMS = 100
UNPROCESSABLE = 422
TONES = {
    StagedImport.State.STAGED: "blue",
    StagedImport.State.RUNNING: "blue",
    StagedImport.State.DONE: "green",
    StagedImport.State.REFUSED: "amber",
}


@require_GET
@page()
def overview(request: HttpRequest) -> HttpResponseBase:
    """What may be brought in, and the person's latest imports."""
    actor = actor_of(request)
    if not kinds_for(actor):
        raise NotPermitted(_("您没有可以导入的内容，请联系创城办。"))
    recent = [_line(staged) for staged in visible_imports(actor).select_related("job")[:RECENT]]
    return render(request, "core/imports/list.html", {"kinds": kinds_for(actor), "recent": recent})


@require_GET
@page()
def template(request: HttpRequest, kind_code: str) -> HttpResponseBase:
    """The Excel template of a kind."""
    kind = kind_for(kind_code)
    require(actor_of(request), kind.permission)
    return download(template_workbook(kind), _("%(kind)s导入模板.xlsx") % {"kind": kind.label})


@require_http_methods(["GET", "POST"])
@page()
def start(request: HttpRequest, kind_code: str) -> HttpResponseBase:
    """The upload."""
    actor, kind = actor_of(request), kind_for(kind_code)
    require(actor, kind.permission)
    form = UploadForm(request.POST or None, request.FILES or None, takes_photos=kind.takes_photos, target=kind.target)
    if request.method == "POST" and form.is_valid():
        file, photos = form.cleaned_data["file"], form.cleaned_data.get("photos")
        try:
            staged = stage_import(
                actor=actor,
                kind_code=kind.code,
                content=file.read(),
                name=file.name,
                import_id=form.cleaned_data["import_id"],
                photos=Upload(photos, photos.name) if photos else None,
                target=form.cleaned_data.get("target", ""),
            )
        except InvalidInput as refusal:
            form.add_error("file", str(refusal))
        except NotFound as refusal:
            form.add_error("target", str(refusal))
        else:
            return redirect("imports:mapping", staged.pk)
    status = UNPROCESSABLE if form.errors else 200
    context = {"form": form, "kind": kind, "cancel_url": reverse("imports:list")}
    return render(request, "core/imports/start.html", context, status=status)


@require_http_methods(["GET", "POST"])
@page()
def mapping(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """What each column is: guessed, corrected, guessed again for another header row."""
    actor = actor_of(request)
    staged = import_for(actor, import_id)
    if not is_open(staged):
        return redirect("imports:done", import_id)
    kind, book = kind_for(staged.kind), book_of(staged)
    plans, refusal = plans_of(staged), ""
    if request.method == "POST":
        try:
            if "guess" not in request.POST:
                plans = posted_plans(kind=kind, book=book, post=request.POST)
                settle_columns(actor=actor, import_id=import_id, plans=plans)
                return redirect("imports:preview", import_id)
            plans = guessed_again(kind=kind, book=book, post=request.POST)
        except InvalidInput as error:
            refusal = str(error)
    sheets = shown_sheets(kind=kind, book=book, plans=plans)
    context = {"staged": staged, "kind": kind, "sheets": sheets, "refusal": refusal, "depths": (1, 2, 3)}
    return render(request, "core/imports/mapping.html", context, status=UNPROCESSABLE if refusal else 200)


@require_http_methods(["GET", "POST"])
@page()
def photos(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """A zip of photos for a file that was uploaded before."""
    actor = actor_of(request)
    staged = import_for(actor, import_id)
    if not is_open(staged):
        return redirect("imports:done", import_id)
    step = "preview" if staged.preview or staged.job_id is not None else "mapping"
    form = PhotosForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["photos"]
        try:
            add_photos(actor=actor, import_id=import_id, photos=Upload(file, file.name))
        except InvalidInput as refusal:
            form.add_error("photos", str(refusal))
        else:
            return redirect(f"imports:{step}", import_id)
    context = {"form": form, "staged": staged, "cancel_url": reverse(f"imports:{step}", args=[import_id])}
    return render(request, "core/imports/photos.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@page()
def preview(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """What would become of the file; posted, it goes in."""
    actor = actor_of(request)
    if request.method == "POST":
        commit_import(actor=actor, import_id=import_id, strict=bool(request.POST.get("strict")))
        return redirect("imports:done", import_id)
    staged = import_for(actor, import_id)
    if not is_open(staged):
        return redirect("imports:done", import_id)
    if not staged.preview and not is_busy(staged) and (staged.job is None or not staged.job.message):
        return redirect("imports:mapping", import_id)
    return render(request, "core/imports/preview.html", _shown(staged, staged.preview))


@require_GET
@page()
def done(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """What became of the file."""
    staged = import_for(actor_of(request), import_id)
    if staged.state == StagedImport.State.STAGED:
        return redirect("imports:preview", import_id)
    return render(request, "core/imports/done.html", _shown(staged, {"report": staged.report}))


@require_GET
@page()
def problems(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """The problems of the commit, or before it of the preview, as a workbook to hand back to whoever sent the file."""
    staged = import_for(actor_of(request), import_id)
    report = staged.report or staged.preview.get("report")
    if not report:
        raise NotFound(_("还没有核对结果，请先完成核对。"))
    columns = [Column(_("工作表"), width=18), Column(_("行"), "number"), Column(_("列"), width=18)]
    columns += [Column(_("原因"), width=60), Column(_("处理"), width=12)]
    rows = [
        (
            problem["sheet"],
            problem["row"] or None,
            problem["column"],
            problem["reason"],
            _("未导入") if problem["rejects"] else _("已导入"),
        )
        for problem in report["problems"]
    ]
    return download(write_table(name=_("问题行"), columns=columns, rows=rows), f"{staged.file_name}-{_('问题行')}.xlsx")


def _line(staged: StagedImport) -> dict[str, Any]:
    """An import as the list shows it, leading to its next step."""
    step = "done" if not is_open(staged) else "preview" if staged.preview else "mapping"
    return {
        "staged": staged,
        "kind": kind_for(staged.kind),
        "tone": TONES[StagedImport.State(staged.state)],
        "url": reverse(f"imports:{step}", args=[staged.pk]),
    }


def _shown(staged: StagedImport, result: dict[str, Any]) -> dict[str, Any]:
    """What preview and result pages need; progress instead of figures while a worker is on it."""
    report, columns = result.get("report") or {}, result.get("columns", [])
    context = {
        **_line(staged),
        "report": report,
        "columns": columns,
        "rows": [
            {"row": row["row"], "cells": list(zip(columns, row["texts"], strict=True))}
            for row in result.get("rows", [])
        ],
        "problems": sorted(report.get("problems", []), key=lambda problem: not problem["rejects"])[:SHOWN_PROBLEMS],
        "is_open": is_open(staged),
        "sound": report.get("read", 0) - report.get("rejected", 0),
    }
    if staged.job is not None and not report:
        context["progress"] = shown_progress(staged.job, now=now())
        context["poll_url"] = reverse("core:job", args=[staged.job_id])
        context["cancel_url"] = reverse("core:cancel_job", args=[staged.job_id]) if is_busy(staged) else ""
    return context
