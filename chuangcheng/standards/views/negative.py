"""Entries of the negative list, written by hand in a draft."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.web import actor_of, page
from chuangcheng.standards import queries
from chuangcheng.standards.access import CHANGE, framework_for, negative_entry_for
from chuangcheng.standards.forms.standards import NegativeForm, initial_negative
from chuangcheng.standards.models import Framework
from chuangcheng.standards.services import add_negative_entry, change_negative_entry, remove_negative_entry
from chuangcheng.standards.views.common import attempt, form_page
from chuangcheng.standards.views.standards import refuse_in_force


@page(CHANGE)
def new_entry(request: HttpRequest, framework_id: int) -> HttpResponse:
    """A new entry of a draft."""
    actor = actor_of(request)
    framework = framework_for(actor, framework_id, permission=CHANGE)
    refuse_in_force(request, framework)
    form = NegativeForm(request.POST or None)
    if form.is_valid():
        draft = form.draft()
        if attempt(form, lambda: add_negative_entry(actor=actor, framework_id=framework.pk, draft=draft)) is not None:
            messages.success(request, _("已添加。"))
            return redirect("standards:negative_list", framework_id=framework.pk)
    return _entry_form(request, form, framework)


@page(CHANGE)
def edit_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """An entry of a draft, changed."""
    actor = actor_of(request)
    found = negative_entry_for(actor, entry_id)
    refuse_in_force(request, found.framework)
    form = NegativeForm(request.POST or None, initial=initial_negative(queries.negative_draft_of(found)))
    if form.is_valid():
        draft = form.draft()
        if attempt(form, lambda: change_negative_entry(actor=actor, entry_id=found.pk, draft=draft)) is not None:
            messages.success(request, _("已保存。"))
            return redirect("standards:negative_list", framework_id=found.framework_id)
    return _entry_form(request, form, found.framework, entry=found)


@require_POST
@page(CHANGE)
def delete_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Takes an entry out of a draft."""
    framework = remove_negative_entry(actor=actor_of(request), entry_id=entry_id)
    messages.success(request, _("已从草稿中删除。"))
    return redirect("standards:negative_list", framework_id=framework.pk)


def _entry_form(request: HttpRequest, form: NegativeForm, framework: Framework, **details: Any) -> HttpResponse:
    domains = [name for name, _rows in queries.negative_domains(framework)]
    back = reverse("standards:negative_list", args=[framework.pk])
    return form_page(
        request,
        "standards/negative_form.html",
        form,
        framework=framework,
        known_domains=domains,
        cancel_url=back,
        **details,
    )
