from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.command.circular_access import (
    KEEP,
    READ,
    circular_for,
    own_addressed,
    unread_by,
    visible_circulars,
    visible_library_files,
)
from chuangcheng.command.circular_papers import circulars_workbook, receipts_workbook
from chuangcheng.command.circular_wording import receipt_of, state_of, task_of, urgency_tone
from chuangcheng.command.forms.circulars import FilterForm, QuestionForm, SignForm
from chuangcheng.command.models import Circular, CircularUnit
from chuangcheng.command.queries.circulars import CircularStory, Sum, circular_story, circulars_shown, sums_of
from chuangcheng.core.access import Actor
from chuangcheng.core.documents.text import SENTENCES, Outcome
from chuangcheng.core.errors import NotFound
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page

MOST_ROWS = 300  # units on the page of a circular; the workbook has all; our choice


@require_safe
@page(READ)
def circulars(request: HttpRequest) -> HttpResponse:
    """The circulars that came in or were issued, the newest first."""
    actor = actor_of(request)
    direction = request.GET.get("view", "")
    direction = direction if direction in Circular.Direction.values else ""
    form = FilterForm(request.GET)
    chosen = form.chosen(direction)
    rows = list(circulars_shown(actor=actor, chosen=chosen).defer("text")[: MOST_ROWS + 1])
    sums = sums_of(actor=actor, circulars=rows)
    context = {
        "rows": [(row, state_of(row), urgency_tone(row), sums.get(row.pk, Sum(0, 0, 0))) for row in rows[:MOST_ROWS]],
        "is_cut": len(rows) > MOST_ROWS,
        "views": library_tabs(direction),
        "view": direction,
        "form": form,
        "is_filtered": bool(chosen.state or chosen.urgency or chosen.unsigned or chosen.words),
        "may_keep": actor.everywhere(KEEP),
        "export_url": f"{reverse('command:circulars_workbook')}?{request.GET.urlencode()}",
    }
    return render(request, "command/circulars.html", context)


@require_safe
@page(READ)
def circulars_excel(request: HttpRequest) -> FileResponse:
    """The list as a workbook."""
    actor = actor_of(request)
    direction = request.GET.get("view", "")
    chosen = FilterForm(request.GET).chosen(direction if direction in Circular.Direction.values else "")
    name, content = circulars_workbook(actor=actor, chosen=chosen)
    return download(content, name)


@require_safe
@page(READ)
def circular(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """One circular: what it says, its files, who has signed, questions, tasks."""
    actor = actor_of(request)
    return render(request, "command/circular.html", circular_context(actor, circular_for(actor, circular_id)))


@require_safe
@page(READ)
def receipts_excel(request: HttpRequest, circular_id: UUID) -> FileResponse:
    """Who read and signed, as a workbook."""
    actor = actor_of(request)
    name, content = receipts_workbook(actor=actor, circular=circular_for(actor, circular_id), today=today())
    return download(content, name)


@require_safe
@page(READ)
def addressed(request: HttpRequest, addressed_id: UUID) -> HttpResponse:
    """The circular of an ask."""
    actor = actor_of(request)
    row = CircularUnit.objects.filter(pk=addressed_id, circular__in=visible_circulars(actor)).first()
    if row is None:
        raise NotFound(_("没有找到该文件，请从文件列表进入。"))
    return redirect("command:circular", row.circular_id)


@require_safe
@page(READ)
def library_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """The circular or regulation to which a file belongs, at the file."""
    row = visible_library_files(actor_of(request)).filter(pk=file_id).defer("text").first()
    if row is None:
        raise NotFound(_("没有找到该文件，请从文件列表进入。"))
    name, owner = ("circular", row.circular_id) if row.circular_id else ("regulation", row.regulation_id)
    return redirect(f"{reverse(f'command:{name}', args=[owner])}#file-{row.pk}")


def circular_context(actor: Actor, found: Circular, **more: Any) -> dict[str, Any]:
    """What the page of a circular needs; `more` takes the place of what it would make itself."""
    day = today()
    story = circular_story(actor=actor, circular=found, today=day)
    own = list(own_addressed(actor, found)) if found.issued_at else []
    is_open = found.withdrawn_at is None
    unsigned = [row for row in own if row.signed_id is None]
    may_keep = actor.everywhere(KEEP)
    context = {
        "circular": found,
        "story": story,
        "state": state_of(found),
        "urgency_tone": urgency_tone(found),
        "files": file_lines(story.files),
        "addressed": [(each, receipt_of(each.row, day), "—" * each.level) for each in story.addressed[:MOST_ROWS]],
        "is_cut": len(story.addressed) > MOST_ROWS,
        "own": own,
        "tasks": [(row, task_of(row, day)) for row in story.tasks],
        "may_keep": may_keep and is_open,
        "may_remind": is_open and (may_keep or bool(own)) and _anybody_unsigned(story, own, may_keep=may_keep),
        "sign_form": SignForm(units=unsigned, wants_answer=found.wants_answer) if unsigned and is_open else None,
        "question_form": QuestionForm(units=own) if own and is_open else None,
        "reads_now": unread_by(actor, found).exists(),
    }
    return {**context, **more}


def file_lines(rows: list[Any]) -> list[dict[str, Any]]:
    """Each file with what became of its text."""
    return [
        {
            "row": row,
            "is_picture": row.file.width is not None,
            "said": _(SENTENCES[Outcome(row.outcome)]) if row.outcome else _("正在读取文字，读完就能检索。"),
        }
        for row in rows
    ]


def library_tabs(active: str) -> list[dict[str, Any]]:
    """The tabs of the library: all circulars, received, issued, regulations."""
    address = reverse("command:circulars")
    found = [
        ("", _("全部文件"), address),
        *((code, label, f"{address}?view={code}") for code, label in Circular.Direction.choices),
        ("regulations", _("制度"), reverse("command:regulations")),
    ]
    return [{"label": label, "url": url, "active": code == active} for code, label, url in found]


def _anybody_unsigned(story: CircularStory, own: list[CircularUnit], *, may_keep: bool) -> bool:
    mine = {row.pk for row in own}
    return any(each.row.signed_id is None and (may_keep or each.row.passed_by_id in mine) for each in story.addressed)
