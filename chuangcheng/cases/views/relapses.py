from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.cases.access import JUDGE_RELAPSES, VIEW
from chuangcheng.cases.forms.relapses import PeriodForm
from chuangcheng.cases.models import Relapse
from chuangcheng.cases.queries import relapse_analysis
from chuangcheng.cases.services import rule_on_relapse, state_cause
from chuangcheng.cases.workflow import FIX_CASES
from chuangcheng.core.web import actor_of, page


@require_safe
@page(VIEW)
def analysis(request: HttpRequest) -> HttpResponse:
    """回潮分析: what came back, by unit, class and street, each number opening the list that it counts."""
    form = PeriodForm(request.GET)
    since, until = form.days()
    found = relapse_analysis(actor=actor_of(request), since=since, until=until)
    context = {
        "form": PeriodForm(initial={"since": since, "until": until}),
        "found": found,
        "since": since,
        "until": until,
        "span": f"relapse=1&relapse_since={since.isoformat()}&relapse_until={until.isoformat()}",
        "figures": _figures(found.by_unit),
    }
    return render(request, "cases/relapses.html", context)


@require_POST
@page(JUDGE_RELAPSES)
def rule(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """认定 or 不是回潮."""
    made = rule_on_relapse(
        actor=actor_of(request),
        case_id=case_id,
        ruling=request.POST.get("ruling", ""),
        reason=request.POST.get("reason", ""),
    )
    is_denied = made.ruling == Relapse.Ruling.DENIED
    messages.success(request, _("已认定不是回潮。") if is_denied else _("已认定为回潮。"))
    return redirect("cases:case", case_id)


@require_POST
@page(JUDGE_RELAPSES, FIX_CASES)
def cause(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Why it came back."""
    state_cause(
        actor=actor_of(request),
        case_id=case_id,
        cause=request.POST.get("cause", ""),
        text=request.POST.get("text", ""),
    )
    messages.success(request, _("已保存回潮原因。"))
    return redirect("cases:case", case_id)


def _figures(rows: object) -> dict[str, object]:
    shown = list(rows)[:10]  # type: ignore[call-overload] # a sequence of shares
    return {
        "kind": "bars",
        "categories": [row.name or _("未派遣") for row in shown],
        "category": _("单位"),
        "unit": _("件"),
        "series": [{"name": _("回潮"), "values": [row.count for row in shown], "tone": "red"}],
    }
