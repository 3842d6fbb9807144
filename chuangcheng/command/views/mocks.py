from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.command.access import MANAGE
from chuangcheng.command.forms.visits import RehearsalForm
from chuangcheng.command.models import AssessorVisit
from chuangcheng.command.services import rehearse_visit
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, page

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


def rehearsal_days(visit: AssessorVisit, day: date) -> dict[str, Any]:
    """A week from today, ending before the visit begins when that is nearer."""
    last = min(day + timedelta(days=REHEARSAL_DAYS - 1), visit.first_on - timedelta(days=1))
    return {"starts_on": day, "ends_on": max(day, last)}
