"""Units: the tree with the list, one unit, setting one up, changing and confirming it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.orgs import services
from chuangcheng.orgs.access import CHANGE_PEOPLE, CHANGE_ROLES, CHANGE_UNITS, VIEW_UNITS, unit_for
from chuangcheng.orgs.forms.units import CloseForm, UnitFilterForm, UnitForm
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.queries import parents_of, similar_units, tree_for, unit_page, units_for
from chuangcheng.orgs.slots import unit_panels
from chuangcheng.orgs.views.common import asked_id, attempt, form_page, list_page
from chuangcheng.orgs.workbooks import unit_workbook


@require_safe
@page(VIEW_UNITS)
def units(request: HttpRequest) -> HttpResponse:
    """The tree on the left, the list on the right."""
    actor = actor_of(request)
    form = UnitFilterForm(request.GET)
    chosen = form.chosen()
    found = list_page(units_for(actor, chosen, today=today()), request)
    alike = similar_units(names=[unit.name for unit in found.rows]) if chosen.view == "unconfirmed" else {}
    parents = parents_of(found.rows)
    details = {
        "form": form,
        "page": found,
        "rows": [(unit, parents.get(unit.pk), alike.get(unit.name, [])) for unit in found.rows],
        "views": _views(request.GET, chosen.view),
        "tree": tree_for(actor, chosen_id=chosen.under_id),
        "chosen": chosen,
        "query": request.GET.urlencode(),
        "under": Unit.objects.filter(pk=chosen.under_id).first() if chosen.under_id else None,
        "may_change": actor.may(CHANGE_UNITS),
    }
    return render(request, "orgs/units.html", details)


@require_safe
@page(VIEW_UNITS)
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered units as a workbook in the layout that the import reads."""
    chosen = UnitFilterForm(request.GET).chosen()
    content = unit_workbook(actor=actor_of(request), chosen=chosen, today=today())
    return download(content, _("单位名册-%(day)s.xlsx") % {"day": today()})


@require_safe
@page(VIEW_UNITS)
def unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """One unit with what belongs to it and what other contexts know of it."""
    actor = actor_of(request)
    found = unit_for(actor, unit_id)
    panels = [panel for panel in (brings(actor, found) for brings in unit_panels) if panel is not None]
    shown = unit_page(found, today=today())
    details = {
        "page": shown,
        "handled": {post.pk for post in shown.present if services.may_handle(actor, post)},
        "panels": panels,
        "may_change": actor.may_at(CHANGE_UNITS, found.path),
        "may_change_people": actor.may_at(CHANGE_PEOPLE, found.path) or actor.may(CHANGE_ROLES),
        "similar": [] if found.is_confirmed else similar_units(names=[found.name])[found.name],
        "today": today(),
    }
    return render(request, "orgs/unit.html", details)


@page(CHANGE_UNITS)
def new_unit(request: HttpRequest) -> HttpResponse:
    """Setting up a unit; `?parent=` says under which."""
    actor = actor_of(request)
    form = UnitForm(request.POST or None, actor=actor, initial={"parent": _parent(request, actor)})
    made = attempt(form, lambda _said: _create(actor, form))
    if made is not None:
        messages.success(request, _("已建立“%(name)s”。") % {"name": made.name})
        return redirect("orgs:unit", made.pk)
    return form_page(request, "orgs/unit_form.html", form, cancel_url=reverse("orgs:units"), unit=None)


@page(CHANGE_UNITS)
def edit_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Changing a unit, and what it stands under; one that an import made is confirmed by saving."""
    actor = actor_of(request)
    found = unit_for(actor, unit_id, permission=CHANGE_UNITS)
    form = UnitForm(request.POST or None, actor=actor, is_root=found.is_root(), initial=_initial(found))
    if attempt(form, lambda _said: _save(actor, found, form)) is not None:
        messages.success(request, _("已保存。") if found.is_confirmed else _("已确认。"))
        return redirect("orgs:unit", found.pk)
    details = {"cancel_url": reverse("orgs:unit", args=[found.pk]), "unit": found}
    return form_page(request, "orgs/unit_form.html", form, **details)


@page(CHANGE_UNITS)
def close_unit(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Closing a unit that has no successor."""
    form = CloseForm(request.POST)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        closed = services.close_unit(actor=actor_of(request), unit_id=unit_id, on=said["on"], reason=said["reason"])
        messages.success(request, _("已撤销“%(name)s”。") % {"name": closed.name})
    elif request.method == "POST":
        messages.error(request, _("请填写日期和原因，再办理撤销。"))
    return redirect("orgs:unit", unit_id)


def _create(actor: Actor, form: UnitForm) -> Unit:
    return services.create_unit(actor=actor, parent_id=form.cleaned_data["parent"].pk, facts=form.facts())


def _save(actor: Actor, unit: Unit, form: UnitForm) -> Unit:
    if unit.is_root():
        return services.change_unit(actor=actor, unit_id=unit.pk, facts=form.facts())
    parent_id = form.cleaned_data["parent"].pk
    if not unit.is_confirmed:
        return services.confirm_unit(actor=actor, unit_id=unit.pk, facts=form.facts(), parent_id=parent_id)
    return services.change_and_move_unit(actor=actor, unit_id=unit.pk, facts=form.facts(), parent_id=parent_id)


def _parent(request: HttpRequest, actor: Actor) -> Unit | None:
    asked = asked_id(request, "parent")
    return unit_for(actor, asked, permission=CHANGE_UNITS) if asked else None


def _initial(unit: Unit) -> dict[str, Any]:
    facts = services.facts_of(unit)
    return {
        "name": facts.name,
        "kind": facts.kind,
        "parent": Unit.objects.get_parent(unit),
        "short_name": facts.short_name,
        "code": facts.code,
        "affiliation": facts.affiliation,
        "aliases": "\n".join(facts.aliases),
        "acts_with": unit.acts_with,
        "has_own_group": facts.has_own_group,
    }


def _views(parameters: QueryDict, chosen: str) -> list[dict[str, object]]:
    labels = {
        "": _("全部"),
        "unconfirmed": _("待确认"),
        "no_head": _("缺第一责任人"),
        "no_liaison": _("缺联络员"),
        "own_group": _("已成立领导小组"),
        "no_group": _("未成立领导小组"),
        "closed": _("已撤并"),
    }
    return [
        {"label": label, "url": _view_url(parameters, view), "active": view == chosen} for view, label in labels.items()
    ]


def _view_url(parameters: QueryDict, view: str) -> str:
    query = parameters.copy()
    query.pop("page", None)
    query.pop("view", None)
    if view:
        query["view"] = view
    return f"{reverse('orgs:units')}?{query.urlencode()}" if query else reverse("orgs:units")
