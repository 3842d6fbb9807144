from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.command.circular_wording import task_standing_of
from chuangcheng.command.collections.cleaning import Mark
from chuangcheng.command.collections.flags import flags_of
from chuangcheng.command.collections.shown import Span, found_spans, paragraphs, snippets
from chuangcheng.command.forms.library import LibraryFilterForm, PartForm, part_initial
from chuangcheng.command.library_access import KEEP_LIBRARY, READ_LIBRARY, document_for, keeps_library
from chuangcheng.command.library_text import removed_in
from chuangcheng.command.library_wording import flag_words, mark_words, removed_words, state_words
from chuangcheng.command.models import LibraryDocument
from chuangcheng.command.queries.library import documents_shown, open_collections
from chuangcheng.command.queries.work import work_of_document
from chuangcheng.command.services.library import bring_back_marks, change_document
from chuangcheng.command.views.library.tabs import library_pages
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page

MOST_LISTED = 200  # our choice
MOST_HITS = 50  # documents whose places are shown; our choice


@require_safe
@page(READ_LIBRARY)
def library(request: HttpRequest) -> HttpResponse:
    """The kept documents; what is searched for is shown where it stands."""
    actor, form = actor_of(request), LibraryFilterForm(request.GET)
    chosen = form.chosen()
    rows = documents_shown(actor=actor, chosen=chosen)
    found = list((rows if chosen.words else rows.defer("text", "collection__text"))[: MOST_LISTED + 1])
    shown = [
        (row, snippets(row.text, chosen.words) if chosen.words and place < MOST_HITS else [])
        for place, row in enumerate(found[:MOST_LISTED])
    ]
    context = {
        "rows": shown,
        "is_cut": len(found) > MOST_LISTED,
        "form": form,
        "words": chosen.words,
        "views": library_pages(actor, "library"),
        "is_filtered": bool(chosen.words or chosen.kind or chosen.year),
        "open": [(row, state_words(row.state)) for row in open_collections(actor=actor)],
        "may_keep": keeps_library(actor),
    }
    return render(request, "command/library/list.html", context)


@require_safe
@page(READ_LIBRARY)
def library_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """One document: its text with what is odd, what was taken out of it, where it comes from."""
    actor = actor_of(request)
    found = document_for(actor, document_id)
    return render(request, "command/library/document.html", _context(request, found, may_keep=keeps_library(actor)))


@require_http_methods(["GET", "HEAD", "POST"])
@page(KEEP_LIBRARY)
def edit_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Puts right what is said of a document."""
    actor = actor_of(request)
    found = document_for(actor, document_id)
    form = PartForm(request.POST or None, initial=part_initial(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_document(actor=actor, document_id=document_id, given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("文稿已修改。"))
            return redirect("command:library_document", document_id)
    context = {"form": form, "document": found}
    status = 422 if request.method == "POST" else 200
    return render(request, "command/library/document_form.html", context, status=status)


@require_POST
@page(KEEP_LIBRARY)
def restore_marks(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """What the cleaning took out and is ticked is shown again."""
    places = [int(typed) for typed in request.POST.getlist("places") if typed.isdecimal() and len(typed) < 10]  # noqa: PLR2004 - digits
    if len(places) != len(request.POST.getlist("places")):
        raise InvalidInput(_("没有找到所选的清理内容，请刷新页面后重试。"))
    bring_back_marks(actor=actor_of(request), document_id=document_id, places=places)
    messages.success(request, _("文稿已按所选内容重新整理。"))
    return redirect("command:library_document", document_id)


def _context(request: HttpRequest, found: LibraryDocument, *, may_keep: bool) -> dict[str, Any]:
    words, actor = request.GET.get("q", "")[:60], actor_of(request)
    every = work_of_document(actor=actor, document=found, today=today())
    flags = flags_of(found.text)
    spans = [Span(flag.start, flag.end, flag.trouble.value, flag_words(flag)) for flag in flags]
    spans += [Span(each.sentence.start, each.sentence.end, "work", _("布置工作")) for each in every.proposed]
    spans += [
        Span(
            found.text.index(row.quotation),
            found.text.index(row.quotation) + len(row.quotation),
            "done",
            _("已转成任务"),
        )
        for row in every.given
        if row.quotation in found.text
    ]
    day, whole = today(), found.collection.text
    removed = [
        {
            "start": each.start,
            "mark": mark_words(each.mark),
            "words": removed_words(each, whole),
            "is_back": each.start in found.restored and each.mark is not Mark.PERSONAL,
            "is_fixed": each.mark is Mark.PERSONAL,
        }
        for each in removed_in(found)
    ]
    return {
        "document": found,
        "paragraphs": paragraphs(found.text, [*found_spans(found.text, words), *spans]),
        "words": words,
        "flags": [(flag, flag_words(flag)) for flag in flags],
        "removed": removed,
        "may_keep": may_keep,
        "to_answer": len(every.proposed),
        "given": [(row, task_standing_of(row.task, day)) for row in every.given if row.task is not None],
    }
