from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.command.circular_access import KEEP, READ, SIGN, circular_for, own_addressed
from chuangcheng.command.forms.circulars import PassOnForm, QuestionForm, SignForm
from chuangcheng.command.services.circulars import (
    ask_about_circular,
    pass_on_circular,
    read_circular,
    remind_circular,
    sign_circular,
    units_below,
)
from chuangcheng.command.views.circulars.lists import circular_context
from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.web import actor_of, page


@require_POST
@page(READ)
def read(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """The page that is open tells that it was read; without scripts a press does."""
    read_circular(actor=actor_of(request), circular_id=circular_id)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    messages.success(request, _("已记下您读过这份文件。"))
    return redirect("command:circular", circular_id)


@require_POST
@page(SIGN)
def sign(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """签收."""
    actor = actor_of(request)
    found = circular_for(actor, circular_id)
    form = SignForm(request.POST, units=list(own_addressed(actor, found)), wants_answer=found.wants_answer)
    if form.is_valid():
        try:
            sign_circular(actor=actor, circular_id=circular_id, **form.cleaned_data)
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已签收。"))
            return redirect("command:circular", circular_id)
    return render(request, "command/circular.html", circular_context(actor, found, sign_form=form), status=422)


@require_POST
@page(SIGN)
def ask(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """A question back."""
    actor = actor_of(request)
    found = circular_for(actor, circular_id)
    form = QuestionForm(request.POST, units=list(own_addressed(actor, found)))
    if form.is_valid():
        try:
            ask_about_circular(actor=actor, circular_id=circular_id, **form.cleaned_data)
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("问题已提交，答复后您会收到消息。"))
            return redirect(f"{reverse('command:circular', args=[circular_id])}#questions")
    return render(request, "command/circular.html", circular_context(actor, found, question_form=form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@page(SIGN)
def pass_on(request: HttpRequest, circular_id: UUID, unit_id: int) -> HttpResponse:
    """转发 to units below."""
    actor = actor_of(request)
    found = circular_for(actor, circular_id)
    own = own_addressed(actor, found).filter(unit=unit_id).first()
    if own is None:
        raise NotFound(_("这份文件没有发给您的单位，请从文件列表进入。"))
    there = set(found.units.values_list("unit", flat=True))
    below = [unit for unit in units_below(own.unit) if unit.pk not in there]
    form = PassOnForm(request.POST or None, below=below, initial={"sign_by": own.sign_by})
    if request.method == "POST" and form.is_valid():
        try:
            given = form.given()
            count = pass_on_circular(actor=actor, circular_id=circular_id, unit_id=unit_id, given=given)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("已转发给%(count)s个单位。", "已转发给%(count)s个单位。", count) % {"count": count}
            messages.success(request, said)
            return redirect("command:circular", circular_id)
    back = reverse("command:circular", args=[circular_id])
    context = {"form": form, "circular": found, "own": own, "below": below, "cancel_url": back}
    return render(request, "command/circular_pass_on.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@page(KEEP, SIGN)
def remind(request: HttpRequest, circular_id: UUID) -> HttpResponse:
    """Who has not signed hears of it."""
    count = remind_circular(actor=actor_of(request), circular_id=circular_id)
    said = ngettext("已提醒%(count)s个未签收单位。", "已提醒%(count)s个未签收单位。", count) % {"count": count}
    messages.success(request, said)
    return redirect(f"{reverse('command:circular', args=[circular_id])}#receipts")
