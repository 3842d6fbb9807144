"""Regulations for lists, pages and to-dos; how they stood on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from chuangcheng.command.circular_access import KEEP, READ, visible_regulations
from chuangcheng.command.library_indexing import REGULATION
from chuangcheng.command.models import Regulation
from chuangcheng.command.regulation_policies import RUNS_OUT_WITHIN
from chuangcheng.command.regulation_states import Dates, Standing, standing_on
from chuangcheng.core.access import Actor
from chuangcheng.core.search import record_ids
from chuangcheng.orgs.queries import unit_names

MOST_CHAIN = 50  # versions of one rule; our choice


@dataclass(frozen=True, slots=True)
class RegulationFilter:
    """What a list shows, and as of which day."""

    day: date
    standing: str = ""  # Standing; empty: all
    kind: str = ""
    words: str = ""


@dataclass(frozen=True)
class RegulationStory:
    """What the page of a regulation shows."""

    regulation: Regulation
    standing: Standing
    chain: list[tuple[Regulation, Standing]]  # all versions, the newest first, this one among them
    units: list[str]  # bound by name; none: all
    files: list[object]


def dates_of(found: Regulation) -> Dates:
    """The days of a regulation whose `replaced_by` was read with it."""
    after = getattr(found, "replaced_by", None)
    return Dates(
        found.in_force_from,
        found.in_force_until,
        found.repealed_from,
        None if after is None else after.in_force_from,
    )


def regulations_shown(*, actor: Actor, chosen: RegulationFilter) -> QuerySet[Regulation]:
    """The regulations of a list, what came into force last first."""
    rows = visible_regulations(actor).select_related("replaced_by", "basis")
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.standing:
        rows = rows.filter(_stands(chosen.standing, chosen.day))
    if chosen.words.strip():
        rows = rows.filter(pk__in=record_ids(actor=actor, kind=REGULATION, query=chosen.words))
    return rows.order_by("-in_force_from", "-pk")


def regulation_story(*, actor: Actor, regulation: Regulation, today: date) -> RegulationStory:
    """All of it; a query for each version of the chain."""
    chain = [regulation]
    while chain[-1].replaces_id is not None and len(chain) < MOST_CHAIN:
        former = visible_regulations(actor).select_related("replaced_by").get(pk=chain[-1].replaces_id)
        chain.append(former)
    while (after := getattr(chain[0], "replaced_by", None)) is not None and len(chain) < MOST_CHAIN:
        chain.insert(0, visible_regulations(actor).select_related("replaced_by").get(pk=after.pk))
    return RegulationStory(
        regulation=regulation,
        standing=standing_on(dates_of(regulation), today),
        chain=[(row, standing_on(dates_of(row), today)) for row in chain],
        units=sorted(unit_names(regulation.units.values_list("unit", flat=True)).values()),
        files=list(regulation.files.select_related("file").defer("text")),
    )


def running_out(*, actor: Actor, today: date) -> QuerySet[Regulation] | None:
    """What ends within the days of the setting and nothing replaces yet, for who keeps them."""
    if not actor.everywhere(KEEP):
        return None
    last = today + timedelta(days=RUNS_OUT_WITHIN.on(today))
    rows = Regulation.objects.filter(in_force_until__range=(today, last), in_force_from__lte=today)
    rows = rows.filter(repealed_from__isnull=True, replaced_by__isnull=True).defer("text")
    return rows.order_by("in_force_until", "pk")


def visible_regulation_ids(actor: Actor, ids: Sequence[str]) -> set[str]:
    """Of these ids, those that the actor may see."""
    if not actor.may(READ):
        return set()
    return {str(pk) for pk in visible_regulations(actor).filter(pk__in=ids).values_list("pk", flat=True)}


def _stands(standing: str, day: date) -> Q:
    """The rows that `regulation_states.standing_on` puts there on the day."""
    replaced = Q(replaced_by__in_force_from__lte=day)
    repealed = Q(repealed_from__lte=day)
    expired = Q(in_force_until__lt=day)
    begun = Q(in_force_from__lte=day)
    return {
        Standing.COMING.value: Q(in_force_from__gt=day),
        Standing.IN_FORCE.value: begun & _not_yet("repealed_from", day) & _open_until(day) & _not_replaced(day),
        Standing.EXPIRED.value: expired & _not_yet("repealed_from", day) & _not_replaced(day),
        Standing.REPEALED.value: repealed & _not_replaced(day),
        Standing.REPLACED.value: replaced,
    }.get(standing, Q())


def _not_yet(field: str, day: date) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": day})


def _open_until(day: date) -> Q:
    return Q(in_force_until__isnull=True) | Q(in_force_until__gte=day)


def _not_replaced(day: date) -> Q:
    return Q(replaced_by__isnull=True) | Q(replaced_by__in_force_from__gt=day)
