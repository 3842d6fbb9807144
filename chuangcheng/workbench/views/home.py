from __future__ import annotations

from typing import TypeAlias

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from chuangcheng.core.shell import Text, Todo
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.workbench.queries import day_of

URGENCIES = {
    0: ("red", _("超期")),
    1: ("amber", _("今天到期")),
    2: ("amber", _("退回给我")),
    3: ("blue", _("待办")),
    4: ("muted", _("将到期")),
}


Row: TypeAlias = "tuple[Todo, str, Text]"  # with the tone and the words of its badge


@require_GET
@page()
def home(request: HttpRequest) -> HttpResponse:
    """What is mine today, in order of what goes wrong first."""
    moment = now()
    day = day_of(actor=actor_of(request), now=moment)
    context = {
        "figures": day.figures,
        "due": [_row(todo) for todo in day.due],
        "coming": [_row(todo) for todo in day.coming],
        "quick_acts": day.quick_acts,
        "is_cut": day.is_cut,
    }
    return render(request, "workbench/home.html", context)


def _row(todo: Todo) -> Row:
    tone, word = URGENCIES[todo.urgency]
    return todo, tone, todo.situation or word
