"""What units are asked for in a week or a month: a line for each unit, one unit's list, what was asked all the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.spans import months_of, week_of
from chuangcheng.orgs.access import VIEW_LOAD, units_where
from chuangcheng.orgs.models import Ask, Unit
from chuangcheng.orgs.policies import KINDS_SPARED, MOST_ASKS_A_WEEK
from chuangcheng.orgs.slots import ask_addresses, visits_of_units

WEEK, MONTH = "week", "month"
ONE_DAY = timedelta(days=1)
MOST_LISTED = 500  # of one unit in a month: our choice
Kind = Ask.Kind


@dataclass(frozen=True, slots=True)
class Span:
    """A week from Monday, or a month; both days included."""

    kind: str  # WEEK, MONTH
    first: date
    last: date

    @property
    def before(self) -> Span:
        return span_of(self.kind, self.first - ONE_DAY)

    @property
    def after(self) -> Span:
        return span_of(self.kind, self.last + ONE_DAY)


@dataclass(frozen=True, slots=True)
class LoadLine:
    """What one unit is asked for; visits are those that were made and are released."""

    unit: Unit
    counts: dict[str, int]  # kind → number
    total: int
    before: int  # in the span before
    despite: int  # asked although the same was open, or above the limit
    is_over: bool  # more than the office set for a week


@dataclass(frozen=True, slots=True)
class Load:
    """All units that are counted, the most loaded first."""

    span: Span
    lines: list[LoadLine]
    limit: int  # of a week; 0: none
    askers: list[tuple[str, int]]  # who asks most, by the name of the unit
    kinds_before: dict[str, int]  # kind → number in the span before
    is_every: bool  # every unit that the actor sees, not only those whose load is limited

    @property
    def total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def before(self) -> int:
        return sum(line.before for line in self.lines)


def span_of(kind: str, day: date) -> Span:
    """The week or the month in which the day lies."""
    if kind != MONTH:
        return Span(WEEK, *week_of(day))
    return Span(MONTH, *months_of(day, 1))


def load_of(*, actor: Actor, span: Span) -> Load:
    """The units whose load is limited; every unit of an actor who sees none of those. Eight queries at most."""
    spared = KINDS_SPARED.on(span.last)
    units = _units(actor, spared)
    return _load(span, units, spared, is_every=False) if units else load_of_every(actor=actor, span=span)


def load_of_every(*, actor: Actor, span: Span) -> Load:
    """The same of every unit that the actor sees, of whatever kind but the whole place."""
    kinds = [kind for kind in Unit.Kind.values if kind != Unit.Kind.PLACE]
    return _load(span, _units(actor, kinds), KINDS_SPARED.on(span.last), is_every=True)


def visits_to(*, unit_id: int, span: Span) -> int:
    """Visits that were made in the span to sites of this unit and are released."""
    return sum(visits(span.first, span.last).get(unit_id, 0) for visits in visits_of_units)


def asks_of(*, unit_id: int, span: Span) -> list[tuple[Ask, str]]:
    """What the unit is asked for in the span with its address, the newest first. One query."""
    rows = _asked(span).filter(unit=unit_id).select_related("asked_by").order_by("-asked_at", "-pk")[:MOST_LISTED]
    return [(row, _address(row)) for row in rows]


def asks_despite(found: Load) -> list[Ask]:
    """What was asked with a reason although one like it was open or the limit reached, the newest first. One query."""
    units = [line.unit.pk for line in found.lines if line.despite]
    rows = _asked(found.span).filter(unit__in=units).exclude(despite="").select_related("unit", "asked_by")
    return list(rows.order_by("-asked_at", "-pk")[:MOST_LISTED])


def _units(actor: Actor, kinds: Collection[str]) -> list[Unit]:
    return list(units_where(actor, VIEW_LOAD).filter(kind__in=kinds, closed_on__isnull=True).defer("boundary"))


def _load(span: Span, units: Sequence[Unit], spared: Collection[str], *, is_every: bool) -> Load:
    ids = {unit.pk for unit in units}
    now, before = _counts(span, ids), _counts(span.before, ids)
    despite = Counter(_asked(span).filter(unit__in=ids).exclude(despite="").values_list("unit", flat=True))
    limit = MOST_ASKS_A_WEEK.on(span.last)
    limited = spared if span.kind == WEEK else ()
    lines = [
        _line(unit, now[unit.pk], sum(before[unit.pk].values()), despite[unit.pk], limit if unit.kind in limited else 0)
        for unit in units
    ]
    lines.sort(key=lambda line: (-line.total, line.unit.path))
    past = sum(before.values(), Counter[str]())
    return Load(span, lines, limit, _askers(span, ids), {kind: past[kind] for kind in Kind.values}, is_every)


def _line(unit: Unit, counts: Counter[str], before: int, despite: int, limit: int) -> LoadLine:
    asked = sum(counts.values()) - counts[Kind.VISIT]
    is_over = bool(limit) and asked > limit
    return LoadLine(
        unit=unit,
        counts={kind: counts[kind] for kind in Kind.values},
        total=sum(counts.values()),
        before=before,
        despite=despite,
        is_over=is_over,
    )


def _asked(span: Span) -> QuerySet[Ask]:
    return Ask.objects.filter(asked_on__range=(span.first, span.last), is_taken_back=False)


def _counts(span: Span, ids: set[int]) -> defaultdict[int, Counter[str]]:
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for unit_id, kind, number in _asked(span).values_list("unit", "kind").annotate(number=Count("pk")).order_by():
        if unit_id in ids:
            found[unit_id][kind] += number
    for visits in visits_of_units:
        for unit_id, number in visits(span.first, span.last).items():
            if unit_id in ids:
                found[unit_id][Kind.VISIT] += number
    return found


def _askers(span: Span, ids: set[int]) -> list[tuple[str, int]]:
    rows = _asked(span).filter(unit__in=ids).exclude(asked_by_unit="")
    counted = rows.values_list("asked_by_unit").annotate(number=Count("pk")).order_by("-number", "asked_by_unit")
    return list(counted[:5])


def _address(row: Ask) -> str:
    found = ask_addresses.get(row.source_kind)
    return found(row.source_id) if found is not None else ""
