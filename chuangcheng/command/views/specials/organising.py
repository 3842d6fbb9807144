from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.cases.queries import class_names
from chuangcheng.command.forms.specials import SpecialForm, SummaryForm, initial_of
from chuangcheng.command.services.specials import (
    cancel_special,
    change_special,
    end_special,
    extend_special,
    plan_special,
    resume_special,
    start_special,
    wind_up_special,
    write_summary,
)
from chuangcheng.command.special_access import ORGANISE, special_for
from chuangcheng.command.special_templates import class_ids, site_type_ids, special_templates
from chuangcheng.command.special_workflow import ALIVE, moves_from
from chuangcheng.core.errors import InvalidInput, Refusal
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.queries import person_names, unit_names
from chuangcheng.standards.queries import standard_labels

FORM = ["GET", "HEAD", "POST"]
PICKS = (  # field, where its suggestions come from, whether several, names of what is chosen
    ("leader_id", "command:suggest_leaders", False, person_names),
    ("lead_unit_id", "command:suggest_special_units", False, unit_names),
    ("unit_ids", "command:suggest_special_units", True, unit_names),
    ("standard_ids", "command:suggest_standards", True, standard_labels),
    ("class_ids", "command:suggest_classes", True, class_names),
    ("area_ids", "command:suggest_special_units", True, unit_names),
)


@require_http_methods(FORM)
@page(ORGANISE)
def new_special(request: HttpRequest) -> HttpResponse:
    """A campaign from a template, or from nothing."""
    form = SpecialForm(request.POST or None, initial=_from_template(request.GET.get("template", "")))
    if request.method == "POST" and form.is_valid():
        try:
            key = form.cleaned_data["special_id"]
            made = plan_special(actor=actor_of(request), special_id=key, given=form.given())
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("专项整治已建好，核对无误后启动。"))
            return redirect("command:special", made.pk)
    more = {"templates": special_templates().values(), "template": request.GET.get("template", "")}
    return _form(request, form, _("新建专项整治"), reverse("command:specials"), _("专项整治"), **more)


@require_http_methods(FORM)
@page(ORGANISE)
def edit_special(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """Another scope, leader or units; of a running campaign with a reason."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    if request.method != "POST" and "change" not in moves_from(found.state):
        return redirect("command:special", special_id)
    form = SpecialForm(request.POST or None, initial=initial_of(found), is_alive=found.state in ALIVE)
    if request.method == "POST" and form.is_valid():
        why = {name: form.cleaned_data.get(name, "") for name in ("reason", "despite")}
        try:
            change_special(actor=actor, special_id=special_id, given=form.given(), **why)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("专项整治已修改。"))
            return redirect("command:special", special_id)
    return _form(request, form, _("修改专项整治"), reverse("command:special", args=[special_id]), found.name)


@require_POST
@page(ORGANISE)
def start(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """The units are asked to report from now on."""
    despite = request.POST.get("reason", "")
    return _moved(request, special_id, start_special, _("专项整治已启动，各单位已收到通知。"), despite=despite)


@require_POST
@page(ORGANISE)
def extend(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """A later last day."""
    try:
        day = parse_date(request.POST.get("ends_on", ""))
    except ValueError:
        day = None
    if day is None:
        messages.error(request, _("请填写新的结束日期。"))
        return redirect("command:special", special_id)
    facts = {"ends_on": day, "reason": request.POST.get("reason", "")}
    return _moved(request, special_id, extend_special, _("已延期，各单位已收到通知。"), **facts)


@require_POST
@page(ORGANISE)
def wind_up(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """收尾."""
    return _moved(request, special_id, wind_up_special, _("已转入收尾，接着写总结。"))


@require_POST
@page(ORGANISE)
def resume(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """Back to work."""
    reason = request.POST.get("reason", "")
    return _moved(request, special_id, resume_special, _("已退回进行中。"), reason=reason)


@require_POST
@page(ORGANISE)
def end(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """It has ended."""
    return _moved(request, special_id, end_special, _("专项整治已结束，各单位不用再报送。"))


@require_POST
@page(ORGANISE)
def cancel(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """It does not take place."""
    reason = request.POST.get("reason", "")
    return _moved(request, special_id, cancel_special, _("专项整治已取消，记录留存。"), reason=reason)


@require_http_methods(FORM)
@page(ORGANISE)
def summary(request: HttpRequest, special_id: UUID) -> HttpResponse:
    """What remains and what was learnt."""
    actor = actor_of(request)
    found = special_for(actor, special_id)
    if request.method != "POST" and "change" not in moves_from(found.state):
        return redirect("command:special", special_id)
    form = SummaryForm(request.POST or None, initial={"remains": found.remains, "lessons": found.lessons})
    if request.method == "POST" and form.is_valid():
        try:
            write_summary(actor=actor, special_id=special_id, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("总结已保存。"))
            return redirect("command:special", special_id)
    context = {"form": form, "special": found, "cancel_url": reverse("command:special", args=[special_id])}
    return render(request, "command/special_summary.html", context, status=422 if request.method == "POST" else 200)


def _moved(
    request: HttpRequest, special_id: UUID, service: Callable[..., Any], done: str, **facts: Any
) -> HttpResponse:
    try:
        service(actor=actor_of(request), special_id=special_id, **facts)
    except InvalidInput as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("command:special", special_id)


def _from_template(key: str) -> dict[str, Any]:
    template = special_templates().get(key)
    if template is None:
        return {}
    chosen = {"class_ids": class_ids(template), "site_type_ids": site_type_ids(template)}
    return {"name": template.name, "purpose": template.purpose, **chosen}


def _form(request: HttpRequest, form: SpecialForm, title: str, back: str, back_label: str, **more: Any) -> HttpResponse:
    picks = {
        name: {"field": form[name], "chosen": _chosen(form[name].value(), names), "url": reverse(url), "many": many}
        for name, url, many, names in PICKS
    }
    context = {"form": form, "title": title, "cancel_url": back, "back_label": back_label, "picks": picks, **more}
    return render(request, "command/special_form.html", context, status=422 if request.method == "POST" else 200)


def _chosen(value: Any, names: Callable[[list[int]], dict[int, str]]) -> list[tuple[int, str]]:
    """What a field holds, with names."""
    values = value if isinstance(value, list) else [value]
    keys = [int(each) for each in values if str(each or "").isdecimal() and len(str(each)) < 10]  # noqa: PLR2004 - digits of a key
    found = names(keys) if keys else {}
    return [(key, found[key]) for key in keys if key in found]
