from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.errors import InvalidInput, NotFound, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.web import actor_of, page
from chuangcheng.sites.access import CHANGE, site_for
from chuangcheng.sites.forms import SiteForm
from chuangcheng.sites.forms.sites import initial_of
from chuangcheng.sites.services import (
    NumberTaken,
    SamePlace,
    change_site,
    create_site,
    deactivate_site,
    reactivate_site,
)


@page(CHANGE)
def new_site(request: HttpRequest) -> HttpResponse:
    """Enters a site; its position comes from the map or is typed."""
    form = SiteForm(request.POST or None, initial={"id": new_id(), "system": "wgs84"})
    if request.method == "POST" and form.is_valid():
        try:
            made = create_site(
                actor=actor_of(request), site_id=form.site_id, facts=form.facts(), owner_id=form.owner_id
            )
        except (InvalidInput, NotFound, SamePlace) as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("点位已登记，编号%(number)s。") % {"number": made.number})
            return redirect("sites:site", site_id=made.pk)
    context = {"form": form, "site": None, "cancel_url": reverse("sites:list")}
    return render(request, "sites/form.html", context, status=422 if form.is_bound else 200)


@page(CHANGE)
def edit_site(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Changes the facts of a site."""
    actor = actor_of(request)
    found = site_for(actor, site_id, permission=CHANGE)
    form = SiteForm(request.POST or None, initial=initial_of(found), site=found)
    if request.method == "POST" and form.is_valid():
        try:
            change_site(actor=actor, site_id=found.pk, facts=form.facts())
        except (InvalidInput, NotFound, SamePlace) as refusal:
            _show(form, refusal)
        else:
            messages.success(request, _("已保存。"))
            return redirect("sites:site", site_id=found.pk)
    cancel_url = reverse("sites:site", args=[found.pk])
    context = {"form": form, "site": found, "site_key": str(found.pk), "cancel_url": cancel_url}
    return render(request, "sites/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@page(CHANGE)
def deactivate(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Takes a site out of use, with a reason."""
    deactivate_site(actor=actor_of(request), site_id=site_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("该点位已停用，历史保留；需要时可以恢复。"))
    return redirect("sites:site", site_id=site_id)


@require_POST
@page(CHANGE)
def reactivate(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Puts a site back into use, with a reason."""
    reactivate_site(actor=actor_of(request), site_id=site_id, reason=request.POST.get("reason", ""))
    messages.success(request, _("该点位已恢复使用。"))
    return redirect("sites:site", site_id=site_id)


def _show(form: SiteForm, refusal: Refusal) -> None:
    """The refusal beside the field that it is about, so that nothing typed is lost."""
    form.add_error("number" if isinstance(refusal, NumberTaken) else None, str(refusal))
