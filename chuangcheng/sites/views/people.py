"""Who answers for a site and who looks after it. A form that cannot be taken comes back open on the site's page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, page
from chuangcheng.orgs.access import VIEW_PHONES
from chuangcheng.sites.access import CHANGE, STEWARD, site_for
from chuangcheng.sites.forms import EndingForm, LeaderForm, OwnerForm, StewardForm
from chuangcheng.sites.services import (
    end_stewardship,
    name_steward,
    open_contact_phone,
    set_contract_leader,
    set_owner,
)
from chuangcheng.sites.views.sites import site_page


@require_POST
@page(CHANGE)
def change_owner(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Sets the unit that answers for the site; an empty field with `none` takes it away."""
    actor, form = actor_of(request), OwnerForm(request.POST)
    is_none = "none" in request.POST
    if not is_none and not form.is_valid():
        return site_page(request, site_for(actor, site_id, permission=CHANGE), owner_form=form)
    set_owner(actor=actor, site_id=site_id, owner_id=None if is_none else form.cleaned_data["owner"].pk)
    messages.success(request, _("责任单位已更新。"))
    return redirect("sites:site", site_id=site_id)


@require_POST
@page(CHANGE)
def change_leader(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Sets 包保领导; an empty field with `none` takes it away."""
    actor, form = actor_of(request), LeaderForm(request.POST)
    is_none = "none" in request.POST
    if not is_none and not form.is_valid():
        return site_page(request, site_for(actor, site_id, permission=CHANGE), leader_form=form)
    person_id = None if is_none else form.cleaned_data["leader"].pk
    set_contract_leader(actor=actor, site_id=site_id, person_id=person_id)
    messages.success(request, _("包保领导已更新。"))
    return redirect("sites:site", site_id=site_id)


@require_POST
@page(STEWARD)
def add_steward(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Names somebody who looks after the site."""
    actor, form = actor_of(request), StewardForm(request.POST)
    found = site_for(actor, site_id, permission=STEWARD)
    if form.is_valid():
        try:
            made = name_steward(actor=actor, site_id=site_id, facts=form.facts())
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s已登记。") % {"name": made.name})
            return redirect("sites:site", site_id=site_id)
    return site_page(request, found, steward_form=form)


@require_POST
@page(STEWARD)
def end_steward(request: HttpRequest, site_id: UUID, stewardship_id: int) -> HttpResponse:
    """Ends a stewardship with a day and a reason."""
    form = EndingForm(request.POST)
    if not form.is_valid():
        raise InvalidInput(_("请选择最后一天，并写明原因。"))
    ended = end_stewardship(actor=actor_of(request), stewardship_id=stewardship_id, **form.cleaned_data)
    messages.success(request, _("%(name)s的管护到%(day)s为止，历史保留。") % {"name": ended.name, "day": ended.ends_on})
    return redirect("sites:site", site_id=site_id)


@require_POST
@page(VIEW_PHONES)
def phone(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Shows the contact's full number once; that it was looked at is on record."""
    found, note = open_contact_phone(actor=actor_of(request), site_id=site_id)
    told = [_("联系电话：%(phone)s") % {"phone": found or _("没有登记")}]
    told += [_("备注：%(note)s") % {"note": note}] if note else []
    messages.info(request, _("%(told)s。本次查看已记录。") % {"told": "；".join(told)})
    return redirect("sites:site", site_id=site_id)
