"""Site types and their other names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.web import actor_of, page
from chuangcheng.standards import queries, services
from chuangcheng.standards.access import CHANGE, VIEW, site_type_for
from chuangcheng.standards.forms.site_types import SiteTypeForm, initial_type
from chuangcheng.standards.views.common import attempt, form_page


@require_GET
@page(VIEW)
def site_types(request: HttpRequest) -> HttpResponse:
    """The site types with their other names."""
    context = {"site_types": queries.site_types_with_aliases(), "may_change": actor_of(request).may(CHANGE)}
    return render(request, "standards/site_types.html", context)


@page(CHANGE)
def new_site_type(request: HttpRequest) -> HttpResponse:
    """A new type."""
    form = SiteTypeForm(request.POST or None)
    if form.is_valid():
        made = attempt(form, lambda: services.add_site_type(actor=actor_of(request), facts=form.facts()))
        if made is not None:
            messages.success(request, _("已添加点位类型“%(name)s”。") % {"name": made.name})
            return redirect("standards:edit_site_type", site_type_id=made.pk)
    return form_page(request, "standards/site_type_form.html", form, cancel_url=reverse("standards:site_types"))


@page(CHANGE)
def edit_site_type(request: HttpRequest, site_type_id: int) -> HttpResponse:
    """Name, parts and other names of a type."""
    actor = actor_of(request)
    found = site_type_for(actor, site_type_id, permission=CHANGE)
    form = SiteTypeForm(request.POST or None, initial=initial_type(found))
    if form.is_valid():
        saved = attempt(form, lambda: services.change_site_type(actor=actor, site_type_id=found.pk, facts=form.facts()))
        if saved is not None:
            messages.success(request, _("已保存。"))
            return redirect("standards:site_types")
    details = {
        "site_type": found,
        "aliases": found.aliases.order_by("name"),
        "cancel_url": reverse("standards:site_types"),
    }
    return form_page(request, "standards/site_type_form.html", form, **details)


@require_POST
@page(CHANGE)
def add_alias(request: HttpRequest, site_type_id: int) -> HttpResponse:
    """Another name of the type."""
    services.add_alias(actor=actor_of(request), site_type_id=site_type_id, name=request.POST.get("name", ""))
    messages.success(request, _("别名已添加。"))
    return redirect("standards:edit_site_type", site_type_id=site_type_id)


@require_POST
@page(CHANGE)
def remove_alias(request: HttpRequest, site_type_id: int, alias_id: int) -> HttpResponse:
    """Takes a name away from the type."""
    services.remove_alias(actor=actor_of(request), site_type_id=site_type_id, alias_id=alias_id)
    messages.success(request, _("别名已删除。"))
    return redirect("standards:edit_site_type", site_type_id=site_type_id)


@require_POST
@page(CHANGE)
def retire_site_type(request: HttpRequest, site_type_id: int) -> HttpResponse:
    """The type is no longer offered."""
    found = services.retire_site_type(actor=actor_of(request), site_type_id=site_type_id)
    messages.success(request, _("“%(name)s”已停用，原有点位不受影响。") % {"name": found.name})
    return redirect("standards:site_types")


@require_POST
@page(CHANGE)
def restore_site_type(request: HttpRequest, site_type_id: int) -> HttpResponse:
    """The type is offered again."""
    found = services.restore_site_type(actor=actor_of(request), site_type_id=site_type_id)
    messages.success(request, _("“%(name)s”已恢复使用。") % {"name": found.name})
    return redirect("standards:site_types")
