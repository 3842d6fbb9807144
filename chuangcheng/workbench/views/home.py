from __future__ import annotations

from typing import TypeAlias

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.permissions import CHANGE_SETTINGS
from chuangcheng.core.shell import Text, Todo
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.workbench.first_day import first_day_of
from chuangcheng.workbench.queries import day_of
from chuangcheng.workbench.services import stop_showing_first_day

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
    actor = actor_of(request)
    day = day_of(actor=actor, now=moment)
    context = {
        "first_day": first_day_of(actor=actor),
        "figures": day.figures,
        "due": [_row(todo) for todo in day.due],
        "coming": [_row(todo) for todo in day.coming],
        "quick_acts": day.quick_acts,
        "is_cut": day.is_cut,
    }
    return render(request, "workbench/home.html", context)


@require_POST
@page(CHANGE_SETTINGS)
def end_first_day(request: HttpRequest) -> HttpResponse:
    """The steps of a new installation are put away."""
    stop_showing_first_day(actor=actor_of(request))
    messages.success(request, gettext("开办步骤已收起，可在“设置”中重新打开。"))
    return redirect("workbench:home")


def _row(todo: Todo) -> Row:
    tone, word = URGENCIES[todo.urgency]
    return todo, tone, todo.situation or word
