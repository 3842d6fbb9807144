from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.command.forms.speeches import SpeechForm, SpeechTextForm
from chuangcheng.command.queries.speeches import meetings_to_speak_at, shown_speech, speakers, speeches_shown
from chuangcheng.command.services.speeches import draft_speech, edit_speech, refresh_speech, withdraw_speech
from chuangcheng.command.speech_access import DRAFT_SPEECHES, READ_SPEECHES, SpeechWithdrawn, speech_for
from chuangcheng.command.speech_papers import speech_name, speech_paper, speech_paper_with_sources
from chuangcheng.command.speeches.figures import figures_from
from chuangcheng.command.views.library.tabs import library_pages
from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.errors import Refusal
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page

FORM = ["GET", "HEAD", "POST"]
MOST_LISTED = 200  # our choice


@require_safe
@page(READ_SPEECHES)
def speeches(request: HttpRequest) -> HttpResponse:
    """The drafts: all for who drafts them, a leader's own."""
    actor = actor_of(request)
    rows = list(speeches_shown(actor=actor)[:MOST_LISTED])
    context = {"rows": rows, "views": library_pages(actor, "speeches"), "may_draft": actor.everywhere(DRAFT_SPEECHES)}
    return render(request, "command/library/speeches.html", context)


@require_safe
@page(READ_SPEECHES)
def speech(request: HttpRequest, speech_id: UUID) -> HttpResponse:
    """One draft, its figures with their sources beside it."""
    actor = actor_of(request)
    found = speech_for(actor, speech_id)
    may_draft = actor.everywhere(DRAFT_SPEECHES) and found.withdrawn_at is None
    context = {"speech": found, "shown": shown_speech(found), "may_draft": may_draft}
    return render(request, "command/library/speech.html", context)


@require_http_methods(FORM)
@page(DRAFT_SPEECHES)
def new_speech(request: HttpRequest) -> HttpResponse:
    """A draft in the usual form."""
    actor = actor_of(request)
    form = SpeechForm(
        request.POST or None,
        initial={"meeting_id": request.GET.get("meeting", "")},
        leaders=speakers(today=today()),
        meetings=meetings_to_speak_at(actor=actor),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = draft_speech(actor=actor, speech_id=form.cleaned_data["speech_id"], given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("讲话稿已起草，数据是现在的，请修改文字。"))
            return redirect("command:speech", made.pk)
    context = {"form": form, "cancel_url": reverse("command:speeches")}
    status = 422 if request.method == "POST" else 200
    return render(request, "command/library/speech_form.html", context, status=status)


@require_http_methods(FORM)
@page(DRAFT_SPEECHES)
def edit(request: HttpRequest, speech_id: UUID) -> HttpResponse:
    """Other words; figures stay names in braces."""
    actor = actor_of(request)
    found = speech_for(actor, speech_id)
    if found.withdrawn_at is not None:
        raise SpeechWithdrawn
    form = SpeechTextForm(request.POST or None, sections=found.sections, initial={"title": found.title})
    if request.method == "POST" and form.is_valid():
        texts = {name: text for name, text in form.cleaned_data.items() if name != "title"}
        try:
            edit_speech(actor=actor, speech_id=speech_id, title=form.cleaned_data["title"], texts=texts)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("讲话稿已修改。"))
            return redirect("command:speech", speech_id)
    context = {
        "form": form,
        "speech": found,
        "figures": figures_from(found.figures),
        "cancel_url": reverse("command:speech", args=[speech_id]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "command/library/speech_text_form.html", context, status=status)


@require_POST
@page(DRAFT_SPEECHES)
def refresh(request: HttpRequest, speech_id: UUID) -> HttpResponse:
    """The figures of now."""
    found = refresh_speech(actor=actor_of(request), speech_id=speech_id)
    count = len(found.changes)
    said = ngettext("数据已更新，%(count)s项有变化。", "数据已更新，%(count)s项有变化。", count) % {"count": count}
    messages.success(request, said if count else _("数据已更新，没有变化。"))
    return redirect("command:speech", speech_id)


@require_POST
@page(DRAFT_SPEECHES)
def withdraw(request: HttpRequest, speech_id: UUID) -> HttpResponse:
    """Not used any more, for a reason."""
    withdraw_speech(actor=actor_of(request), speech_id=speech_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("讲话稿已撤回，领导不再看到。"))
    return redirect("command:speech", speech_id)


@require_safe
@page(READ_SPEECHES)
def paper(request: HttpRequest, speech_id: UUID) -> FileResponse:
    """The speech as Word."""
    found = speech_for(actor_of(request), speech_id)
    return download(speech_paper(found), speech_name(found, _("讲话稿")), DOCX)


@require_safe
@page(READ_SPEECHES)
def sources(request: HttpRequest, speech_id: UUID) -> FileResponse:
    """The speech with its sources as Word."""
    found = speech_for(actor_of(request), speech_id)
    return download(speech_paper_with_sources(found), speech_name(found, _("核对稿")), DOCX)
