from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.command.circular_wording import task_standing_of
from chuangcheng.command.forms.circulars import DespiteForm
from chuangcheng.command.forms.library import SentenceFormSet
from chuangcheng.command.library_access import KEEP_LIBRARY, document_for
from chuangcheng.command.models import LibraryDocument
from chuangcheng.command.queries.work import Proposed, WorkOfDocument, work_of_document
from chuangcheng.command.services.library import (
    SentenceGiven,
    accept_sentences,
    dismiss_sentence,
    propose_again,
)
from chuangcheng.command.views.meetings.holding import chosen_units
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.lines import LinesRefused
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page

PREFIX = "line"


@require_http_methods(["GET", "HEAD", "POST"])
@page(KEEP_LIBRARY)
def work(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Sentences that set work: each is completed and becomes tasks, or is said to set none."""
    actor = actor_of(request)
    found = document_for(actor, document_id)
    if request.method != "POST":
        every = work_of_document(actor=actor, document=found, today=today())
        return _page(request, found, every, SentenceFormSet(prefix=PREFIX, initial=list(map(_initial, every.proposed))))
    lines, despite = SentenceFormSet(request.POST, prefix=PREFIX), DespiteForm(request.POST)
    problems: dict[int, str] = {}
    if lines.is_valid() and despite.is_valid():
        ticked = [form for form in lines if form.cleaned_data.get("takes")]
        try:
            made = accept_sentences(
                actor=actor,
                document_id=document_id,
                lines=[_given(form) for form in ticked],
                despite=despite.cleaned_data["despite"],
            )
        except LinesRefused as refusal:
            problems = {id(ticked[number - 1]): words for number, words in refusal.problems.items()}
        except Refusal as refusal:
            problems = {id(form): str(refusal) for form in ticked[:1]}
            if not ticked:
                messages.error(request, str(refusal))
        else:
            said = ngettext("已转成%(count)s项任务。", "已转成%(count)s项任务。", len(made)) % {"count": len(made)}
            messages.success(request, said)
            return redirect(f"{_url(document_id)}#given")
    every = work_of_document(actor=actor, document=found, today=today())
    return _page(request, found, every, lines, problems=problems, despite=despite)


@require_POST
@page(KEEP_LIBRARY)
def dismiss(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """A sentence sets no work."""
    typed = request.POST
    dismiss_sentence(
        actor=actor_of(request),
        document_id=document_id,
        quotation=typed.get("quotation", ""),
        reason=typed.get("reason", ""),
    )
    messages.success(request, _("已注明不转任务，这句话不再提示。"))
    return redirect(_url(document_id))


@require_POST
@page(KEEP_LIBRARY)
def again(request: HttpRequest, document_id: UUID, answer_id: int) -> HttpResponse:
    """A dismissed sentence is proposed again."""
    propose_again(actor=actor_of(request), document_id=document_id, answer_id=answer_id)
    messages.success(request, _("这句话重新列入待转。"))
    return redirect(_url(document_id))


def _page(
    request: HttpRequest,
    found: LibraryDocument,
    every: WorkOfDocument,
    lines: Any,
    *,
    problems: dict[int, str] | None = None,
    despite: DespiteForm | None = None,
) -> HttpResponse:
    told, day = problems or {}, today()
    context = {
        "document": found,
        "lines": [
            {
                "form": form,
                "chosen": chosen_units(*(form["unit_ids"].value() or [])),
                "problem": told.get(id(form), ""),
                "dialog": f"dismiss-{number}",
            }
            for number, form in enumerate(lines)
        ],
        "given": [(row, task_standing_of(row.task, day)) for row in every.given if row.task is not None],
        "dismissed": every.dismissed,
        "despite": (despite or DespiteForm())["despite"],
        "units_url": reverse("command:circular_units"),
        "cancel_url": reverse("command:library_document", args=[found.pk]),
    }
    return render(request, "command/library/work.html", context, status=422 if request.method == "POST" else 200)


def _initial(each: Proposed) -> dict[str, Any]:
    sentence = each.sentence
    return {
        "task_id": new_id(),
        "title": sentence.action,
        "unit_ids": list(each.unit_ids),
        "due_on": sentence.day,
        "quotation": sentence.quote,
        "who": sentence.who,
        "by_when": sentence.by_when,
    }


def _given(form: Any) -> SentenceGiven:
    values = form.cleaned_data
    return SentenceGiven(values["task_id"], values["quotation"], values["title"], values["unit_ids"], values["due_on"])


def _url(document_id: UUID) -> str:
    return reverse("command:library_work", args=[document_id])
