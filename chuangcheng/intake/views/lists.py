from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.times import now, today
from chuangcheng.core.web import XLSX, actor_of, page
from chuangcheng.intake.access import EXPORT, RECEIVE, VIEW
from chuangcheng.intake.forms.filters import ReportFilterForm
from chuangcheng.intake.panels import shown_report
from chuangcheng.intake.papers import export_reports
from chuangcheng.intake.queries import every_source, reports_shown


@require_safe
@page(VIEW)
def report_list(request: HttpRequest) -> HttpResponse:
    """The reports, newest first, a page at a time; the whole filter stands in the address."""
    actor, at, calendar = actor_of(request), now(), office_calendar()
    form = ReportFilterForm(request.GET, sources=every_source())
    rows = reports_shown(actor=actor, chosen=form.chosen(), now=at)
    shown = keyset_page(rows, parameters=request.GET)
    context = {
        "form": form,
        "page": shown,
        "rows": [shown_report(report, at, calendar) for report in shown.rows],
        "is_filtered": form.has_chosen(),
        "may_receive": actor.may(RECEIVE),
        "export_query": request.GET.urlencode() if actor.may(EXPORT) else None,
    }
    return render(request, "intake/list.html", context)


@require_safe
@page(EXPORT)
def export(request: HttpRequest) -> FileResponse:
    """The filtered list as an Excel table; who reported is masked."""
    actor = actor_of(request)
    form = ReportFilterForm(request.GET, sources=every_source())
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - the response closes it
    export_reports(actor=actor, chosen=form.chosen(), target=file)
    file.seek(0)
    name = f"{_('来件清单')}-{today()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
