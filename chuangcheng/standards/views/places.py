"""Items and contents of a draft, given another name by hand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.web import actor_of, page
from chuangcheng.standards.access import CHANGE, content_for, item_for
from chuangcheng.standards.forms.standards import ContentForm, ItemForm
from chuangcheng.standards.models import Framework
from chuangcheng.standards.services import rename_content, rename_item
from chuangcheng.standards.views.common import attempt, form_page
from chuangcheng.standards.views.standards import refuse_in_force


@page(CHANGE)
def edit_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Name and number of an item."""
    actor = actor_of(request)
    found = item_for(actor, item_id, permission=CHANGE)
    refuse_in_force(request, found.framework)
    form = ItemForm(request.POST or None, initial={"name": found.name, "code": found.code})
    if form.is_valid():
        facts = form.cleaned_data
        if attempt(form, lambda: rename_item(actor=actor, item_id=found.pk, **facts)) is not None:
            return _saved(request, found.framework)
    return _place_form(request, form, found.framework, found.name)


@page(CHANGE)
def edit_content(request: HttpRequest, content_id: int) -> HttpResponse:
    """Name of a content."""
    actor = actor_of(request)
    found = content_for(actor, content_id, permission=CHANGE)
    refuse_in_force(request, found.item.framework)
    form = ContentForm(request.POST or None, initial={"name": found.name})
    if form.is_valid():
        name = form.cleaned_data["name"]
        if attempt(form, lambda: rename_content(actor=actor, content_id=found.pk, name=name)) is not None:
            return _saved(request, found.item.framework)
    return _place_form(request, form, found.item.framework, found.name)


def _saved(request: HttpRequest, framework: Framework) -> HttpResponse:
    messages.success(request, _("已保存。"))
    return redirect("standards:framework", framework_id=framework.pk)


def _place_form(request: HttpRequest, form: ItemForm | ContentForm, framework: Framework, name: str) -> HttpResponse:
    back = reverse("standards:framework", args=[framework.pk])
    return form_page(request, "standards/place_form.html", form, framework=framework, name=name, cancel_url=back)
