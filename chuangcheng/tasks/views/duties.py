from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.documents.media_types import DOCX, PDF
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.tasks.access import EXPORT, VIEW
from chuangcheng.tasks.contract_papers import write_contract
from chuangcheng.tasks.duty_papers import duty_pdf, duty_workbook, standing_title, standing_workbook
from chuangcheng.tasks.queries import (
    DutyList,
    duties_of_leader,
    duties_of_unit,
    duty_leaders,
    duty_units,
    next_month,
    standing_month,
)
from chuangcheng.tasks.wording import shown_tasks, told_report

LEADER = "leader"


@require_safe
@page(VIEW)
def duties(request: HttpRequest) -> HttpResponse:
    """责任清单: which units, or which leaders, answer for how many tasks."""
    actor, by_leader = actor_of(request), request.GET.get("by") == LEADER
    find = duty_leaders if by_leader else duty_units
    route = "tasks:leader_duties" if by_leader else "tasks:unit_duties"
    lines = [(line, reverse(route, args=[line.key])) for line in find(actor=actor, today=today())]
    context = {"lines": lines, "by_leader": by_leader, "views": _tabs(by_leader=by_leader)}
    return render(request, "tasks/duties.html", context)


@require_safe
@page(VIEW)
def unit_duties(request: HttpRequest, unit_id: int) -> HttpResponse:
    """The tasks of one unit."""
    found = duties_of_unit(actor=actor_of(request), unit_id=unit_id)
    papers = {name: reverse(f"tasks:unit_duty_{name}", args=[unit_id]) for name in ("workbook", "paper", "contract")}
    return _shown(request, found, papers)


@require_safe
@page(VIEW)
def leader_duties(request: HttpRequest, person_id: int) -> HttpResponse:
    """The tasks of one leader."""
    found = duties_of_leader(actor=actor_of(request), person_id=person_id, today=today())
    papers = {name: reverse(f"tasks:leader_duty_{name}", args=[person_id]) for name in ("workbook", "paper")}
    return _shown(request, found, papers)


@require_safe
@page(EXPORT)
def unit_duty_workbook(request: HttpRequest, unit_id: int) -> FileResponse:
    """The tasks of one unit as Excel."""
    return _workbook(request, duties_of_unit(actor=actor_of(request), unit_id=unit_id))


@require_safe
@page(EXPORT)
def unit_duty_paper(request: HttpRequest, unit_id: int) -> FileResponse:
    """The tasks of one unit as PDF."""
    return _paper(request, duties_of_unit(actor=actor_of(request), unit_id=unit_id))


@require_safe
@page(EXPORT)
def unit_contract(request: HttpRequest, unit_id: int) -> HttpResponse | FileResponse:
    """目标责任书 with one unit as Word."""
    try:
        name, content = write_contract(actor=actor_of(request), unit_id=unit_id, day=today())
    except InvalidInput as refusal:
        messages.error(request, str(refusal))
        return redirect("tasks:unit_duties", unit_id)
    return download(content, name, DOCX)


@require_safe
@page(EXPORT)
def leader_duty_workbook(request: HttpRequest, person_id: int) -> FileResponse:
    """The tasks of one leader as Excel."""
    return _workbook(request, duties_of_leader(actor=actor_of(request), person_id=person_id, today=today()))


@require_safe
@page(EXPORT)
def leader_duty_paper(request: HttpRequest, person_id: int) -> FileResponse:
    """The tasks of one leader as PDF."""
    return _paper(request, duties_of_leader(actor=actor_of(request), person_id=person_id, today=today()))


@require_safe
@page(VIEW)
def standing(request: HttpRequest) -> HttpResponse:
    """长期坚持: who has reported this month, what, and who has not."""
    actor, first = actor_of(request), _month(request)
    found = standing_month(actor=actor, first=first)
    context = {
        "found": found,
        "title": standing_title(first),
        "lines": [
            (line, [(event, told_report(event, line.task.measure)) for event in line.reports]) for line in found.lines
        ],
        "before": _before(first),
        "after": next_month(first) if next_month(first) <= today() else None,
        "may_export": actor.may(EXPORT),
    }
    return render(request, "tasks/standing.html", context)


@require_safe
@page(EXPORT)
def standing_export(request: HttpRequest) -> FileResponse:
    """The month's report as Excel."""
    first = _month(request)
    content = standing_workbook(actor=actor_of(request), found=standing_month(actor=actor_of(request), first=first))
    return download(content, f"{standing_title(first)}.xlsx")


def _shown(request: HttpRequest, found: DutyList, papers: dict[str, str]) -> HttpResponse:
    rows, may_export = shown_tasks(found.tasks, today()), actor_of(request).may(EXPORT)
    context = {"found": found, "rows": rows, "papers": papers, "may_export": may_export}
    return render(request, "tasks/duty_list.html", context)


def _workbook(request: HttpRequest, found: DutyList) -> FileResponse:
    content = duty_workbook(actor=actor_of(request), found=found, day=today())
    return download(content, f"{found.name}-{_('责任清单')}-{today()}.xlsx")


def _paper(request: HttpRequest, found: DutyList) -> FileResponse:
    content = duty_pdf(actor=actor_of(request), found=found, day=today())
    return download(content, f"{found.name}-{_('责任清单')}-{today()}.pdf", PDF)


def _tabs(*, by_leader: bool) -> list[dict[str, Any]]:
    address = reverse("tasks:duties")
    return [
        {"label": _("按单位"), "url": address, "active": not by_leader},
        {"label": _("按领导"), "url": f"{address}?by={LEADER}", "active": by_leader},
    ]


def _month(request: HttpRequest) -> date:
    """The first day of the month in the address; this month for what is none or still to come."""
    this = today().replace(day=1)
    try:
        return min(this, date.fromisoformat(f"{request.GET.get('month', '')}-01"))
    except ValueError:
        return this


def _before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
