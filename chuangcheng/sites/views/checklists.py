from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files import photos_from_request
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, page
from chuangcheng.sites.access import CHECKLISTS, VIEW, checklist_item_for
from chuangcheng.sites.forms import ItemForm
from chuangcheng.sites.forms.checklists import initial_of
from chuangcheng.sites.models import ChecklistItem
from chuangcheng.sites.queries import checklist_page, linkable_frameworks
from chuangcheng.sites.services import (
    add_item,
    add_pictures,
    change_item,
    move_item,
    remove_picture,
    retire_item,
    take_sample_checklists,
)
from chuangcheng.sites.services.examples import MOST_PICTURES
from chuangcheng.standards.access import site_type_for


@require_GET
@page(VIEW)
def checklist(request: HttpRequest, site_type_id: int) -> HttpResponse:
    """What is looked at on a visit to a site of the type."""
    actor = actor_of(request)
    site_type = site_type_for(actor, site_type_id)
    may_change = actor.may(CHECKLISTS)
    samples = [found for found in linkable_frameworks(actor) if found.is_sample] if may_change else []
    context = {
        "site_type": site_type,
        "checklist": checklist_page(actor=actor, site_type=site_type),
        "may_change": may_change,
        "sample": samples[0] if samples else None,
    }
    return render(request, "sites/checklist.html", context)


@page(CHECKLISTS)
def new_item(request: HttpRequest, site_type_id: int) -> HttpResponse:
    """Adds an item at the end of a checklist."""
    actor = actor_of(request)
    site_type = site_type_for(actor, site_type_id)
    form = ItemForm(request.POST or None, site_type=site_type, frameworks=linkable_frameworks(actor))
    if request.method == "POST" and form.is_valid():
        try:
            add_item(actor=actor, site_type_id=site_type.pk, facts=form.facts(), standard_codes=form.standard_codes())
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("检查项已添加，下一次检查起生效。"))
            return redirect("sites:checklist", site_type_id=site_type.pk)
    context = {"form": form, "site_type": site_type, "item": None, "cancel_url": _address_of(site_type.pk)}
    return render(request, "sites/item_form.html", context, status=422 if form.is_bound else 200)


@page(CHECKLISTS)
def edit_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Changes an item; one that was answered before stays as it was for old visits."""
    actor = actor_of(request)
    item = checklist_item_for(actor, item_id)
    frameworks = linkable_frameworks(actor)
    form = ItemForm(
        request.POST or None, initial=initial_of(item, frameworks), site_type=item.site_type, frameworks=frameworks
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_item(
                actor=actor,
                item_id=item.pk,
                facts=form.facts(),
                standard_codes=form.standard_codes(),
                day=today(),
            )
        except InvalidInput as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("检查项已保存，下一次检查起生效。"))
            return redirect("sites:checklist", site_type_id=item.site_type_id)
    return _edited(request, item, form, status=422 if form.is_bound else 200)


@require_POST
@page(CHECKLISTS)
def add_picture(request: HttpRequest, item_id: int) -> HttpResponse:
    """Adds pictures that show what passes an item, or what fails it."""
    actor = actor_of(request)
    item = checklist_item_for(actor, item_id)
    try:
        photos = photos_from_request(request, "photos", at_least=1, at_most=MOST_PICTURES)
        passes, caption = request.POST.get("passes") == "yes", request.POST.get("caption", "")
        add_pictures(actor=actor, item_id=item.pk, files=photos, passes=passes, caption=caption)
    except InvalidInput as refusal:
        frameworks = linkable_frameworks(actor)
        form = ItemForm(initial=initial_of(item, frameworks), site_type=item.site_type, frameworks=frameworks)
        return _edited(request, item, form, problem=str(refusal), status=422)
    messages.success(request, _("示例图片已添加，检查员下次打开手机时取到。"))
    return redirect("sites:edit_item", item_id)


@require_POST
@page(CHECKLISTS)
def drop_picture(request: HttpRequest, item_id: int, picture_id: int) -> HttpResponse:
    """The picture is shown no more."""
    remove_picture(actor=actor_of(request), item_id=item_id, picture_id=picture_id)
    messages.success(request, _("示例图片已去掉。"))
    return redirect("sites:edit_item", item_id)


@require_POST
@page(CHECKLISTS)
def retire(request: HttpRequest, item_id: int) -> HttpResponse:
    """The item is not asked any more."""
    item = retire_item(actor=actor_of(request), item_id=item_id, day=today())
    messages.success(request, _("检查项“%(code)s”已停用，以前的检查不受影响。") % {"code": item.code})
    return redirect("sites:checklist", site_type_id=item.site_type_id)


@require_POST
@page(CHECKLISTS)
def move(request: HttpRequest, item_id: int) -> HttpResponse:
    """Puts an item before another one, or at the end."""
    actor = actor_of(request)
    item = checklist_item_for(actor, item_id)
    before = request.POST.get("before", "")
    if before and not before.isdecimal():
        raise InvalidInput(_("没有这个检查项，请刷新页面。"))
    move_item(actor=actor, item_id=item.pk, before_id=int(before[:18]) if before else None)
    return redirect("sites:checklist", site_type_id=item.site_type_id)


@require_POST
@page(CHECKLISTS)
def take_sample(request: HttpRequest) -> HttpResponse:
    """Takes the sample's checklists over for all types and links them to the sample framework."""
    loaded = take_sample_checklists(actor=actor_of(request))
    counts = {"items": loaded.items, "links": loaded.links}
    messages.success(request, _("已装入%(items)d个检查项，对应标准%(links)d处。") % counts)
    return redirect("standards:site_types")


def _edited(
    request: HttpRequest, item: ChecklistItem, form: ItemForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    pictures = list(item.pictures.all())
    context = {
        "form": form,
        "site_type": item.site_type,
        "item": item,
        "cancel_url": _address_of(item.site_type_id),
        "pictures": pictures,
        "room": MOST_PICTURES - len(pictures),
        "problem": problem,
    }
    return render(request, "sites/item_form.html", context, status=status)


def _address_of(site_type_id: int) -> str:
    return reverse("sites:checklist", args=[site_type_id])
