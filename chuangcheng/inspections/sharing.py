"""Who of a team sees which sites. Pure; all our choice.

Evenly: runs of neighbours of the same length. Rotating: the same runs, each round one member further, so that after as
many rounds as there are members everybody has seen everything. By area: members have towns; towns of nobody, and sites
outside them, go to members without towns, or to all. Fixed: a site keeps who had it last. Owner: a site goes to the
unit that answers for it, whose people check themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

EVENLY, ROTATING, BY_AREA, FIXED, OWNER = "evenly", "rotating", "by_area", "fixed", "owner"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of a team: a person or a unit."""

    person_id: int | None = None
    unit_id: int | None = None
    town_ids: tuple[int, ...] = ()  # in a plan that is shared by area


@dataclass(frozen=True, slots=True)
class Place:
    """A site to be shared out, in the order of the tree."""

    site_id: str
    town_id: int = 0
    last: Member | None = None  # who had it in the round before
    unit_id: int | None = None  # that answers for it


def share(*, places: Sequence[Place], team: Sequence[Member], sharing: str, turn: int) -> dict[str, Member]:
    """Site → member; `turn`: how many rounds the plan has had. Empty without a team."""
    if sharing == OWNER:
        return {place.site_id: Member(unit_id=place.unit_id) for place in places if place.unit_id is not None}
    if not team:
        return {}
    if sharing == BY_AREA:
        return _by_area(places, team)
    if sharing == FIXED:
        return _fixed(places, team)
    return _runs(places, team, turn if sharing == ROTATING else 0)


def among_present(
    *, shares: Mapping[str, Member], absent: Mapping[int, int | None]
) -> dict[str, tuple[Member, int | None]]:
    """Site → who visits it and for whom; what an absent person without substitute has goes evenly to those present.

    absent: person → substitute.
    """
    away = set(absent)
    present = list(dict.fromkeys(member for member in shares.values() if member.person_id not in away))
    found: dict[str, tuple[Member, int | None]] = {}
    spread = 0
    for site_id, member in shares.items():
        if member.person_id is None or member.person_id not in away:
            found[site_id] = (member, None)
            continue
        substitute = stand_in(member.person_id, absent)
        if substitute is not None:
            found[site_id] = (Member(person_id=substitute), member.person_id)
        elif present:
            found[site_id] = (present[spread % len(present)], member.person_id)
            spread += 1
    return found


def stand_in(person_id: int, absent: Mapping[int, int | None]) -> int | None:
    """Who is there in place of an absent person: the substitute, or the substitute's; None when nobody is."""
    seen, current = {person_id}, absent.get(person_id)
    while current is not None and current in absent:
        if current in seen:
            return None
        seen.add(current)
        current = absent[current]
    return None if current in seen else current


def _runs(places: Sequence[Place], team: Sequence[Member], turn: int) -> dict[str, Member]:
    count = len(team)
    return {place.site_id: team[(index * count // len(places) + turn) % count] for index, place in enumerate(places)}


def _by_area(places: Sequence[Place], team: Sequence[Member]) -> dict[str, Member]:
    groups: dict[tuple[Member, ...], list[Place]] = {}
    others = tuple(member for member in team if not member.town_ids) or tuple(team)
    for place in places:
        own = tuple(member for member in team if place.town_id in member.town_ids) or others
        groups.setdefault(own, []).append(place)
    return {site_id: member for own, rows in groups.items() for site_id, member in _runs(rows, own, 0).items()}


def _fixed(places: Sequence[Place], team: Sequence[Member]) -> dict[str, Member]:
    by_key = {(member.person_id, member.unit_id): member for member in team}
    found: dict[str, Member] = {}
    for place in places:
        member = by_key.get((place.last.person_id, place.last.unit_id)) if place.last else None
        if member is not None:
            found[place.site_id] = member
    load = {member: sum(1 for other in found.values() if other == member) for member in team}
    for place in places:
        if place.site_id not in found:
            lightest = min(team, key=lambda member: load[member])
            found[place.site_id] = lightest
            load[lightest] += 1
    return found
