from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import EmptyPage, Page, PageNotAnInteger
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_tables2 import LazyPaginator

from chuangcheng.core.access import Actor
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.maps import BoxForm
from chuangcheng.core.times import today
from chuangcheng.core.web import actor_of, download, page
from chuangcheng.sites.access import CHANGE, VIEW
from chuangcheng.sites.forms import OwnerForm, SiteFilterForm
from chuangcheng.sites.models import Site
from chuangcheng.sites.queries import (
    GAP_LABELS,
    gaps_of,
    has_own_sites,
    listed,
    looks_of,
    sites_for,
)
from chuangcheng.sites.services import set_owner_of_many
from chuangcheng.sites.slots import BulkAct, bulk_acts, open_problems
from chuangcheng.sites.workbook import site_workbook

PER_PAGE = 50  # our choice
MOST_PAGE = 10_000
SHOWN_GAPS = 10  # sites of each gap on the page of gaps


@require_GET
@page(VIEW)
def site_list(request: HttpRequest) -> HttpResponse:
    """The sites that the filter lets through, with the map beside them."""
    actor = actor_of(request)
    form = SiteFilterForm(request.GET, actor=actor)
    chosen = form.chosen()
    context = {
        **_shown(actor, sites_for(actor, chosen, today=today()), request),
        "form": form,
        "views": _views(request.GET, has_own=has_own_sites(actor)),
        "has_map": chosen.missing != "position",
        "query": query_of(request.GET),
        "may_change": actor.may(CHANGE),
        "shows_problems": any(True for _filling in open_problems),
        "owner_form": OwnerForm(prefix="bulk"),
        "acts": _acts(actor),
    }
    return render(request, "sites/list.html", context)


@require_GET
@page(VIEW)
def rows(request: HttpRequest) -> HttpResponse:
    """The same list inside the part of the map that is shown; sites without a position stay at its end."""
    actor = actor_of(request)
    box, _zoom = BoxForm(request.GET).box()
    found = sites_for(actor, SiteFilterForm(request.GET, actor=actor).chosen(), today=today())
    inside = found.filter(box.condition()) | found.filter(lon__isnull=True)
    context = {**_shown(actor, inside, request), "may_change": actor.may(CHANGE), "follows_map": True}
    context["acts"] = _acts(actor)
    return render(request, "sites/rows.html", context)


@require_GET
@page(VIEW)
def gaps(request: HttpRequest) -> HttpResponse:
    """What sites lack, kind by kind, with the first of each."""
    found = gaps_of(actor=actor_of(request), today=today(), at_most=SHOWN_GAPS)
    return render(request, "sites/gaps.html", {"gaps": found})


@require_GET
@page(VIEW)
def export(request: HttpRequest) -> HttpResponseBase:
    """The filtered sites as a workbook in the layout that the import reads."""
    actor = actor_of(request)
    chosen = SiteFilterForm(request.GET, actor=actor).chosen()
    return download(
        site_workbook(actor=actor, chosen=chosen, today=today()), _("点位台账-%(day)s.xlsx") % {"day": today()}
    )


@require_POST
@page(CHANGE)
def set_owners(request: HttpRequest) -> HttpResponse:
    """Gives the chosen sites one owner."""
    form = OwnerForm(request.POST, prefix="bulk")
    back = redirect(f"{reverse('sites:list')}?{query_of(QueryDict(request.POST.get('query', '')))}")
    if not form.is_valid():
        messages.error(request, _("请选择要指定的责任单位。"))
        return back
    owner = form.cleaned_data["owner"]
    changed = set_owner_of_many(actor=actor_of(request), site_ids=_ids(request), owner_id=owner.pk)
    messages.success(request, _("已把%(n)d个点位的责任单位改为“%(name)s”。") % {"n": changed, "name": owner.name})
    return back


def _acts(actor: Actor) -> list[BulkAct]:
    return [act for offer in bulk_acts if (act := offer(actor)) is not None]


def _shown(actor: Actor, found: QuerySet[Site], request: HttpRequest) -> dict[str, Any]:
    shown = page_of_sites(listed(found, today=today()), request.GET.get("page", "1"))
    sites = list(shown.object_list)
    looks = looks_of(actor, sites, today=today())
    return {
        "page": shown,
        "rows": [(site, looks[site.pk]) for site in sites],
        "next_query": query_of(request.GET, box=True),
    }


def page_of_sites(found: QuerySet[Site], number: str) -> Page[Site]:
    """The page, the first one for a number that is none."""
    paginator = LazyPaginator(found, PER_PAGE)
    try:
        wanted = min(int(number), MOST_PAGE)
        shown: Page[Site] = paginator.page(wanted)
    except (EmptyPage, PageNotAnInteger, ValueError):
        shown = paginator.page(1)
    return shown


def _views(parameters: QueryDict, *, has_own: bool) -> list[dict[str, Any]]:
    """Saved views as tabs: one's own sites and each gap, with the other conditions kept."""
    kept = parameters.copy()
    for name in ("missing", "mine", "page", "bbox", "zoom"):
        kept.pop(name, None)
    now = "mine" if "mine" in parameters else parameters.get("missing", "")
    tabs = [{"label": _("全部点位"), "url": f"?{kept.urlencode()}", "active": now not in (*GAP_LABELS, "mine")}]
    own = [("mine", "1", "mine", _("我负责的"))] if has_own else []
    for key, value, name, label in (*own, *(("missing", name, name, label) for name, label in GAP_LABELS.items())):
        query = kept.copy()
        query[key] = value
        tabs.append({"label": str(label), "url": f"?{query.urlencode()}", "active": now == name})
    return tabs


def query_of(parameters: QueryDict, *, box: bool = False) -> str:
    """The filter of an address, without its page; with the part of the map when `box`."""
    kept = parameters.copy()
    for name in ("page",) if box else ("page", "bbox", "zoom"):
        kept.pop(name, None)
    return kept.urlencode()


def _ids(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(text) for text in request.POST.getlist("site")]
    except ValueError as error:
        raise InvalidInput(_("勾选的点位无法识别，请刷新列表后重新勾选。")) from error
