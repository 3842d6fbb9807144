from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chuangcheng.command.access import MANAGE, VIEW, creation_for, visible_assessor_visits, visible_mocks
from chuangcheng.command.forms.creations import ClosingForm, CreationForm, ReopeningForm, StepForm
from chuangcheng.command.models import Creation
from chuangcheng.command.queries import closed_creation_rows, creation_rows, stage_line, with_countdowns
from chuangcheng.command.queries.looks import edition_in_force
from chuangcheng.command.queries.mocks import mock_rows
from chuangcheng.command.services import change_creation, close_creation, create_creation, record_step, reopen_creation
from chuangcheng.command.wording import in_words
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page

MOST_MOCKS = 50  # on the page


@require_safe
@page(VIEW)
def creations(request: HttpRequest) -> HttpResponse:
    """The campaigns that go on with the stage and the next visit of each; `?view=closed`: how the others ended."""
    actor, is_closed = actor_of(request), request.GET.get("view") == "closed"
    rows, closed = creation_rows(actor=actor, today=today()), closed_creation_rows(actor=actor)
    shown = [(row, in_words(row.next_visit.countdown) if row.next_visit else None) for row in rows]
    address = reverse("command:creations")
    tabs = [
        {"label": _("进行中"), "url": address, "active": not is_closed, "count": len(rows)},
        {"label": _("已结束"), "url": f"{address}?view=closed", "active": is_closed, "count": len(closed)},
    ]
    context = {"rows": shown, "closed": closed, "is_closed": is_closed, "views": tabs if closed or is_closed else []}
    return render(request, "command/creations.html", context)


@require_safe
@page(VIEW)
def creation(request: HttpRequest, creation_id: UUID) -> HttpResponse:
    """One campaign: its stages, its visits, what was rehearsed; the office enters the next stage here."""
    return _creation_page(request, creation_for(actor_of(request), creation_id), None)


@require_POST
@page(MANAGE)
def step(request: HttpRequest, creation_id: UUID) -> HttpResponse:
    """The campaign enters a stage."""
    found = creation_for(actor_of(request), creation_id)
    form = StepForm(request.POST, found=found)
    if form.is_valid() and _is_recorded(request, found, form):
        return redirect("command:creation", creation_id=found.pk)
    return _creation_page(request, found, form)


@require_POST
@page(MANAGE)
def close(request: HttpRequest, creation_id: UUID) -> HttpResponse:
    """The campaign ends with a result."""
    form = ClosingForm(request.POST)
    return _turn(request, creation_id, form, close_creation, _("已结束，不再倒计时；记录都会留存，也可以重新启动。"))


@require_POST
@page(MANAGE)
def reopen(request: HttpRequest, creation_id: UUID) -> HttpResponse:
    """The campaign goes on."""
    form = ReopeningForm(request.POST)
    return _turn(request, creation_id, form, reopen_creation, _("已重新启动，迎检重新倒计时。"))


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE)
def new_creation(request: HttpRequest) -> HttpResponse:
    """A campaign to be begun."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@page(MANAGE)
def edit_creation(request: HttpRequest, creation_id: UUID) -> HttpResponse:
    """A campaign changed."""
    return _form(request, creation_for(actor_of(request), creation_id))


def _creation_page(request: HttpRequest, found: Creation, form: forms.Form | None) -> HttpResponse:
    """The page with the form as it was sent, or with an empty one for the next stage."""
    actor = actor_of(request)
    steps = list(found.steps.select_related("recorded_by"))
    endings = list(found.endings.select_related("recorded_by"))
    line = stage_line(found, steps)
    turn_form = _turn_form(found)  # of two that were open, the other one may have been sent
    coming = next((stage.name for stage in line if stage.position == "ahead"), "")
    rows = with_countdowns(visible_assessor_visits(actor).filter(creation=found), today=today())
    context = {
        "found": found,
        "line": line,
        "steps": steps[::-1],
        "edition": edition_in_force(actor=actor, creation=found),
        "visits": [(row, in_words(row.countdown)) for row in rows],
        "mocks": mock_rows(visible_mocks(actor).filter(visit__creation=found)[:MOST_MOCKS]),
        "form": form if isinstance(form, StepForm) else StepForm(found=found, coming=coming),
        "endings": endings[::-1],
        "ending": endings[-1] if found.is_closed else None,
        "turn_form": form if isinstance(form, type(turn_form)) else turn_form,
        "may_manage": actor.may(MANAGE),
    }
    return render(request, "command/creation.html", context, status=200 if form is None else 422)


def _turn_form(found: Creation) -> ClosingForm | ReopeningForm:
    return ReopeningForm() if found.is_closed else ClosingForm()


def _turn(
    request: HttpRequest,
    creation_id: UUID,
    form: ClosingForm | ReopeningForm,
    service: Callable[..., Any],
    done: str,
) -> HttpResponse:
    """Ends the campaign or has it go on; a refusal stands in the form."""
    found = creation_for(actor_of(request), creation_id)
    if form.is_valid():
        try:
            service(actor=actor_of(request), creation_id=found.pk, **form.cleaned_data)
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("command:creation", creation_id=found.pk)
    return _creation_page(request, found, form)


def _form(request: HttpRequest, found: Creation | None) -> HttpResponse:
    actor = actor_of(request)
    form = CreationForm(request.POST or None, actor=actor, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            if found is None:
                key = form.cleaned_data["creation_id"]
                made = create_creation(actor=actor, creation_id=key, given=form.given())
            else:
                made = change_creation(actor=actor, creation_id=found.pk, given=form.given())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("争创项目已保存。"))
            return redirect("command:creation", creation_id=made.pk)
    cancel = reverse("command:creation", args=[found.pk]) if found else reverse("command:creations")
    context = {"form": form, "found": found, "cancel_url": cancel}
    return render(request, "command/creation_form.html", context, status=422 if request.method == "POST" else 200)


def _is_recorded(request: HttpRequest, found: Creation, form: StepForm) -> bool:
    """Whether the stage was entered; if not, the reason stands in the form."""
    try:
        record_step(actor=actor_of(request), creation_id=found.pk, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("阶段已登记。"))
    return True
