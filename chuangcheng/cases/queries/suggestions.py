"""What is offered to choose from: the usual unit of a case, the units of a filter."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Q

from chuangcheng.cases.access import VIEW
from chuangcheng.cases.models import Case
from chuangcheng.cases.recurrence import Place, distance_m
from chuangcheng.cases.workflow import DISPATCH_CASES
from chuangcheng.core.access import Actor
from chuangcheng.orgs.access import units_where
from chuangcheng.sites.access import visible_sites

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit
    from chuangcheng.sites.models import Site

AREA_KINDS = frozenset({"district", "street", "town", "community", "village", "park"})
STEP_LENGTH = 4  # letters of a tree path for each level
TOP_LEVEL = 1  # the place itself

MOST_OPTIONS = 12  # offered while typing
NEAR = 500  # metres around a reporter in which sites are offered; our choice
MOST_AROUND = 500  # sites looked at within that square
METRES_OF_A_DEGREE = 111_000  # of latitude, rounded down: the square is a little larger

Choice: TypeAlias = "tuple[str, str]"  # unit id as text, name


def suggested_lead_unit(*, case: Case) -> int | None:
    """Id of the unit offered first on dispatch: who led it before, the class's usual unit, the site's owner, the area.

    A unit that sent the case back is not offered again.
    """
    sent_back = set(case.history.filter(move="send_back").values_list("unit_id", flat=True))
    usual = case.problem_class.default_unit_id if case.problem_class is not None else None
    owner = case.site.owner_id if case.site is not None else None
    candidates = (case.lead_unit_id, usual, owner, case.area_id)
    return next((unit for unit in candidates if unit is not None and unit not in sent_back), None)


def unit_choices(*, actor: Actor) -> tuple[list[Choice], list[Choice]]:
    """Units and areas for a filter: those at the top of what the actor views and right below. One query."""
    if not actor.may(VIEW):
        return [], []
    top = max(len(root) // STEP_LENGTH for root in actor.roots(VIEW)) or TOP_LEVEL
    units = units_where(actor, VIEW).filter(closed_on__isnull=True, depth__lte=top + 1, depth__gt=TOP_LEVEL)
    rows = list(units.order_by("path").values_list("pk", "name", "kind"))
    everything = [(str(pk), name) for pk, name, _kind in rows]
    return everything, [(str(pk), name) for pk, name, kind in rows if kind in AREA_KINDS]


def dispatch_options(*, actor: Actor, words: str) -> list[Unit]:
    """Open units to which the actor may dispatch, while typing; those that begin with the words first."""
    units = units_where(actor, DISPATCH_CASES).filter(closed_on__isnull=True)
    wanted = words.strip()
    if wanted:
        named = Q(name__icontains=wanted) | Q(short_name__icontains=wanted) | Q(aliases__name__icontains=wanted)
        units = units.filter(named).distinct()
    found = list(units.order_by("depth", "path")[: MOST_OPTIONS * 5])
    return sorted(found, key=lambda unit: not unit.name.startswith(wanted))[:MOST_OPTIONS]


def sites_near(*, actor: Actor, lon: float, lat: float) -> list[tuple[Site, int]]:
    """Sites within NEAR metres of a position with their distance in metres, the nearest first. One query."""
    reach = NEAR / METRES_OF_A_DEGREE
    sideways = reach / max(cos(radians(lat)), 0.01)
    around = Q(lat__range=(lat - reach, lat + reach), lon__range=(lon - sideways, lon + sideways))
    sites = visible_sites(actor).filter(around, is_active=True).select_related("area")[:MOST_AROUND]
    here = Place(None, None, lon, lat)
    told = [(site, distance_m(here, Place(None, site.pk, site.lon, site.lat))) for site in sites]
    near = [(site, round(metres)) for site, metres in told if metres is not None and metres <= NEAR]
    return sorted(near, key=lambda found: found[1])[:MOST_OPTIONS]


def site_options(*, actor: Actor, words: str) -> list[Site]:
    """Sites to choose from while typing, by name, number or address; those that begin with the words first."""
    sites = visible_sites(actor).filter(is_active=True).select_related("area")
    wanted = words.strip()
    if wanted:
        sites = sites.filter(Q(name__icontains=wanted) | Q(number__istartswith=wanted) | Q(address__icontains=wanted))
    found = list(sites.order_by("name", "pk")[: MOST_OPTIONS * 5])
    return sorted(found, key=lambda site: not site.name.startswith(wanted))[:MOST_OPTIONS]
