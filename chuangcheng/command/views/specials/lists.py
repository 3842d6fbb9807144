from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.cases.queries import class_options
from chuangcheng.command.queries.specials.lists import MINE, Special, specials_shown
from chuangcheng.command.special_access import FOLLOW, ORGANISE, special_for
from chuangcheng.command.special_wording import days_words, state_of
from chuangcheng.command.special_workflow import STATE_LABELS, State
from chuangcheng.command.views.specials.tabs import TABS, head_context
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import person_options, unit_options
from chuangcheng.standards.queries import standard_label, standard_options

MOST_LISTED = 200  # of a view; our choice
MOST_WORDS = 60  # characters typed


@require_safe
@page(FOLLOW)
def specials(request: HttpRequest) -> HttpResponse:
    """The special campaigns of a state, or those that one leads."""
    actor, day = actor_of(request), today()
    view = request.GET.get("view", State.RUNNING.value)
    view = view if view in {MINE, *(state.value for state in State)} else State.RUNNING.value
    rows = specials_shown(actor=actor, view=view)[:MOST_LISTED]
    context = {
        "rows": [(row, state_of(row, day), days_words(row, day)) for row in rows],
        "views": _tabs(view),
        "view": view,
        "may_organise": actor.everywhere(ORGANISE),
    }
    return render(request, "command/specials.html", context)


@require_safe
@page(FOLLOW)
def special(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """One campaign, a tab of it."""
    actor = actor_of(request)
    parts = Special(special_for(actor, special_id))
    name = request.GET.get("view", "overview")
    tab = TABS.get(name) or TABS["overview"]
    context = {**head_context(actor, parts, tab.name), **tab.context(request, actor, parts)}
    return render(request, "command/special.html", {**context, "tab": f"command/specials/{tab.name}.html"})


@require_safe
@page(ORGANISE)
def standard_suggestions(request: HttpRequest) -> HttpResponse:
    """Standards, while typing their code or wording."""
    rows = standard_options(actor=actor_of(request), words=_words(request))
    return _options(request, [(row.pk, standard_label(row.code, row.text), row.framework.name) for row in rows])


@require_safe
@page(ORGANISE)
def class_suggestions(request: HttpRequest) -> HttpResponse:
    """Problem classes, while typing."""
    return _options(request, [(row.pk, row.name, row.group) for row in class_options(words=_words(request))])


@require_safe
@page(ORGANISE)
def person_suggestions(request: HttpRequest) -> HttpResponse:
    """Leaders, while typing."""
    rows = person_options(actor=actor_of(request), words=_words(request))
    return _options(request, [(row.pk, row.name, row.username) for row in rows])


@require_safe
@page(ORGANISE)
def special_unit_suggestions(request: HttpRequest) -> HttpResponse:
    """Units and areas, while typing."""
    units = unit_options(words=_words(request))
    return _options(request, [(unit.pk, unit.name, unit.get_kind_display()) for unit in units])


def _words(request: HttpRequest) -> str:
    return request.GET.get("words", "")[:MOST_WORDS].replace("\x00", "")


def _options(request: HttpRequest, options: list[tuple[int, str, str]]) -> HttpResponse:
    return render(request, "components/pick_options.html", {"options": options})


def _tabs(active: str) -> list[dict[str, Any]]:
    address = reverse("command:specials")
    order = (State.RUNNING, State.PREPARING, State.CLOSING, State.ENDED, State.CANCELLED)
    labels = {state.value: _(STATE_LABELS[state]) for state in order} | {MINE: _("我牵头的")}
    return [
        {"label": label, "url": f"{address}?view={name}", "active": name == active} for name, label in labels.items()
    ]
