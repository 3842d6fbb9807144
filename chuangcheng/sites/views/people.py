"""Who answers for a site and who looks after it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.access import VIEW_PHONES
from chuangcheng.sites.access import CHANGE, STEWARD
from chuangcheng.sites.forms import LeaderForm, OwnerForm, StewardForm
from chuangcheng.sites.services import (
    StewardFacts,
    end_stewardship,
    name_steward,
    open_contact_phone,
    set_contract_leader,
    set_owner,
)


@require_POST
@page(CHANGE)
def change_owner(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Sets the unit that answers for the site; an empty field with `none` takes it away."""
    form = OwnerForm(request.POST)
    is_none = "none" in request.POST
    if is_none or _is_sound(request, form):
        owner_id = None if is_none else form.cleaned_data["owner"].pk
        set_owner(actor=actor_of(request), site_id=site_id, owner_id=owner_id)
        messages.success(request, _("责任单位已更新。"))
    return redirect("sites:site", site_id=site_id)


@require_POST
@page(CHANGE)
def change_leader(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Sets 包保领导; an empty field with `none` takes it away."""
    form = LeaderForm(request.POST)
    is_none = "none" in request.POST
    if is_none or _is_sound(request, form):
        person_id = None if is_none else form.cleaned_data["leader"].pk
        set_contract_leader(actor=actor_of(request), site_id=site_id, person_id=person_id)
        messages.success(request, _("包保领导已更新。"))
    return redirect("sites:site", site_id=site_id)


@require_POST
@page(STEWARD)
def add_steward(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Names somebody who looks after the site."""
    form = StewardForm(request.POST)
    if _is_sound(request, form):
        given = form.cleaned_data
        facts = StewardFacts(
            kind=given["kind"],
            starts_on=given["starts_on"],
            person_id=given["person"].pk if given["person"] else None,
            name=given["name"],
            segment=given["segment"],
        )
        made = name_steward(actor=actor_of(request), site_id=site_id, facts=facts)
        messages.success(request, _("%(name)s已登记。") % {"name": made.name})
    return redirect("sites:site", site_id=site_id)


@require_POST
@page(STEWARD)
def end_steward(request: HttpRequest, site_id: UUID, stewardship_id: int) -> HttpResponse:
    """Ends a stewardship, with a reason."""
    reason = request.POST.get("reason", "")
    end_stewardship(actor=actor_of(request), stewardship_id=stewardship_id, ends_on=today(), reason=reason)
    messages.success(request, _("该管护安排到今天为止，历史保留。"))
    return redirect("sites:site", site_id=site_id)


@require_POST
@page(VIEW_PHONES)
def phone(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Shows the contact's full number once; that it was looked at is on record."""
    found = open_contact_phone(actor=actor_of(request), site_id=site_id)
    messages.info(request, _("联系电话：%(phone)s。本次查看已记录。") % {"phone": found or _("没有登记")})
    return redirect("sites:site", site_id=site_id)


def _is_sound(request: HttpRequest, form: forms.Form) -> bool:
    """Whether the form is; if not, says each of its errors above the page that it came from."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        messages.error(request, f"{label}：{errors[0]}" if label else str(errors[0]))
    return form.is_valid()
