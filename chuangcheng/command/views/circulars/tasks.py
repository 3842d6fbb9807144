from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from chuangcheng.command.circular_access import KEEP, circular_for
from chuangcheng.command.circular_sentences import Proposal
from chuangcheng.command.forms.circulars import DespiteForm, LineFormSet
from chuangcheng.command.services.circulars import LineGiven, give_circular_tasks, proposed_lines
from chuangcheng.command.views.meetings.holding import chosen_units
from chuangcheng.core.errors import Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.lines import LinesRefused
from chuangcheng.core.web import actor_of, page

BLANK_LINES = 3  # below what is proposed; our choice


@require_http_methods(["GET", "HEAD", "POST"])
@page(KEEP)
def circular_tasks(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """Tasks from a circular: what it seems to ask for, ticked and completed by a person; other lines by hand."""
    actor = actor_of(request)
    found = circular_for(actor, circular_id)
    if request.method != "POST":
        proposed = proposed_lines(found)
        lines = LineFormSet(prefix="line", initial=[*map(_initial, proposed), *_blank()])
        lines.extra = 0
        return _page(request, found, lines, proposed=len(proposed))
    lines, despite = LineFormSet(request.POST, prefix="line"), DespiteForm(request.POST)
    problems: dict[int, str] = {}
    if lines.is_valid() and despite.is_valid():
        ticked = [form for form in lines if form.cleaned_data.get("takes")]
        try:
            reason = despite.cleaned_data["despite"]
            made = give_circular_tasks(
                actor=actor, circular_id=circular_id, lines=[_given(form) for form in ticked], despite=reason
            )
        except LinesRefused as refusal:
            problems = {id(ticked[number - 1]): words for number, words in refusal.problems.items()}
        except Refusal as refusal:
            problems = {id(form): str(refusal) for form in ticked[:1]}
            if not ticked:
                messages.error(request, str(refusal))
        else:
            said = ngettext("已交办%(count)s项任务。", "已交办%(count)s项任务。", len(made)) % {"count": len(made)}
            messages.success(request, said)
            return redirect(f"{reverse('command:circular', args=[circular_id])}#tasks")
    return _page(request, found, lines, problems=problems, despite=despite)


def _page(
    request: HttpRequest,
    found: Any,
    lines: Any,
    *,
    proposed: int = 0,
    problems: dict[int, str] | None = None,
    despite: DespiteForm | None = None,
) -> HttpResponse:
    told = problems or {}
    context = {
        "circular": found,
        "proposed": proposed,
        "lines": [
            {"form": form, "chosen": chosen_units(form["unit_id"].value()), "problem": told.get(id(form), "")}
            for form in lines
        ],
        "despite": (despite or DespiteForm())["despite"],
        "units_url": reverse("command:circular_units"),
        "cancel_url": reverse("command:circular", args=[found.pk]),
    }
    return render(request, "command/circular_tasks.html", context, status=422 if request.method == "POST" else 200)


def _initial(proposal: Proposal) -> dict[str, Any]:
    return {
        "task_id": new_id(),
        "title": proposal.title,
        "unit_id": proposal.unit_ids[0] if proposal.unit_ids else None,
        "due_on": proposal.due_on,
        "quotation": proposal.quotation,
    }


def _blank() -> list[dict[str, Any]]:
    return [{"task_id": new_id()} for _line in range(BLANK_LINES)]


def _given(form: Any) -> LineGiven:
    values = form.cleaned_data
    return LineGiven(values["task_id"], values["title"], values["unit_id"], values["due_on"], values["quotation"])
