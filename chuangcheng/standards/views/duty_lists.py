"""职责清单: who has how much, of a unit and of a leader, on a day; to print and as Excel."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.orgs.access import VIEW_UNITS, person_for, unit_for
from chuangcheng.standards import queries
from chuangcheng.standards.access import ASSIGN, VIEW
from chuangcheng.standards.duty_papers import all_duties_table, leader_table, unit_table
from chuangcheng.standards.forms.duties import DayForm, DutyListForm


@require_GET
@page(VIEW)
def duties(request: HttpRequest) -> HttpResponse:
    """Every unit and leader that answers for something."""
    actor = actor_of(request)
    form = DutyListForm(request.GET)
    day = form.chosen()
    words = form.cleaned_data.get("words", "")
    context = {
        "form": form,
        "day": day,
        "words": words,
        "rows": queries.duty_figures(actor=actor, day=day, words=words),
        "leaders": queries.leader_lines(actor=actor, day=day),
        "may_assign": actor.may(ASSIGN),
    }
    return render(request, "standards/duties.html", context)


@require_GET
@page(VIEW)
def unit_duties(request: HttpRequest, unit_id: int) -> HttpResponse:
    """职责清单 of a unit."""
    actor, day = actor_of(request), _day(request)
    unit = unit_for(SYSTEM, unit_id)
    context = {
        **_context(day),
        "unit": unit,
        "found": queries.duties_of_unit(actor=actor, unit_id=unit.pk, day=day),
        "may_open_unit": actor.may_at(VIEW_UNITS, unit.path),
    }
    return render(request, "standards/unit_duties.html", context)


@require_GET
@page(VIEW)
def leader_duties(request: HttpRequest, person_id: int) -> HttpResponse:
    """职责清单 of a leader: the items, their standards and who leads each."""
    actor, day = actor_of(request), _day(request)
    person = person_for(SYSTEM, person_id)
    items = queries.items_of_leader(actor=actor, person_id=person.pk, day=day)
    standards = queries.standards_of_items(item_ids=[row.item_id for row in items], day=day)
    groups = [(row, standards.get(row.item_id, [])) for row in items]
    return render(request, "standards/leader_duties.html", {**_context(day), "person": person, "groups": groups})


@require_GET
@page(VIEW)
def download_duties(request: HttpRequest) -> FileResponse:
    """All duties of the day, one line each."""
    day = _day(request)
    return download(*all_duties_table(actor=actor_of(request), day=day))


@require_GET
@page(VIEW)
def download_unit_duties(request: HttpRequest, unit_id: int) -> FileResponse:
    """职责清单 of a unit as Excel."""
    unit = unit_for(SYSTEM, unit_id)
    return download(*unit_table(actor=actor_of(request), unit=unit, day=_day(request)))


@require_GET
@page(VIEW)
def download_leader_duties(request: HttpRequest, person_id: int) -> FileResponse:
    """职责清单 of a leader as Excel."""
    person = person_for(SYSTEM, person_id)
    return download(*leader_table(actor=actor_of(request), person=person, day=_day(request)))


def _day(request: HttpRequest) -> date:
    return DayForm(request.GET).chosen()


def _context(day: date) -> dict[str, Any]:
    return {"form": DayForm({"day": day.isoformat()}), "day": day}
