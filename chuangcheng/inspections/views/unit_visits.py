from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.errors import NotFound
from chuangcheng.core.times import now, today
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections.access import VIEW
from chuangcheng.inspections.queries.assignments import PAGE_SIZE
from chuangcheng.inspections.queries.pace import visiting_of_unit
from chuangcheng.orgs.queries import unit_names


@require_safe
@page(VIEW)
def unit_visits(request: HttpRequest, unit_id: int) -> HttpResponse:
    """What the people of a unit had to visit in rounds that end within some days: the records behind its pace."""
    name = unit_names([unit_id]).get(unit_id)
    if name is None:
        raise NotFound(_("没有找到该单位，请从一盘棋进入。"))
    actor, first, last = actor_of(request), _day(request, "from"), _day(request, "to")
    first = first or today().replace(month=1, day=1)
    last = last or today().replace(month=12, day=31)
    rounds, rows = visiting_of_unit(actor=actor, unit_id=unit_id, first=first, last=last, now=now())
    sites = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", "1"))
    done, planned = sum(each.done for each in rounds), sum(each.planned for each in rounds)
    context: dict[str, Any] = {
        "unit": name,
        "first": first,
        "last": last,
        "rounds": rounds,
        "sites": sites,
        "done": done,
        "planned": planned,
        "unseen": planned - sites.paginator.count,
        "today": today(),
    }
    return render(request, "inspections/unit_visits.html", context)


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
