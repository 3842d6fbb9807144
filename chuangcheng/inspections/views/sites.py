"""The sites of a round: adding them, giving them to people, taking them out."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.web import actor_of, page
from chuangcheng.inspections import queries
from chuangcheng.inspections.access import PLAN, round_for
from chuangcheng.inspections.forms import SiteFilterForm, chosen_people, chosen_sites
from chuangcheng.inspections.kinds import HIDDEN_KINDS
from chuangcheng.inspections.queries.assignments import PAGE_SIZE
from chuangcheng.inspections.services import (
    RoundMovedOn,
    add_sites,
    assign_inspector,
    assign_owners,
    remove_sites,
    spread_over_inspectors,
)
from chuangcheng.inspections.services.assignments import MOST_SITES
from chuangcheng.inspections.services.rounds import OPEN_STATES


@require_http_methods(["GET", "HEAD", "POST"])
@page(PLAN)
def add(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The sites that are not in the round yet; ticked ones, or all that the filter shows, go in."""
    actor = actor_of(request)
    found = round_for(actor, round_id)
    if found.state not in OPEN_STATES:
        raise RoundMovedOn(found)
    form = SiteFilterForm(request.GET)
    rows = queries.sites_to_add(actor=actor, found=found, **form.chosen())
    if request.method == "POST":
        # One more than a round takes, so that too many are refused and not cut.
        all_shown = rows.values_list("pk", flat=True)[: MOST_SITES + 1]
        wanted = list(all_shown) if "all" in request.POST else chosen_sites(request.POST)
        count = add_sites(actor=actor, round_id=round_id, site_ids=wanted)
        messages.success(request, _("已添加%(count)s个点位。") % {"count": count})
        return _back(request, "inspections:add_sites", round_id)
    context = {
        "found": found,
        "draws": found.kind in HIDDEN_KINDS,  # nobody should choose where a mystery visit goes
        "form": form,
        "sites": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page", 1)),
        "there": queries.progress_of(found=found).sites,
        "query": request.GET.urlencode(),
    }
    return render(request, "inspections/add_sites.html", context)


@require_POST
@page(PLAN)
def assign(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Gives the ticked sites to a person, or to nobody."""
    person = request.POST.get("person", "")
    if person == "owners":
        count = assign_owners(actor=actor_of(request), round_id=round_id, site_ids=chosen_sites(request.POST))
        messages.success(request, _("已把%(count)s个点位分给责任单位自查。") % {"count": count})
        return _back(request, "inspections:round", round_id)
    if person != "none" and not chosen_people(request.POST):
        raise InvalidInput(_("请选择分派给谁，再办理。"))
    inspector_id = None if person == "none" else chosen_people(request.POST)[0]
    count = assign_inspector(
        actor=actor_of(request), round_id=round_id, site_ids=chosen_sites(request.POST), inspector_id=inspector_id
    )
    messages.success(request, _("已分派%(count)s个点位。") % {"count": count})
    return _back(request, "inspections:round", round_id)


@require_POST
@page(PLAN)
def spread(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Gives the sites nobody has to the ticked people, evenly."""
    people = chosen_people(request.POST)
    count = spread_over_inspectors(actor=actor_of(request), round_id=round_id, inspector_ids=people)
    messages.success(request, _("已把%(count)s个未分派的点位按片分给检查员。") % {"count": count})
    return _back(request, "inspections:round", round_id)


@require_POST
@page(PLAN)
def remove(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Takes the ticked sites out, as far as nobody has visited them."""
    wanted = chosen_sites(request.POST)
    count = remove_sites(actor=actor_of(request), round_id=round_id, site_ids=wanted)
    left = len(wanted) - count
    words = _("已移出%(count)s个点位；%(left)s个已检查，保留在本轮次。") if left else _("已移出%(count)s个点位。")
    messages.success(request, words % {"count": count, "left": left})
    return _back(request, "inspections:round", round_id)


def _back(request: HttpRequest, name: str, round_id: UUID) -> HttpResponse:
    query = request.GET.urlencode()
    if not query:
        return redirect(name, round_id)
    return HttpResponseRedirect(f"{reverse(name, args=[round_id])}?{query}")
