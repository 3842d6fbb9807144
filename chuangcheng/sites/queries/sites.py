"""Reads on sites: the list with its filters, one site, stewards."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor
from chuangcheng.core.search import unit_scopes
from chuangcheng.core.shell import SearchReach
from chuangcheng.orgs.access import unit_for, unit_ids_where, within
from chuangcheng.sites.access import VIEW, of_own, sites_of_person, visible_sites, with_units
from chuangcheng.sites.models import Site, Stewardship
from chuangcheng.sites.policies import STEWARDED_TYPES
from chuangcheng.sites.queries.freshness import UNCOVERED, looked_condition, start_of
from chuangcheng.standards.queries import running_on

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

GAP_LABELS = {
    "owner": _("没有责任单位"),
    "leader": _("没有包保领导"),
    "steward": _("没有街巷长等"),
    "position": _("没有坐标"),
    "check": _("久未检查"),
}
GAPS = tuple(GAP_LABELS)  # what a site may lack
STATES = ("active", "inactive", "all")
NAMES_AT_ONCE = 500  # in one query


@dataclass(frozen=True)
class SiteFilter:
    """What a list of sites shows."""

    words: str = ""
    site_type_id: int | None = None
    area_id: int | None = None  # the unit and all below
    owner_id: int | None = None
    missing: str = ""  # one of GAPS
    unchecked_since: date | None = None  # not looked at on or after this day
    only_models: bool = False
    only_mine: bool = False  # that the actor looks after, or leads
    looked: str = ""  # "uncovered", "never", "late": how long nobody has looked
    state: str = "active"  # one of STATES
    only_id: UUID | None = None  # one site, for its own small map
    without_id: UUID | None = None  # all but one, for the map on which that one is moved


def sites_for(actor: Actor, chosen: SiteFilter, *, today: date) -> QuerySet[Site]:
    """The sites that the filter lets through, in no order."""
    rows = visible_sites(actor)
    if chosen.only_id is not None:
        return rows.filter(pk=chosen.only_id)
    if chosen.without_id is not None:
        rows = rows.exclude(pk=chosen.without_id)
    if chosen.only_mine:
        rows = rows.filter(of_own(actor))
    rows = rows.filter(**_facts_asked(chosen))
    if chosen.area_id is not None:
        rows = rows.filter(within("area__path", frozenset({unit_for(actor, chosen.area_id).path})))
    if chosen.unchecked_since is not None:
        rows = rows.filter(_unchecked_since(chosen.unchecked_since))
    if chosen.looked:
        rows = rows.filter(looked_condition(chosen.looked, today))
    if chosen.missing:
        rows = rows.filter(lacking(chosen.missing, today=today))
    return rows.filter(_matching(chosen.words.strip())) if chosen.words.strip() else rows


def _facts_asked(chosen: SiteFilter) -> dict[str, Any]:
    """The conditions on columns."""
    asked = {"site_type_id": chosen.site_type_id, "owner_id": chosen.owner_id, "is_model": chosen.only_models or None}
    asked["is_active"] = None if chosen.state == "all" else chosen.state == "active"
    return {column: value for column, value in asked.items() if value is not None}


@dataclass(frozen=True)
class SiteGap:
    """What sites lack: how many, counted no further than `MOST_COUNTED`, and the first of them."""

    name: str  # of GAPS
    label: str
    count: int
    sites: Sequence[Site]

    @property
    def is_more(self) -> bool:
        """True when there are more than are counted."""
        return self.count > MOST_COUNTED

    @property
    def words(self) -> str:
        """The number as people read it."""
        return count_words(self.count)

    @property
    def has_more(self) -> bool:
        """True when there are more sites than are shown."""
        return self.count > len(self.sites)


def gaps_of(*, actor: Actor, today: date, at_most: int = 0) -> list[SiteGap]:
    """What the actor's sites lack, kind by kind, each with its first sites. At most two queries for each kind."""
    found = []
    for name, label in GAP_LABELS.items():
        rows = sites_for(actor, SiteFilter(missing=name), today=today)
        first = list(with_units(rows).order_by("number")[:at_most]) if at_most else []
        found.append(SiteGap(name, str(label), count_at_most(rows), first))
    return found


def has_own_sites(actor: Actor) -> bool:
    """True when the actor looks after sites, or leads some by contract. One query."""
    return visible_sites(actor).filter(of_own(actor), is_active=True).exists()


def listed(rows: QuerySet[Site], *, today: date) -> QuerySet[Site]:
    """The rows as a list shows them: those on the map first, by number, with units, leader and present stewards."""
    off_map = ExpressionWrapper(Q(lon__isnull=True), output_field=BooleanField())
    return with_people(rows, today=today).order_by(off_map, "number")


def with_people(rows: QuerySet[Site], *, today: date) -> QuerySet[Site]:
    """The rows with type, units, leader and, as `now_stewards`, who looks after them today. Two queries."""
    stewards = Stewardship.objects.filter(running_on(today)).order_by("kind", "pk")
    units = with_units(rows).select_related("contract_leader")
    return units.prefetch_related(Prefetch("stewardships", stewards, to_attr="now_stewards"))


def now_stewards(site: Site) -> list[Stewardship]:
    """The stewards that `with_people` read with the site."""
    return cast("list[Stewardship]", cast("Any", site).now_stewards)


def lacking(what: str, *, today: date) -> Q:
    """A condition: the site lacks its owner, leader, steward, position or a check lately (GAPS)."""
    if what == "owner":
        return Q(owner__isnull=True)
    if what == "leader":
        return Q(contract_leader__isnull=True, contract_leader_name="")
    if what == "position":
        return Q(lon__isnull=True)
    if what == "check":
        return looked_condition(UNCOVERED, today)
    running = Stewardship.objects.filter(running_on(today), site=OuterRef("pk"))
    return Q(site_type__name__in=STEWARDED_TYPES.on(today)) & ~Q(Exists(running))


def sites_by_id(*, actor: Actor, site_ids: Sequence[UUID]) -> dict[UUID, Site]:
    """The sites with these ids that the actor sees. One query."""
    found = with_units(visible_sites(actor).filter(pk__in=site_ids))
    return {site.pk: site for site in found}


def unit_paths_of_sites() -> list[tuple[UUID, str, str]]:
    """Every site with the tree path of the unit in which it lies and of its owner, "" without one. One query."""
    rows = Site.objects.values_list("pk", "area__path", "owner__path")
    return [(pk, area, owner or "") for pk, area, owner in rows]


def sites_by_name(*, actor: Actor, names: Collection[str]) -> dict[str, list[Site]]:
    """The sites in use that the actor sees and that are called exactly so; a query for each 500 names."""
    found: dict[str, list[Site]] = {}
    wanted = sorted(names)
    for start in range(0, len(wanted), NAMES_AT_ONCE):
        rows = visible_sites(actor).filter(name__in=wanted[start : start + NAMES_AT_ONCE], is_active=True)
        for site in rows.select_related("area"):
            found.setdefault(site.name, []).append(site)
    return found


def visible_site_ids(actor: Actor, site_ids: Sequence[str]) -> set[str]:
    """Of these sites, those that the actor may see; one query."""
    return {str(pk) for pk in visible_sites(actor).filter(pk__in=site_ids).values_list("pk", flat=True)}


def site_reach(actor: Actor) -> SearchReach | None:
    """What of the sites the actor may see, in terms of the search; at most three queries."""
    if not actor.may(VIEW):
        return None
    if actor.everywhere(VIEW):
        return SearchReach()
    units = unit_ids_where(actor, VIEW)
    return SearchReach(unit_scopes(units), object_ids=[str(pk) for pk in sites_of_person(actor)])


def stewards_on(*, site_id: UUID, day: date) -> QuerySet[Stewardship]:
    """Who looks after a site on a day."""
    rows = Stewardship.objects.filter(running_on(day), site_id=site_id)
    return rows.select_related("person").order_by("kind", "pk")


def stewards_of_sites(*, site_ids: Collection[UUID], day: date) -> dict[UUID, list[tuple[str, str]]]:
    """Post and name of those who look after these sites on a day, by site. One query."""
    found: dict[UUID, list[tuple[str, str]]] = {}
    rows = Stewardship.objects.filter(running_on(day), site__in=site_ids).order_by("kind", "pk")
    for row in rows.only("site_id", "kind", "name"):
        found.setdefault(row.site_id, []).append((row.get_kind_display(), row.name))
    return found


def steward_names(*, site_ids: Collection[UUID], day: date) -> dict[UUID, list[str]]:
    """The names of those who look after these sites on a day, by site. One query."""
    found: dict[UUID, list[str]] = {}
    rows = Stewardship.objects.filter(running_on(day), site__in=site_ids).order_by("pk")
    for site_id, name in rows.values_list("site", "name"):
        found.setdefault(site_id, []).append(name)
    return found


def steward_history(*, site_id: UUID) -> QuerySet[Stewardship]:
    """Everybody who looks or looked after a site, the present ones first."""
    rows = Stewardship.objects.filter(site_id=site_id).select_related("person")
    is_past = ExpressionWrapper(Q(ends_on__isnull=False), output_field=BooleanField())
    return rows.order_by(is_past, "kind", "-starts_on", "pk")


@dataclass(frozen=True)
class UnitSites:
    """Sites of a unit: the first of those it owns and of those that lie in it or below, with how many there are."""

    owned: Sequence[Site]
    owned_count: int
    inside: Sequence[Site]
    inside_count: int


def panel_of_unit(*, actor: Actor, unit: Unit, today: date, at_most: int = 8) -> UnitSites:
    """The sites that a unit's page shows. Two queries, and one for each list that is longer than what is shown."""
    owned = sites_for(actor, SiteFilter(owner_id=unit.pk), today=today)
    inside = sites_for(actor, SiteFilter(), today=today).filter(within("area__path", frozenset({unit.path})))
    return UnitSites(*_first_of(owned, at_most), *_first_of(inside, at_most))


def _first_of(rows: QuerySet[Site], at_most: int) -> tuple[Sequence[Site], int]:
    """The first of them by number, and how many there are."""
    shown = list(with_units(rows).order_by("number")[:at_most])
    return shown, len(shown) if len(shown) < at_most else count_at_most(rows)


def sites_without_owner(*, actor: Actor) -> QuerySet[Site]:
    """Active sites that no unit answers for."""
    return with_units(visible_sites(actor).filter(is_active=True, owner__isnull=True))


MOST_COUNTED = 1_000  # further the product does not count on a page


def count_at_most(rows: QuerySet[Site], most: int = MOST_COUNTED) -> int:
    """How many rows there are, counting no further than one above `most`."""
    return rows.order_by()[: most + 1].count()


def count_words(count: int) -> str:
    """What people read for a number that `count_at_most` gave."""
    return str(count) if count <= MOST_COUNTED else f"{MOST_COUNTED:,}+"


def _unchecked_since(day: date) -> Q:
    return Q(last_checked_at__isnull=True) | Q(last_checked_at__lt=start_of(day))


def _matching(words: str) -> Q:
    return Q(name__icontains=words) | Q(number__icontains=words) | Q(address__icontains=words)
