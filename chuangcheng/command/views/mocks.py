from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.command.access import MANAGE, VIEW, mock_for
from chuangcheng.command.forms.visits import RehearsalForm
from chuangcheng.command.mock_papers import file_name, mock_paper, mock_workbook
from chuangcheng.command.models import AssessorVisit
from chuangcheng.command.queries.mocks import RELEASED, released_report, report_of
from chuangcheng.command.services import rehearse_visit
from chuangcheng.core.documents.media_types import DOCX
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, download, page

REHEARSAL_DAYS = 7  # of a rehearsal, unless said; our choice


@require_POST
@page(MANAGE)
def rehearse(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Draws the sites of a rehearsal into a round in preparation."""
    form = RehearsalForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("请填写模拟测评的起止日期。"))
    made = rehearse_visit(actor=actor_of(request), visit_id=visit_id, **form.cleaned_data)
    count = len(made.draw.site_ids)
    messages.success(request, _("已按测评方的办法抽取%(count)s个点位，请分给检查员后启动。") % {"count": count})
    return redirect("inspections:round", round_id=made.round_id)


@require_safe
@page(VIEW)
def mock(request: HttpRequest, mock_id: UUID) -> HttpResponse:
    """The report on a mock assessment; before the release how far it is."""
    actor = actor_of(request)
    found = mock_for(actor, mock_id)
    report = report_of(actor=actor, mock=found)
    context: dict[str, Any] = {"found": found, "report": report, "is_released": found.round.state == RELEASED}
    if report is not None:
        sheet = reverse("scoring:sheet", args=[found.round.framework_id])
        alone, others = (f"day={report.day}&{name}={found.round_id}" for name in ("round", "without"))
        context |= {"mock_sheet": f"{sheet}?{alone}", "own_sheet": f"{sheet}?{others}", "mock_query": f"?{alone}"}
    return render(request, "command/mock.html", context)


@require_safe
@page(VIEW)
def paper(request: HttpRequest, mock_id: UUID) -> FileResponse:
    """The report as Word."""
    report = released_report(actor=actor_of(request), mock_id=mock_id)
    return download(mock_paper(report), f"{file_name(report)}.docx", DOCX)


@require_safe
@page(VIEW)
def workbook(request: HttpRequest, mock_id: UUID) -> FileResponse:
    """The report as Excel."""
    report = released_report(actor=actor_of(request), mock_id=mock_id)
    return download(mock_workbook(report), f"{file_name(report)}.xlsx")


def rehearsal_days(visit: AssessorVisit, day: date) -> dict[str, Any]:
    """A week from today, ending before the visit begins when that is nearer."""
    last = min(day + timedelta(days=REHEARSAL_DAYS - 1), visit.first_on - timedelta(days=1))
    return {"starts_on": day, "ends_on": max(day, last)}
