from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, page
from chuangcheng.supervision.escalation_access import CHANGE_LADDER, HANDLE_ESCALATIONS, step_for
from chuangcheng.supervision.escalation_policies import LADDER
from chuangcheng.supervision.escalation_wording import after_words, step_word
from chuangcheng.supervision.forms.escalations import DeedForm, RungForms
from chuangcheng.supervision.ladder_rows import read_ladder
from chuangcheng.supervision.services.escalations import change_ladder, do_about, undo_step
from chuangcheng.supervision.services.escalations import undo_deed as take_back
from chuangcheng.supervision.views.tables import TablePage


@require_POST
@page()
def deed(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """What is done about a step."""
    step_for(actor_of(request), step_id)
    form = DeedForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("请写明内容后再提交。"))
    do_about(actor=actor_of(request), step_id=step_id, given=form.given())
    messages.success(request, _("已记录，责任单位会收到消息。"))
    return redirect("supervision:escalation", step_id)


@require_POST
@page()
def undo_deed(request: HttpRequest, step_id: UUID, deed_id: UUID) -> HttpResponse:
    """Says that a deed does not hold, with a reason."""
    take_back(actor=actor_of(request), step_id=step_id, deed_id=deed_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤销，原记录保留。"))
    return redirect("supervision:escalation", step_id)


@require_POST
@page(HANDLE_ESCALATIONS)
def undo(request: HttpRequest, step_id: UUID) -> HttpResponse:
    """Takes a step back, with a reason."""
    undo_step(actor=actor_of(request), step_id=step_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("已撤销，记录保留；同一档不会再次升级。"))
    return redirect("supervision:escalation", step_id)


@require_http_methods(["GET", "HEAD", "POST"])
@page(CHANGE_LADDER)
def ladder(request: HttpRequest) -> HttpResponse:
    """The ladder as a table: each row a condition, a step and who takes it."""
    return LADDER_PAGE.answer(request)


def told(rows: Any) -> str:
    """A ladder on one line."""
    return "；".join(f"{after_words(rung)} → {step_word(rung.step)}" for rung in read_ladder(rows).rungs)


LADDER_PAGE = TablePage(
    setting=LADDER,
    forms=RungForms,
    prefix="rung",
    needed="after",
    change=change_ladder,
    told=told,
    saved=gettext_lazy("已保存，从所填日期起生效；已经升级的不变。"),
    here="supervision:ladder",
    back="supervision:coming",
    template="supervision/escalations/ladder.html",
)
