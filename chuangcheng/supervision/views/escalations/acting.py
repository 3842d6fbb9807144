from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.core.dated_settings import history_of
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.lines import LinesRefused
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.supervision.escalation_access import CHANGE_LADDER, HANDLE_ESCALATIONS, step_for
from chuangcheng.supervision.escalation_policies import LADDER
from chuangcheng.supervision.escalation_wording import after_words, step_word
from chuangcheng.supervision.forms.escalations import DeedForm, FromDayForm, RungForms
from chuangcheng.supervision.ladder_rows import read_ladder
from chuangcheng.supervision.services.escalations import change_ladder, do_about, undo_step


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
    rows = LADDER.on(today())
    forms = RungForms(request.POST or None, initial=rows, prefix="rung")
    when = FromDayForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if forms.is_valid() and when.is_valid() and _saved(request, forms, when):
            messages.success(request, _("已保存，从所填日期起生效；已经升级的不变。"))
            return redirect("supervision:ladder")
        status = 422
    context = {
        "forms": forms,
        "form": when,
        "cancel_url": reverse("supervision:coming"),
        "history": [(row, told(row.value)) for row in history_of(LADDER.key)[:20]],
        "source": LADDER.source,
    }
    return render(request, "supervision/escalations/ladder.html", context, status=status)


def told(rows: Any) -> str:
    """A ladder on one line."""
    return "；".join(f"{after_words(rung)} → {step_word(rung.step)}" for rung in read_ladder(rows).rungs)


def _saved(request: HttpRequest, forms: Any, when: FromDayForm) -> bool:
    """True when it was saved; faults stand at their rows."""
    filled = [form for form in forms if form.cleaned_data.get("after")]
    rows = [form.row() for form in filled]
    try:
        change_ladder(actor=actor_of(request), rows=rows, **when.cleaned_data)
    except LinesRefused as refused:
        for number, words in refused.problems.items():
            filled[number - 1].add_error(None, words)
    except Refusal as refusal:
        when.add_error(None, str(refusal))
    else:
        return True
    return False
