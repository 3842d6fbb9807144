"""Rounds of official results as they are looked at: the ranking, our place, and how it moved since the round before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.scoring.access import VIEW_RANKS, official_round_for, visible_official_rounds
from chuangcheng.scoring.engine import Place, Ranking, Standing
from chuangcheng.scoring.queries.official_rows import agrees_with, faults_in_force, ranking_of, results_in_force

if TYPE_CHECKING:
    from chuangcheng.scoring.models import HardFault, OfficialResult, OfficialRound

MOST_ROUNDS = 12  # of a trend; our choice
MOST_RIVALS = 4  # chosen for a trend; our choice


@dataclass(frozen=True)
class RankedPlace:
    """One place of a round: what was published and what follows from the totals."""

    result: OfficialResult
    standing: Standing
    faults: Sequence[HardFault]
    agrees: bool  # whether the published place is one of those by totals


@dataclass(frozen=True)
class RoundResults:
    """A round with everybody's place, best first."""

    round: OfficialRound
    ranking: Ranking
    places: Sequence[RankedPlace]

    @property
    def ours(self) -> RankedPlace | None:
        """Our place, None when we were not in the round."""
        return next((place for place in self.places if place.result.is_ours), None)

    def of(self, name: str) -> RankedPlace | None:
        """The place of this name."""
        return next((place for place in self.places if place.result.place == name), None)


@dataclass(frozen=True)
class LatestStanding:
    """Where we stand by the last round that we were in, for a leader's screen."""

    round: OfficialRound
    total: Decimal | None  # points of 100
    group: str  # "" when the round has none
    place: int | None  # in our group, over all without groups; None without a total
    sharing: int  # places with the same total, ours included
    size: int  # of the group, or of everybody
    over_all: int | None  # place among everybody
    everybody: int
    to_line: Fraction | None  # points above the line, negative below
    change: int | None  # places gained since the round before, negative lost; None: nothing to compare with
    before: OfficialRound | None  # the round compared with
    missing: int  # totals not published: places are provisional while there are any
    faults: int  # hard faults named beside us


def round_results(*, actor: Actor, round_id: UUID) -> RoundResults:
    """The round with everybody's place. Three queries. Raises NotFound."""
    return _with_places([official_round_for(actor, round_id)])[0]


def latest_round(*, actor: Actor) -> OfficialRound | None:
    """The round held last that we were in, else the last one; what the page shows when nobody chose."""
    rows = visible_official_rounds(actor)
    ours = rows.filter(results__is_ours=True, results__corrected_by__isnull=True).first()
    return ours or rows.first()


def rounds_like(*, actor: Actor, found: OfficialRound, at_most: int = MOST_ROUNDS) -> list[OfficialRound]:
    """The rounds of the same framework, whatever its edition, up to this one, the oldest first."""
    rows = visible_official_rounds(actor).filter(framework__code=found.framework.code, held_on__lte=found.held_on)
    return list(rows[:at_most])[::-1]


def results_of_rounds(rounds: Sequence[OfficialRound]) -> list[RoundResults]:
    """Everybody's place in each of these rounds. Two queries, whatever their number."""
    return _with_places(rounds)


def round_before(rounds: Sequence[RoundResults], found: OfficialRound) -> RoundResults | None:
    """Of rounds in order of time, the one of the same level before this one in which we were."""
    earlier = [each for each in rounds if each.round.held_on < found.held_on and each.round.level == found.level]
    return next((each for each in reversed(earlier) if each.ours is not None), None)


def headline(place: RankedPlace) -> Place | None:
    """The place that counts most: in the group, over all where there are no groups."""
    return place.standing.in_group or place.standing.over_all


def places_gained(now: RoundResults, before: RoundResults | None) -> int | None:
    """By how many places we rose, negative fell; None where one of the two has no place of the same kind."""
    if before is None or now.ours is None or before.ours is None or _kind(now) != _kind(before):
        return None
    here, there = headline(now.ours), headline(before.ours)
    return None if here is None or there is None else there.number - here.number


def latest_standing(actor: Actor) -> LatestStanding | None:
    """Our place in the last round, and how it moved; None for who may not see it, or before any. Four queries."""
    if not actor.may(VIEW_RANKS):
        return None
    found = latest_round(actor=actor)
    if found is None:
        return None
    rounds = _with_places(rounds_like(actor=actor, found=found))
    now = next(each for each in rounds if each.round.pk == found.pk)
    if now.ours is None:
        return None
    before = round_before(rounds, found)
    result, standing = now.ours.result, now.ours.standing
    place, scope = headline(now.ours), now.ranking.scope(result.group)
    return LatestStanding(
        round=found,
        total=result.total,
        group=result.group,
        place=place.number if place else None,
        sharing=place.sharing if place else 0,
        size=scope.size,
        over_all=standing.over_all.number if standing.over_all else None,
        everybody=now.ranking.over_all.size,
        to_line=standing.to_line,
        change=places_gained(now, before),
        before=before.round if before else None,
        missing=scope.missing,
        faults=len(now.ours.faults),
    )


def _kind(found: RoundResults) -> str:
    return "group" if found.ours is not None and found.ours.result.group else "all"


def _with_places(rounds: Sequence[OfficialRound]) -> list[RoundResults]:
    keys = [each.pk for each in rounds]
    results: dict[UUID, list[OfficialResult]] = {key: [] for key in keys}
    for result in results_in_force(keys):
        results[result.round_id].append(result)
    faults: dict[tuple[UUID, str], list[HardFault]] = {}
    for fault in faults_in_force(keys):
        faults.setdefault((fault.round_id, fault.place), []).append(fault)
    return [_ranked(each, results[each.pk], faults) for each in rounds]


def _ranked(
    found: OfficialRound, results: Sequence[OfficialResult], faults: Mapping[tuple[UUID, str], Sequence[HardFault]]
) -> RoundResults:
    ranked = ranking_of(found, results)
    by_place = {result.place: result for result in results}
    places = [
        RankedPlace(
            result=by_place[standing.entrant.name],
            standing=standing,
            faults=faults.get((found.pk, standing.entrant.name), ()),
            agrees=agrees_with(by_place[standing.entrant.name].published_place, standing),
        )
        for standing in ranked.standings
    ]
    return RoundResults(found, ranked, places)
