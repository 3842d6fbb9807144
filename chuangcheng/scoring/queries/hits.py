"""Hits on the negative list: those that count in a sheet, and those that people work on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q

from chuangcheng.core.access import Actor, require
from chuangcheng.orgs.queries import subtree_ids
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.engine import Hit, HitStatus
from chuangcheng.scoring.models import HitStep, NegativeHit
from chuangcheng.scoring.policies import LOOK_BACK_MONTHS
from chuangcheng.scoring.workflow import HitState, state_after

if TYPE_CHECKING:
    from chuangcheng.scoring.queries.choice import SheetChoice
    from chuangcheng.standards.models import Framework, NegativeEntry

# Steps that led here count to the engine as such; what was never recorded does not come to it at all.
ENGINE_STATUS: Mapping[HitState, HitStatus] = {
    HitState.RECORDED: HitStatus.UNCONFIRMED,
    HitState.STANDING: HitStatus.STANDING,
    HitState.APPEALED: HitStatus.APPEALED,
    HitState.LIFTED: HitStatus.LIFTED,
}


@dataclass(frozen=True)
class EntryStanding:
    """An entry of the list with how it stands."""

    entry: NegativeEntry
    standing: int  # hits that count today
    waiting: int  # hits recorded or appealed
    warnings: int


def hits_counting(row: Framework, choice: SheetChoice) -> list[Hit]:
    """The hits that the sheet knows, those that stand last, so that of an entry with several one that stands counts.

    A hit counts from the day it happened to the end of the entry's look-back; one of another unit counts for the whole
    place only. Hits of earlier editions follow by the code of the entry. At most three queries.
    """
    day = choice.last_day(row)
    found = NegativeHit.objects.filter(entry__framework__code=row.code, happened_on__lte=day)
    if choice.subject:
        found = found.filter(Q(unit=None) | Q(unit__in=subtree_ids(path=choice.subject.path)))
    rows = [hit for hit in found.select_related("entry").order_by("made_at") if day <= last_counting_day(hit)]
    states = _states(rows, choice.known_at)
    known = [(hit, ENGINE_STATUS[state]) for hit in rows if (state := states.get(hit.pk)) and state in ENGINE_STATUS]
    known.sort(key=lambda pair: pair[1] is HitStatus.STANDING)
    return [Hit(hit.entry.code, status) for hit, status in known]


def last_counting_day(hit: NegativeHit) -> date:
    """The last day on which the hit still counts: its day so many months later. Source: the entry, or the setting."""
    own = hit.entry.look_back_months
    return months_later(hit.happened_on, LOOK_BACK_MONTHS.on(hit.happened_on) if own is None else own)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day when it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def hits_version(row: Framework) -> tuple[Any, ...]:
    """Changes whenever a hit of the framework makes a step. One query."""
    steps = HitStep.objects.filter(hit__entry__framework__code=row.code)
    return tuple(steps.aggregate(count=Count("pk"), last=Max("made_at")).values())


def negative_list(*, actor: Actor, framework: Framework, day: date) -> list[EntryStanding]:
    """Every entry of the edition in order, with how many hits stand, wait and warn. Two queries."""
    require(actor, VIEW)
    counts: dict[str, dict[str, int]] = {}
    hits = NegativeHit.objects.filter(entry__framework__code=framework.code, happened_on__lte=day)
    for hit in hits.select_related("entry"):
        if hit.state != HitState.STANDING or day <= last_counting_day(hit):
            states = counts.setdefault(hit.entry.code, {})
            states[hit.state] = states.get(hit.state, 0) + 1
    return [_standing(entry, counts.get(entry.code, {})) for entry in framework.negative_entries.all()]


def _standing(entry: NegativeEntry, states: Mapping[str, int]) -> EntryStanding:
    waiting = states.get(HitState.RECORDED, 0) + states.get(HitState.APPEALED, 0)
    return EntryStanding(entry, states.get(HitState.STANDING, 0), waiting, states.get(HitState.SUSPECTED, 0))


def _states(hits: Sequence[NegativeHit], known_at: datetime | None) -> dict[Any, HitState | None]:
    """The state of each hit, now or as it was known at a moment."""
    if known_at is None:
        return {hit.pk: HitState(hit.state) for hit in hits}
    made: dict[Any, list[str]] = {}
    steps = HitStep.objects.filter(hit__in=hits, made_at__lte=known_at).order_by("made_at", "pk")
    for hit_id, move in steps.values_list("hit_id", "move"):
        made.setdefault(hit_id, []).append(move)
    return {key: state_after(moves) for key, moves in made.items()}
