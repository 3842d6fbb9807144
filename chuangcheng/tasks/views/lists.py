from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.times import today
from chuangcheng.core.web import XLSX, actor_of, page
from chuangcheng.orgs.queries import unit_names
from chuangcheng.tasks.access import EXPORT, VIEW
from chuangcheng.tasks.forms.filters import TaskFilterForm
from chuangcheng.tasks.papers import export_tasks
from chuangcheng.tasks.queries import tasks_shown
from chuangcheng.tasks.services import may_make
from chuangcheng.tasks.views.sheets import mode_tabs
from chuangcheng.tasks.wording import shown_tasks


@require_safe
@page(VIEW)
def tasks(request: HttpRequest) -> HttpResponse:
    """The ledger, newest first, a page at a time; the whole filter stands in the address."""
    actor, form = actor_of(request), TaskFilterForm(request.GET)
    chosen = form.chosen()
    shown = keyset_page(tasks_shown(actor=actor, chosen=chosen, today=today()), parameters=request.GET)
    context = {
        "form": form,
        "views": mode_tabs(request, actor, is_sheet=False),
        "page": shown,
        "rows": shown_tasks(shown.rows, today()),
        "is_filtered": form.has_chosen(),
        "unit_name": unit_names([chosen.unit_id]).get(chosen.unit_id, "") if chosen.unit_id else "",
        "may_make": may_make(actor),
        "export_query": request.GET.urlencode() if actor.may(EXPORT) else None,
    }
    return render(request, "tasks/list.html", context)


@require_safe
@page(EXPORT)
def export(request: HttpRequest) -> FileResponse:
    """The filtered ledger as an Excel table."""
    file = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115 - the response closes it
    chosen = TaskFilterForm(request.GET).chosen()
    export_tasks(actor=actor_of(request), chosen=chosen, today=today(), target=file)
    file.seek(0)
    name = f"{_('任务台账')}-{today()}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
