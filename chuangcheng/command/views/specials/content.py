from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.cases.queries import case_numbered
from chuangcheng.command.forms.specials import RoundForm
from chuangcheng.command.services.specials import (
    attach_round,
    choose_case,
    detach_round,
    make_special_round,
    pick_photos,
    unpick_photos,
)
from chuangcheng.command.special_access import ORGANISE, special_for
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, page


@require_POST
@page(ORGANISE)
def make_round(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """A round over the sites of the campaign."""
    form = RoundForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写轮次的名称、类型和起止日期。"))
        return _back(special_id, "rounds")
    try:
        made = make_special_round(actor=actor_of(request), special_id=special_id, **form.cleaned_data)
    except InvalidInput as refusal:
        messages.error(request, str(refusal))
        return _back(special_id, "rounds")
    messages.success(request, _("轮次已建好，接着分派检查员再启动。"))
    return redirect("inspections:round", made.round_id)


@require_POST
@page(ORGANISE)
def attach(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """A round that is there already."""
    round_id = _uuid(request.POST.get("round_id", ""))
    if round_id is None:
        messages.error(request, _("请选择一个轮次。"))
    else:
        attach_round(actor=actor_of(request), special_id=special_id, round_id=round_id)
        messages.success(request, _("轮次已列入，它发现的问题都算这个专项整治的。"))
    return _back(special_id, "rounds")


@require_POST
@page(ORGANISE)
def detach(request: HttpRequest, special_id: UUID, round_id: UUID) -> HttpResponse:
    """The round belongs to it no more."""
    detach_round(actor=actor_of(request), special_id=special_id, round_id=round_id)
    messages.success(request, _("轮次已移出专项整治，轮次本身不变。"))
    return _back(special_id, "rounds")


@require_POST
@page(ORGANISE)
def take_in(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """A case by its number, with a reason."""
    actor = actor_of(request)
    special_for(actor, special_id)
    number = request.POST.get("number", "").strip()[:20].replace("\x00", "")
    case = case_numbered(actor=actor, number=number)
    if case is None:
        messages.error(request, _("没有找到编号为%(number)s的问题，请核对。") % {"number": number})
        return _back(special_id, "cases")
    return _chosen(request, special_id, case.pk, is_in=True)


@require_POST
@page(ORGANISE)
def take_out(request: HttpRequest, special_id: UUID, case_id: UUID) -> HttpResponse:
    """A case out, with a reason."""
    return _chosen(request, special_id, case_id, is_in=False)


@require_POST
@page(ORGANISE)
def pick(request: HttpRequest, special_id: UUID, case_id: UUID) -> HttpResponse:
    """Photos for the closing report, or not."""
    service = pick_photos if request.POST.get("take") == "1" else unpick_photos
    try:
        service(actor=actor_of(request), special_id=special_id, case_id=case_id)
    except InvalidInput as refusal:
        messages.error(request, str(refusal))
    return _back(special_id, "gallery")


def _chosen(request: HttpRequest, special_id: UUID, case_id: UUID, **choice: Any) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        choose_case(actor=actor_of(request), special_id=special_id, case_id=case_id, reason=reason, **choice)
    except InvalidInput as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已纳入专项整治。") if choice["is_in"] else _("已移出专项整治。"))
    return _back(special_id, "cases")


def _back(special_id: UUID, view: str) -> HttpResponse:
    return redirect(f"{reverse('command:special', args=[special_id])}?view={view}")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
