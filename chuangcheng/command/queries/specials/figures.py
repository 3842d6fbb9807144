"""The figures of a special campaign: what was found, fixed and is open, how far it reached, who took part, targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries import ScopeCount, ScopeFigures, figures_in_scope
from chuangcheng.command.models import SpecialCampaign, SpecialTarget
from chuangcheng.command.queries.specials.lists import Special
from chuangcheng.command.queries.specials.made_of import MadeOf
from chuangcheng.command.queries.specials.scope import sites_of
from chuangcheng.command.queries.specials.work import UnitWork, Work, work_of
from chuangcheng.core.access import Actor
from chuangcheng.core.times import local_date
from chuangcheng.inspections.queries import SitesVisited, sites_visited
from chuangcheng.orgs.queries import UnitStanding, units_and_kinds
from chuangcheng.sites.access import VIEW as VIEW_SITES

TOWNS = frozenset({"street", "town"})  # kinds of units
NOTHING = UnitWork(0, 0, 0)
Kind = SpecialTarget.Kind


@dataclass(frozen=True, slots=True)
class Counted:
    """Cases and sites of a unit, a town or the whole."""

    name: str
    found: int = 0
    fixed: int = 0
    open: int = 0
    overdue: int = 0
    sites: int = 0  # in scope
    visited: int = 0  # of these, at least once in a round of the campaign
    work: UnitWork = NOTHING
    unit_id: int | None = None

    @property
    def fixed_rate(self) -> int | None:
        """In whole percent, downwards; None when nothing was found."""
        return self.fixed * 100 // self.found if self.found else None

    @property
    def coverage(self) -> int | None:
        """In whole percent, downwards; None without sites."""
        return min(self.visited, self.sites) * 100 // self.sites if self.sites else None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the campaign."""

    day: date
    found: int
    fixed: int
    visited: int
    people: int


@dataclass(frozen=True, slots=True)
class TargetStand:
    """A target and what stands today."""

    target: SpecialTarget
    stands: int | None

    @property
    def is_reached(self) -> bool:
        return self.stands is not None and self.stands >= self.target.number


@dataclass(frozen=True, slots=True)
class SpecialFigures:
    """All of them, as far as the actor sees the cases, sites and reports."""

    whole: Counted
    by_unit: Sequence[Counted]  # who leads the cases or reports
    by_town: Sequence[Counted]  # where cases and sites lie
    days: Sequence[Day]  # up to today, the first first
    targets: Sequence[TargetStand]
    silent: Sequence[str]  # names of units that never reported


def figures_of(*, actor: Actor, found: SpecialCampaign, now: datetime) -> SpecialFigures:
    """The same for who needs nothing else."""
    return figures_with(actor=actor, parts=Special(found), now=now)


def figures_with(*, actor: Actor, parts: Special, now: datetime) -> SpecialFigures:
    """A fixed number of queries, however many cases, sites and reports; none over a whole table."""
    found, made = parts.campaign, parts.made_of
    may_see = actor.may(VIEW_CASES)
    cases = figures_in_scope(actor=actor, scope=made.scope(found), now=now) if may_see else ScopeFigures([], {}, {})
    sites = _sites_by_area(actor, made)
    visited = sites_visited(actor=actor, round_ids=made.round_ids) if made.round_ids else SitesVisited({}, {})
    work = work_of(actor=actor, found=found)
    units = {unit.pk: unit.name for unit in made.units}
    whole = _sum("", cases.counts, sum(sites.values()), sum(visited.by_area.values()), _all_work(work))
    days = _days(found, now, cases.told, cases.fixed, visited.by_day, work.by_day)
    areas = {*sites, *visited.by_area, *(each.area_id for each in cases.counts if each.area_id is not None)}
    leading = {each.unit_id for each in cases.counts if each.unit_id is not None}
    known = units_and_kinds(unit_ids=areas | leading, kinds=TOWNS)
    return SpecialFigures(
        whole=whole,
        by_unit=_by_unit(cases.counts, work, units, known),
        by_town=_by_town(cases.counts, sites, visited.by_area, _towns_of(areas, known)),
        days=days,
        targets=[TargetStand(row, _stands(Kind(row.kind), whole)) for row in made.targets],
        silent=[units[unit_id] for unit_id in work.silent(list(units))],
    )


def _sites_by_area(actor: Actor, made: MadeOf) -> Mapping[int, int]:
    if not actor.may(VIEW_SITES):
        return {}
    rows = sites_of(actor, made).order_by().values_list("area").annotate(Count("pk"))
    return dict(rows)


def _all_work(work: Work) -> UnitWork:
    return UnitWork(sum(each.days for each in work.by_unit.values()), work.people, work.hours)


def _sum(
    name: str,
    counts: Sequence[ScopeCount],
    sites: int = 0,
    visited: int = 0,
    work: UnitWork = NOTHING,
    unit_id: int | None = None,
) -> Counted:
    return Counted(
        name=name,
        found=sum(each.found for each in counts),
        fixed=sum(each.fixed for each in counts),
        open=sum(each.open for each in counts),
        overdue=sum(each.overdue for each in counts),
        sites=sites,
        visited=visited,
        work=work,
        unit_id=unit_id,
    )


def _by_unit(
    counts: Sequence[ScopeCount], work: Work, units: Mapping[int, str], known: Mapping[int, UnitStanding]
) -> list[Counted]:
    """Those that take part first, in the order of the tree; then others that lead cases."""
    others = {each.unit_id for each in counts if each.unit_id is not None} - set(units)
    names = {**units, **{pk: known[pk].name for pk in others if pk in known}}
    rows = [
        _sum(name, [each for each in counts if each.unit_id == pk], work=work.by_unit.get(pk, NOTHING), unit_id=pk)
        for pk, name in names.items()
    ]
    return [*rows[: len(units)], *sorted(rows[len(units) :], key=lambda row: (-row.found, row.name))]


def _towns_of(areas: Iterable[int], known: Mapping[int, UnitStanding]) -> dict[int, tuple[int, str]]:
    """Id and name of the street or town of each area; of itself where it lies in none."""
    towns = sorted(((pk, unit) for pk, unit in known.items() if unit.kind in TOWNS), key=lambda each: each[1].path)
    found = {pk: (pk, known[pk].name) for pk in areas if pk in known}
    for pk in found:
        for town, unit in towns:  # the nearest comes last
            if known[pk].path.startswith(unit.path):
                found[pk] = (town, unit.name)
    return found


def _by_town(
    counts: Sequence[ScopeCount],
    sites: Mapping[int, int],
    visited: Mapping[int, int],
    towns: Mapping[int, tuple[int, str]],
) -> list[Counted]:
    """Streets and towns; what lies in none of them under its own area."""
    names = dict(towns.values())
    town_of = {area: pk for area, (pk, _name) in towns.items()}
    found = [
        _sum(
            name,
            [each for each in counts if town_of.get(each.area_id or 0) == pk],
            sum(count for area, count in sites.items() if town_of.get(area) == pk),
            sum(count for area, count in visited.items() if town_of.get(area) == pk),
            unit_id=pk,
        )
        for pk, name in names.items()
    ]
    return sorted(found, key=lambda row: (-row.found, -row.sites, row.name))


def _days(
    found: SpecialCampaign,
    now: datetime,
    told: Mapping[date, int],
    fixed: Mapping[date, int],
    visited: Mapping[date, int],
    people: Mapping[date, int],
) -> list[Day]:
    """Each day of the campaign up to today; what was fixed afterwards counts for the whole, not for a day."""
    last = min(found.ends_on, local_date(now))
    days = [found.starts_on + timedelta(days=each) for each in range((last - found.starts_on).days + 1)]
    return [Day(day, told.get(day, 0), fixed.get(day, 0), visited.get(day, 0), people.get(day, 0)) for day in days]


def _stands(kind: SpecialTarget.Kind, whole: Counted) -> int | None:
    stands = {
        Kind.FOUND: whole.found,
        Kind.FIXED: whole.fixed,
        Kind.FIXED_RATE: whole.fixed_rate,
        Kind.SITES: whole.visited,
        Kind.COVERAGE: whole.coverage,
        Kind.PEOPLE: whole.work.people,
        Kind.HOURS: whole.work.hours,
    }
    return stands[kind]
