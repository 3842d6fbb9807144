from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.tasks.access import MANAGE, SPLIT, may_change
from chuangcheng.tasks.forms.filters import TaskFilterForm
from chuangcheng.tasks.ledger import EDITED, YES
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.queries import tasks_shown
from chuangcheng.tasks.services import shown_cells
from chuangcheng.tasks.wording import shown_tasks

ROWS = 100  # on one page: our choice
LONG = frozenset({"title", "target", "work_standard", "measures", "proof"})  # columns of sentences
FIGURES = frozenset({"now_amount", "target_amount", "days"})


@require_safe
@page(MANAGE, SPLIT)
def sheet(request: HttpRequest) -> HttpResponse:
    """The ledger as a spreadsheet: the same tasks and filter as the list, the facts edited in place."""
    actor, form = actor_of(request), TaskFilterForm(request.GET)
    shown = keyset_page(
        tasks_shown(actor=actor, chosen=form.chosen(), today=today()), parameters=request.GET, size=ROWS
    )
    context = {
        "form": form,
        "views": mode_tabs(request, actor, is_sheet=True),
        "page": shown,
        "columns": [{"label": column.label, "kind": _kind(fact)} for fact, column in EDITED.items()],
        "rows": [(row, _cells(row.task, actor)) for row in shown_tasks(shown.rows, today())],
        "is_filtered": form.has_chosen(),
        "yes": YES,
    }
    return render(request, "tasks/sheet.html", context)


def mode_tabs(request: HttpRequest, actor: Actor, *, is_sheet: bool) -> list[dict[str, Any]]:
    """List and sheet as tabs, with the filter kept, for who may edit; none for others."""
    if not (actor.may(MANAGE) or actor.may(SPLIT)):
        return []
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return [
        {"label": _("列表"), "url": reverse("tasks:list") + query, "active": not is_sheet},
        {"label": _("表格"), "url": reverse("tasks:sheet") + query, "active": is_sheet},
    ]


def _cells(task: Task, actor: Actor) -> list[dict[str, Any]]:
    is_fixed = not (task.is_open and may_change(actor, task))
    return [
        {"fact": fact, "text": text, "kind": _kind(fact), "is_fixed": is_fixed}
        for fact, text in shown_cells(task).items()
    ]


def _kind(fact: str) -> str:
    return "long" if fact in LONG else "num" if fact in FIGURES else "short"
