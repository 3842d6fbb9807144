from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.command.circular_access import KEEP, circular_for
from chuangcheng.command.forms.circulars import CircularForm, PassForm, circular_initial
from chuangcheng.command.models import Circular
from chuangcheng.command.services.circulars import (
    answer_question,
    change_circular,
    issue_circular,
    register_circular,
    withdraw_circular,
)
from chuangcheng.command.services.library_files import LIBRARY_FILES, MOST_FILES, Named
from chuangcheng.command.views.meetings.holding import chosen_units
from chuangcheng.core.errors import Refusal
from chuangcheng.core.files import documents_from_request
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import unit_options

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@page(KEEP)
def new_circular(request: HttpRequest) -> HttpResponse:
    """A circular for the register."""
    actor = actor_of(request)
    initial = {"direction": request.GET.get("direction", ""), "sender": _own_name(request)}
    form = CircularForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            given = form.given(_files(request))
            made = register_circular(actor=actor, circular_id=form.cleaned_data["circular_id"], given=given)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("文件已登记，编号%(number)s。接着选择发给哪些单位。") % {"number": made.number})
            return redirect("command:circular", made.pk)
    return _form(request, form, _("登记文件"), reverse("command:circulars"), _("文件与制度"))


@require_http_methods(FORM)
@page(KEEP)
def edit_circular(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """Puts right what was entered, before a unit has it."""
    actor = actor_of(request)
    found = circular_for(actor, circular_id)
    form = CircularForm(request.POST or None, initial=circular_initial(found), circular=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_circular(actor=actor, circular_id=circular_id, given=form.given(_files(request)))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("文件已修改。"))
            return redirect("command:circular", circular_id)
    return _form(request, form, _("修改文件"), reverse("command:circular", args=[circular_id]), found.title)


@require_http_methods(FORM)
@page(KEEP)
def issue(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """下发 to units."""
    actor = actor_of(request)
    found = circular_for(actor, circular_id)
    sign_by = found.sign_by if found.sign_by and found.sign_by >= today() else None
    form = PassForm(request.POST or None, initial={"sign_by": sign_by, "wants_answer": found.wants_answer})
    if request.method == "POST" and form.is_valid():
        try:
            count = issue_circular(actor=actor, circular_id=circular_id, given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("已发给%(count)s个单位。", "已发给%(count)s个单位。", count) % {"count": count}
            messages.success(request, said)
            return redirect("command:circular", circular_id)
    picks = [(form[name], chosen_units(*(form[name].value() or []))) for name in ("unit_ids", "branch_ids")]
    context = {
        "form": form,
        "circular": found,
        "picks": picks,
        "units_url": reverse("command:circular_units"),
        "cancel_url": reverse("command:circular", args=[circular_id]),
    }
    return render(request, "command/circular_issue.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@page(KEEP)
def withdraw(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """It does not count any more."""
    typed = request.POST
    withdraw_circular(
        actor=actor_of(request),
        circular_id=circular_id,
        reason=typed.get("reason", ""),
        replacement=typed.get("replacement", ""),
    )
    messages.success(request, _("文件已停止执行，收到过的单位会收到消息。"))
    return redirect("command:circular", circular_id)


@require_POST
@page(KEEP)
def answer(request: HttpRequest, circular_id: UUID, question_id: UUID) -> HttpResponse:
    """The office answers a question."""
    answer_question(actor=actor_of(request), question_id=question_id, text=request.POST.get("reason", ""))
    messages.success(request, _("已答复，提问的人会收到消息。"))
    return redirect(f"{reverse('command:circular', args=[circular_id])}#questions")


@require_safe
@page(KEEP)
def unit_suggestions(request: HttpRequest) -> HttpResponse:
    """Units to choose, while typing."""
    units = unit_options(words=request.GET.get("words", "")[:60])
    options = [(unit.pk, unit.name, unit.get_kind_display()) for unit in units]
    return render(request, "components/pick_options.html", {"options": options})


def _files(request: HttpRequest) -> list[Named]:
    return documents_from_request(request, "files", at_most=MOST_FILES, limits=LIBRARY_FILES)


def _own_name(request: HttpRequest) -> str:
    is_own = request.GET.get("direction") == Circular.Direction.ISSUED
    return actor_of(request).unit_name if is_own else ""


def _form(request: HttpRequest, form: CircularForm, title: str, back: str, back_label: str) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title, "cancel_url": back, "back_label": back_label}
    status = 422 if request.method == "POST" else 200
    return render(request, "command/circular_form.html", context, status=status)
