from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.models import Job
from chuangcheng.core.phones import normalise_phone
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.intake.access import EXPORT, RECEIVE, VIEW
from chuangcheng.intake.caller_handles import handle_of
from chuangcheng.intake.exporting import export_reports, report_table_answer
from chuangcheng.intake.forms.bulk import acts_for
from chuangcheng.intake.forms.filters import ReportFilterForm
from chuangcheng.intake.panels import shown_report
from chuangcheng.intake.queries import every_source, reports_shown


@require_safe
@page(VIEW)
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports, newest first, a page at a time; the whole filter stands in the address."""
    actor, at, calendar = actor_of(request), now(), office_calendar()
    if _is_phone(request.GET.get("q", "")):
        messages.warning(request, _("电话不写进网址，请在“按电话查”里查找。"))
        query = request.GET.copy()
        query.pop("q")
        return redirect(f"{reverse('intake:list')}?{query.urlencode()}")
    form = ReportFilterForm(request.GET, sources=every_source(), actor=actor)
    rows = reports_shown(actor=actor, chosen=form.chosen(), now=at)
    shown = keyset_page(rows, parameters=request.GET)
    context = {
        "form": form,
        "page": shown,
        "rows": [shown_report(report, at, calendar) for report in shown.rows],
        "is_filtered": form.has_chosen(),
        "may_receive": actor.may(RECEIVE),
        "acts": acts_for(actor),
        "export_query": request.GET.urlencode() if actor.may(EXPORT) else None,
    }
    return render(request, "intake/list.html", context)


@require_safe
@page(EXPORT)
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered list as an Excel table, a long one by a job whose progress is shown; who reported is masked."""
    actor = actor_of(request)
    form = ReportFilterForm(request.GET, sources=every_source(), actor=actor)
    made = export_reports(actor=actor, chosen=form.chosen())
    return redirect("core:job", made.pk) if isinstance(made, Job) else report_table_answer(made)


@require_POST
@page(VIEW)
def find_caller(request: HttpRequest) -> HttpResponse:
    """The reports of who has this number: the number comes in the body, a signed handle goes into the address."""
    phone = request.POST.get("phone", "")
    try:
        handle = handle_of(actor_of(request), phone)
    except InvalidInput:
        messages.warning(request, _("请输入完整的电话号码。"))
        return redirect("intake:list")
    return redirect(f"{reverse('intake:list')}?{urlencode({'caller': handle})}")


def _is_phone(words: str) -> bool:
    try:
        return bool(normalise_phone(words))
    except InvalidInput:
        return False
