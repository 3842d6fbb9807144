from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.cases.access import visible_cases
from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.ids import uuids_of
from chuangcheng.core.times import now
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import every_unit, open_unit_ids, unit_names
from chuangcheng.supervision.escalation_access import VIEW_ESCALATIONS
from chuangcheng.supervision.forms.orders import MoveForm, OrderForm
from chuangcheng.supervision.order_access import ISSUE_ORDERS
from chuangcheng.supervision.services.orders import MoveGiven, draft_order, move_order
from chuangcheng.supervision.services.orders.drafting import MOST_CASES
from chuangcheng.supervision.services.orders.together import grounds_of, title_of
from chuangcheng.tasks.access import visible_tasks

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case
    from chuangcheng.tasks.models import Task


REQUIREMENT = gettext_noop("请立即整改，在系统中反馈整改情况和整改后照片，并书面说明原因和防止再发生的措施。")
DONE = {
    "issue": gettext_noop("已签发，单位负责人和联络员会收到消息。"),
    "drop": gettext_noop("已不予签发。"),
    "sign": gettext_noop("已签收，请在期限内反馈。"),
    "answer": gettext_noop("已反馈，等待督查室办结。"),
    "return": gettext_noop("已退回，单位须重新反馈。"),
    "close": gettext_noop("已办结。"),
    "withdraw": gettext_noop("已撤销。"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@page(ISSUE_ORDERS)
def new_order(request: HttpRequest) -> HttpResponse:
    """A draft about the cases, the task or the unit that the address names."""
    actor = actor_of(request)
    cases, task, unit_id = _about(request, actor)
    form = OrderForm(request.POST or None, initial=_initial(cases, task, unit_id), units=_units(cases, task, unit_id))
    if request.method == "POST" and form.is_valid():
        given = form.given(case_ids=[case.pk for case in cases], task_id=task.pk if task is not None else None)
        try:
            made = draft_order(actor=actor, order_id=form.cleaned_data["order_id"], given=given)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已拟稿，请核对后签发。"))
            return redirect("supervision:order", made.pk)
    context = {"form": form, "cases": cases, "task": task, "cancel_url": reverse("supervision:orders")}
    status = 422 if request.method == "POST" else 200
    return render(request, "supervision/orders/form.html", context, status=status)


@require_POST
@page(VIEW_ESCALATIONS)
def move(request: HttpRequest, order_id: UUID, move: str) -> HttpResponse:
    """A move of an order."""
    form = MoveForm(request.POST)
    if not form.is_valid() or move not in DONE:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    files = documents_from_request(request, "files")
    given = MoveGiven(form.cleaned_data["event_id"], move, form.cleaned_data["reason"], files)
    move_order(actor=actor_of(request), order_id=order_id, given=given)
    messages.success(request, _(DONE[move]))
    return redirect("supervision:order", order_id)


def _about(request: HttpRequest, actor: Actor) -> tuple[list[Case], Task | None, int | None]:
    """What the address names, as far as the actor sees it."""
    wanted = uuids_of(request.GET.getlist("case"))[:MOST_CASES]
    rows = (
        visible_cases(actor).filter(pk__in=wanted, lead_unit__isnull=False, is_held=False)
        if wanted
        else visible_cases(actor).none()
    )
    cases = list(rows.select_related("site", "lead_unit").defer("lead_unit__boundary").order_by("due_at", "pk"))
    task_ids = uuids_of([request.GET.get("task", "")])
    task = visible_tasks(actor).filter(pk=task_ids[0]).select_related("unit").first() if task_ids else None
    unit = request.GET.get("unit", "")
    return cases, task, int(unit) if unit.isdecimal() and len(unit) < 10 else None  # noqa: PLR2004 digits of a key


def _initial(cases: list[Case], task: Task | None, unit_id: int | None) -> dict[str, Any]:
    filled: dict[str, Any] = {"requirement": _(REQUIREMENT), "unit": unit_id}
    if cases:
        filled["unit"] = cases[0].lead_unit_id
        filled["title"] = title_of(cases)
        filled["grounds"] = grounds_of(cases, moment=now())
    elif task is not None:
        filled["unit"] = task.unit_id
        filled["title"] = task.title[:200]
        filled["grounds"] = _("任务%(number)s") % {"number": task.number}
    return filled


def _units(cases: list[Case], task: Task | None, unit_id: int | None) -> list[tuple[str, str]]:
    """The units to choose from: those of the cases, of the task, or the one named; else all that are open."""
    ids = {case.lead_unit_id for case in cases if case.lead_unit_id} or ({task.unit_id} if task is not None else set())
    if not ids and unit_id is not None:
        ids = open_unit_ids([unit_id])
    if ids:
        return [(str(pk), name) for pk, name in unit_names(ids).items()]
    return [("", "—"), *((str(unit.pk), unit.name) for unit in every_unit() if unit.closed_on is None)]
