from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.access import Actor, require
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.evidence.access import EXPORT, VIEW, may_ask
from chuangcheng.evidence.matrix_paper import export_matrix
from chuangcheng.evidence.queries import Cell, Matrix, matrix_of
from chuangcheng.standards.access import VIEW as VIEW_STANDARDS
from chuangcheng.standards.queries import framework_in_force, frameworks_in_force

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework, Item

MOST_UNITS = 30  # columns on the page, those that lack most; the workbook has all. Our choice


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page is about."""

    frameworks: list[Framework]
    framework: Framework
    items: list[Item]
    item_id: int | None


def chosen_of(request: HttpRequest, actor: Actor) -> Chosen | None:
    """The framework and item that the address names, the usual ones else; None while no framework is in force."""
    require(actor, VIEW_STANDARDS)
    usual = framework_in_force(actor=actor)
    if usual is None:
        return None
    frameworks = list(frameworks_in_force(actor=actor))
    framework = next((each for each in frameworks if str(each.pk) == request.GET.get("framework")), usual)
    items = list(framework.items.all())
    item_id = next((each.pk for each in items if str(each.pk) == request.GET.get("item", "")), None)
    return Chosen(frameworks, framework, items, item_id)


@require_safe
@page(VIEW)
def matrix(request: HttpRequest) -> HttpResponse:
    """Standard × unit: what is there of what was asked for, each cell leading to its requests."""
    actor = actor_of(request)
    chosen = chosen_of(request, actor)
    if chosen is None:
        return render(request, "evidence/matrix.html", {"chosen": None})
    found = matrix_of(actor=actor, framework_id=chosen.framework.pk, item_id=chosen.item_id)
    places = _places(found)
    day = today()
    context = {
        "chosen": chosen,
        "found": found,
        "units": [(found.units[place], found.units[place].total.tone(day)) for place in places],
        "rows": [
            (row, [_shown(row.cells[place], found.units[place].unit_id, day) for place in places])
            for row in found.rows
            if not row.is_open
        ],
        "open_rows": [row for row in found.rows if row.is_open],
        "keys": [
            ("green", _("齐全")),
            ("amber", _("待审核或已退回")),
            ("blue", _("没到时限")),
            ("red", _("超期没有交齐")),
        ],
        "more_units": len(found.units) - len(places),
        "percent": found.total.accepted * 100 // found.total.asked if found.total.asked else None,
        "may_ask": may_ask(actor),
        "may_export": actor.may(EXPORT),
    }
    return render(request, "evidence/matrix.html", context)


@require_safe
@page(EXPORT)
def export(request: HttpRequest) -> FileResponse:
    """The matrix as an Excel table, with every unit."""
    actor = actor_of(request)
    chosen = chosen_of(request, actor)
    target = io.BytesIO()
    framework, item_id = (None, None) if chosen is None else (chosen.framework, chosen.item_id)
    export_matrix(actor=actor, framework=framework, item_id=item_id, target=target)
    return download(target.getvalue(), f"{_('材料完整性')}-{today()}.xlsx")


def _places(found: Matrix) -> list[int]:
    """The columns shown, in the order of the tree."""
    every = range(len(found.units))
    return sorted(sorted(every, key=lambda place: -found.units[place].total.missing)[:MOST_UNITS])


def _shown(cell: Cell, unit_id: int, day: date) -> tuple[Cell, int, str]:
    return cell, unit_id, cell.tone(day)
