from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.command.collections.lines import lines_of, written
from chuangcheng.command.forms.library import CollectionForm, PartForm, part_initial
from chuangcheng.command.library_access import KEEP_LIBRARY, READ_LIBRARY, collection_for, keeps_library
from chuangcheng.command.library_papers import collection_workbook
from chuangcheng.command.library_wording import state_words, unread_words, why_words
from chuangcheng.command.models import LibraryDocument
from chuangcheng.command.queries.library import parts_of
from chuangcheng.command.services.library import (
    COLLECTION_FILES,
    add_collection,
    change_part,
    discard_collection,
    keep_collection,
    merge_part,
    part_at,
)
from chuangcheng.core.documents.text import Outcome
from chuangcheng.core.errors import NotFound, Refusal
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.web import actor_of, download, page

MOST_LINES = 1500  # of a part on the page where it is parted; our choice


@require_http_methods(["GET", "HEAD", "POST"])
@page(KEEP_LIBRARY)
def new_collection(request: HttpRequest) -> HttpResponse:
    """A collection comes in."""
    form = CollectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            files = documents_from_request(request, "file", at_least=1, at_most=1, limits=COLLECTION_FILES)
            made = add_collection(
                actor=actor_of(request), collection_id=form.cleaned_data["collection_id"], given=form.given(files)
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("文件已收到，正在读取文字，读完就能核对拆分。"))
            return redirect("command:collection", made.pk)
    context = {"form": form, "cancel_url": reverse("command:library")}
    status = 422 if request.method == "POST" else 200
    return render(request, "command/library/collection_form.html", context, status=status)


@require_safe
@page(READ_LIBRARY)
def collection(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """The parts of a collection: a proposal to be put right, or what is kept."""
    actor = actor_of(request)
    found = collection_for(actor, collection_id)
    parts = parts_of(found)
    context = {
        "collection": found,
        "state": state_words(found.state),
        "said": unread_words(Outcome(found.outcome)) if found.outcome else "",
        "parts": [(row, why_words(row.why)) for row in parts],
        "unnamed": sum(1 for row in parts if not row.title),
        "may_change": keeps_library(actor) and found.state in {"proposed", "unread"},
        "may_keep": keeps_library(actor) and found.state == "proposed",
    }
    return render(request, "command/library/collection.html", context)


@require_safe
@page(READ_LIBRARY)
def workbook(request: HttpRequest, collection_id: UUID) -> FileResponse:
    """The parts and the sentences that were answered, as Excel."""
    actor = actor_of(request)
    name, content = collection_workbook(actor=actor, found=collection_for(actor, collection_id))
    return download(content, name)


@require_http_methods(["GET", "HEAD", "POST"])
@page(KEEP_LIBRARY)
def part(request: HttpRequest, collection_id: UUID, document_id: UUID) -> HttpResponse:
    """One proposed part: what is said of it, and its lines, at each of which another part may begin."""
    actor = actor_of(request)
    found = collection_for(actor, collection_id)
    row = found.documents.filter(pk=document_id).first()
    if row is None:
        raise NotFound(_("没有找到这一篇，它可能已被并入别的篇，请刷新页面。"))
    form = PartForm(request.POST or None, initial=part_initial(row))
    if request.method == "POST" and form.is_valid():
        try:
            change_part(actor=actor, collection_id=collection_id, document_id=document_id, given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("这一篇已修改。"))
            return redirect(_at(row))
    shown = found.text[row.start : row.end]
    lines = [{"at": line.start + row.start, "words": line.words} for line in written(lines_of(shown))]
    context: dict[str, Any] = {
        "collection": found,
        "part": row,
        "form": form,
        "lines": lines[:MOST_LINES],
        "is_cut": len(lines) > MOST_LINES,
        "may_change": found.state == "proposed",
    }
    return render(request, "command/library/part.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@page(KEEP_LIBRARY)
def split_part(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """Another part begins at a line."""
    typed = request.POST.get("at", "")
    place = int(typed) if typed.isdecimal() and len(typed) < 10 else -1  # noqa: PLR2004 - digits
    made = part_at(actor=actor_of(request), collection_id=collection_id, place=place)
    messages.success(request, _("已从这一行分出一篇，请核对标题。"))
    return redirect(_at(made))


@require_POST
@page(KEEP_LIBRARY)
def merge(request: HttpRequest, collection_id: UUID, document_id: UUID) -> HttpResponse:
    """A part goes into the one before it."""
    before = merge_part(actor=actor_of(request), collection_id=collection_id, document_id=document_id)
    messages.success(request, _("已并入上一篇。"))
    return redirect(_at(before))


@require_POST
@page(KEEP_LIBRARY)
def keep(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """入库."""
    keep_collection(actor=actor_of(request), collection_id=collection_id)
    messages.success(request, _("合集已入库，现在可以检索。"))
    return redirect("command:collection", collection_id)


@require_POST
@page(KEEP_LIBRARY)
def discard(request: HttpRequest, collection_id: UUID) -> HttpResponse:
    """Takes away what was brought by mistake."""
    discard_collection(actor=actor_of(request), collection_id=collection_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("合集已删除。"))
    return redirect("command:library")


def _at(row: LibraryDocument) -> str:
    return f"{reverse('command:collection', args=[row.collection_id])}#part-{row.pk}"
