"""Suggestions while somebody types the name of a unit or a person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.access import VIEW_UNITS
from chuangcheng.orgs.forms.pick import IN_BRACKETS, person_choice, unit_choice
from chuangcheng.orgs.queries import person_options, unit_options


@require_safe
@page(VIEW_UNITS)
def units(request: HttpRequest) -> HttpResponse:
    """Units whose name has what was typed."""
    found = unit_options(words=_typed(request))
    options = [(unit_choice(unit), unit.get_kind_display()) for unit in found]
    return render(request, "orgs/options.html", {"options": options})


@require_safe
@page(VIEW_UNITS)
def people(request: HttpRequest) -> HttpResponse:
    """People whose name or log-in name has what was typed."""
    found = person_options(actor=actor_of(request), words=_typed(request))
    return render(request, "orgs/options.html", {"options": [(person_choice(person), "") for person in found]})


def _typed(request: HttpRequest) -> str:
    """What stands in the field; a choice already made finds itself by its name."""
    typed = request.GET.get(request.GET.get("field", "q"), "")[:100]
    return IN_BRACKETS.sub("", typed)
