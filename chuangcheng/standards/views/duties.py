"""Who answers for what: units of a standard, disputes and rulings, the leader of an item."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.standards.access import ASSIGN, DISPUTE, RULE, item_for
from chuangcheng.standards.forms.duties import ArrangementForm, DisputeForm, DutyForm, LeaderForm, RulingForm
from chuangcheng.standards.services import (
    arrange_standard,
    assign_duty,
    end_duty,
    end_item_leader,
    raise_dispute,
    rule_on_dispute,
    set_item_leader,
    undo_arrangement,
)
from chuangcheng.standards.views.common import attempt, form_page
from chuangcheng.standards.views.standards import standard_page


@require_POST
@page(ASSIGN)
def add_duty(request: HttpRequest, standard_id: int) -> HttpResponse:
    """Gives a unit a part in the standard."""
    form = DutyForm(request.POST, auto_id="duty_%s")
    if form.is_valid():
        unit, facts = form.cleaned_data["unit"], {name: form.cleaned_data[name] for name in ("kind", "starts_on")}
        made = attempt(
            form,
            lambda: assign_duty(actor=actor_of(request), standard_id=standard_id, unit_id=unit.pk, **facts),
        )
        if made is not None:
            messages.success(request, _("责任单位已登记。"))
            return redirect("standards:standard", standard_id=standard_id)
    return standard_page(request, standard_id, duty_form=form)


@require_POST
@page(ASSIGN)
def remove_duty(request: HttpRequest, standard_id: int, duty_id: int) -> HttpResponse:
    """Ends a unit's part, with a reason."""
    reason = request.POST.get("reason", "")
    end_duty(actor=actor_of(request), duty_id=duty_id, ends_on=today(), reason=reason)
    messages.success(request, _("该责任已结束，历史保留。"))
    return redirect("standards:standard", standard_id=standard_id)


@require_POST
@page(ASSIGN)
def arrange(request: HttpRequest, standard_id: int) -> HttpResponse:
    """Says how the standard is to be carried out; offers to undo it."""
    form = ArrangementForm(request.POST, auto_id="arrangement_%s")
    if form.is_valid():
        actor, words = actor_of(request), form.cleaned_data
        made = attempt(form, lambda: arrange_standard(actor=actor, standard_id=standard_id, words=words))
        if made is not None:
            undo = reverse("standards:undo_arrangement", args=[standard_id, made.pk])
            messages.success(request, _("落实安排已保存。"), extra_tags=f"undo:{undo}")
        elif form.is_valid():
            messages.info(request, _("落实安排没有变化。"))
        if form.is_valid():
            return redirect("standards:standard", standard_id=standard_id)
    return standard_page(request, standard_id, arrangement_form=form)


@require_POST
@page(ASSIGN)
def undo_arranging(request: HttpRequest, standard_id: int, change_id: int) -> HttpResponse:
    """Takes back the last change of the arrangement."""
    undo_arrangement(actor=actor_of(request), change_id=change_id)
    messages.success(request, _("已撤销，落实安排恢复为改动之前。"))
    return redirect("standards:standard", standard_id=standard_id)


@require_POST
@page(DISPUTE)
def dispute_duty(request: HttpRequest, standard_id: int) -> HttpResponse:
    """A unit asks for a ruling."""
    form = DisputeForm(request.POST, auto_id="dispute_%s")
    if form.is_valid():
        unit, question = form.cleaned_data["unit"], form.cleaned_data["question"]
        actor = actor_of(request)
        made = attempt(
            form, lambda: raise_dispute(actor=actor, standard_id=standard_id, unit_id=unit.pk, question=question)
        )
        if made is not None:
            messages.success(request, _("争议已提交，等待裁定。"))
            return redirect("standards:standard", standard_id=standard_id)
    return standard_page(request, standard_id, dispute_form=form)


@require_POST
@page(RULE)
def rule_duty(request: HttpRequest, standard_id: int, ruling_id: int) -> HttpResponse:
    """The lead leader rules."""
    form = RulingForm(request.POST, auto_id=f"ruling{ruling_id}_%s")
    if form.is_valid():
        unit, reason = form.cleaned_data["unit"], form.cleaned_data["reason"]
        facts = {"ruling_id": ruling_id, "unit_id": unit.pk, "reason": reason}
        made = attempt(form, lambda: rule_on_dispute(actor=actor_of(request), today=today(), **facts))
        if made is not None:
            messages.success(request, _("已裁定，今后按此派遣。"))
            return redirect("standards:standard", standard_id=standard_id)
    return standard_page(request, standard_id, ruling_form=(ruling_id, form))


@page(ASSIGN)
def item_leader(request: HttpRequest, item_id: int) -> HttpResponse:
    """Names the leader of an item; who led it before stays in the history."""
    actor = actor_of(request)
    item = item_for(actor, item_id, permission=ASSIGN)
    form = LeaderForm(request.POST or None)
    if form.is_valid():
        person, starts_on = form.cleaned_data["person"], form.cleaned_data["starts_on"]
        made = attempt(
            form, lambda: set_item_leader(actor=actor, item_id=item.pk, person_id=person.pk, starts_on=starts_on)
        )
        if made is not None:
            messages.success(request, _("责任领导已登记。"))
            return redirect("standards:framework", framework_id=item.framework_id)
    leaders = list(item.leaders.select_related("person").order_by("-starts_on", "-pk"))
    is_led = any(leader.ends_on is None for leader in leaders)
    back = reverse("standards:framework", args=[item.framework_id])
    details = {"item": item, "leaders": leaders, "is_led": is_led, "cancel_url": back}
    return form_page(request, "standards/item_leader.html", form, **details)


@require_POST
@page(ASSIGN)
def remove_leader(request: HttpRequest, item_id: int) -> HttpResponse:
    """Ends the leadership of an item, with a reason."""
    actor = actor_of(request)
    end_item_leader(actor=actor, item_id=item_id, ends_on=today(), reason=request.POST.get("reason", ""))
    messages.success(request, _("已结束，该项目列入责任缺口。"))
    return redirect("standards:item_leader", item_id=item_id)
