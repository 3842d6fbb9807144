from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.documents.media_types import XLSX
from chuangcheng.core.errors import InvalidInput, Refusal, sentence_for_page
from chuangcheng.core.ids import new_id
from chuangcheng.core.keyset import keyset_page
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import unit_names
from chuangcheng.tasks.access import EXPORT, MANAGE, SPLIT, VIEW, may_change
from chuangcheng.tasks.forms.filters import TaskFilterForm
from chuangcheng.tasks.forms.tagging import TagForm, VisitForm
from chuangcheng.tasks.models import Task
from chuangcheng.tasks.papers import export_tasks
from chuangcheng.tasks.queries import counted_elsewhere, tasks_listed
from chuangcheng.tasks.services import leave_visit, may_make, serve_visit, tag_tasks, visits_offered
from chuangcheng.tasks.views.sheets import mode_tabs
from chuangcheng.tasks.wording import ShownTask, shown_tasks


@require_safe
@page(VIEW)
def tasks(request: HttpRequest) -> HttpResponse:
    """The ledger, newest first, a page at a time; the whole filter stands in the address."""
    actor = actor_of(request)
    visits = visits_offered(actor)
    form = TaskFilterForm(request.GET, visits=visits)
    chosen = form.chosen()
    shown = keyset_page(tasks_listed(actor=actor, chosen=chosen, today=today()), parameters=request.GET)
    context = {
        "form": form,
        "views": mode_tabs(request, actor, is_sheet=False),
        "page": shown,
        "rows": _rows(actor, shown.rows),
        "may_tag": _may_tag(actor),
        "tag_names": form.tag_names(),
        "visits": visits,
        "batch_id": new_id(),
        "query": request.GET.urlencode(),
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


@require_POST
@page(MANAGE, SPLIT)
def tag(request: HttpRequest) -> HttpResponse:
    """The chosen tasks serve another programme too, or serve it no more."""
    back, form = _back(request), TagForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请先勾选任务，再选择兼顾工作。"))
        return back
    values = form.cleaned_data
    is_off, names = values["act"] == "take_off", [values["tag"]]
    try:
        changed = tag_tasks(
            actor=actor_of(request),
            batch_id=values["batch_id"],
            task_ids=form.task_ids(request.POST),
            put_on=() if is_off else names,
            taken_off=names if is_off else (),
        )
    except InvalidInput as refusal:
        messages.error(request, str(refusal))
        return back
    count = len(changed)
    if is_off:
        words = ngettext("已从%(count)s项任务去掉“%(tag)s”。", "已从%(count)s项任务去掉“%(tag)s”。", count)
    else:
        words = ngettext("已给%(count)s项任务标注“%(tag)s”。", "已给%(count)s项任务标注“%(tag)s”。", count)
    messages.success(request, words % {"count": count, "tag": values["tag"]})
    return back


@require_POST
@page(MANAGE, SPLIT)
def serve(request: HttpRequest) -> HttpResponse:
    """The chosen tasks serve a visit, or serve it no more."""
    actor, back, form = actor_of(request), _back(request), VisitForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请先勾选任务，再选择迎检。"))
        return back
    values = form.cleaned_data
    act = serve_visit if values["act"] == "serve" else leave_visit
    try:
        changed = act(
            actor=actor, batch_id=values["batch_id"], task_ids=form.task_ids(request.POST), key=values["goal"]
        )
    except Refusal as refusal:
        messages.error(request, sentence_for_page(refusal))
        return back
    count = len(changed)
    if act is serve_visit:
        words = ngettext("已把%(count)s项任务列入这次迎检。", "已把%(count)s项任务列入这次迎检。", count)
    else:
        words = ngettext("已把%(count)s项任务移出这次迎检。", "已把%(count)s项任务移出这次迎检。", count)
    messages.success(request, words % {"count": count})
    return back


def _back(request: HttpRequest) -> HttpResponse:
    """To the list with the filter that it had."""
    query = request.POST.get("query", "")
    return redirect(reverse("tasks:list") + (f"?{query}" if query else ""))


def _may_tag(actor: Actor) -> bool:
    return actor.may(MANAGE) or actor.may(SPLIT)


def _rows(actor: Actor, tasks: Sequence[Task]) -> list[ShownTask]:
    rows = shown_tasks(tasks, today(), counted_elsewhere(tasks))
    if not _may_tag(actor):
        return rows
    return [replace(row, may_change=row.task.is_open and may_change(actor, row.task)) for row in rows]
