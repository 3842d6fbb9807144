"""时间过半、任务过半: the share of time passed against the share of work done, by unit, and how punctual units are.

Our choice throughout: the span is that from the present stage of the campaign to its next visit, else the edition's
window, else the year; time is counted in calendar days; each kind of work of a unit counts the same, whatever its size.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import VIEW as VIEW_CASES
from chuangcheng.cases.queries import Punctuality, punctuality
from chuangcheng.core.pace import Work, pace_parts
from chuangcheng.orgs.queries import unit_names

if TYPE_CHECKING:
    from chuangcheng.workbench.board.situation import Situation

KEPT_SECONDS = 300  # that the sums over the whole span are kept: our choice, they move slowly
PUNCTUAL_DAYS = 30  # over which units are compared: our choice
LEAST_DUE = 3  # cases that a unit must have had to be compared: our choice
MOST_UNITS = 5  # worst, and best
ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days that the pace is measured over."""

    label: str
    first: date
    last: date

    def passed(self, today: date) -> Decimal:
        """The share of days passed, today included; per cent, whole."""
        days = min(max((today - self.first).days + 1, 0), self.length)
        return share(days, self.length)

    @property
    def length(self) -> int:
        """Days, both ends included."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class PartDone:
    """One kind of work of one unit, or of all."""

    name: str
    done: int
    planned: int
    url: str

    @property
    def percent(self) -> Decimal:
        """The share done; per cent, whole."""
        return share(self.done, self.planned)


@dataclass(frozen=True, slots=True)
class UnitPace:
    """A unit with its share of work done."""

    unit_id: int
    name: str
    parts: Sequence[PartDone]
    behind: Decimal  # percentage points that time is ahead of work; negative: work is ahead

    @property
    def percent(self) -> Decimal:
        """The mean of the shares of its kinds of work; per cent, whole."""
        return mean(self.parts)


@dataclass(frozen=True)
class Pace:
    """The pace of everybody."""

    span: Span
    passed: Decimal  # of time, per cent
    parts: Sequence[PartDone]  # of all units together
    told: Sequence[tuple[str, str]]  # name of each kind of work, and what counts
    units: Sequence[UnitPace]  # the furthest behind first

    @property
    def percent(self) -> Decimal | None:
        """The mean of the shares of the kinds of work; None before there is any."""
        return mean(self.parts) if self.parts else None

    @property
    def behind_count(self) -> int:
        """Units whose work is behind the time."""
        return sum(unit.behind > 0 for unit in self.units)


@dataclass(frozen=True, slots=True)
class UnitRate:
    """A unit with its 按期结案率."""

    unit_id: int
    name: str
    rate: Decimal
    to_close: int
    overdue: int
    url: str  # its overdue cases, or all that were due


def share(part: int, whole: int) -> Decimal:
    """Per cent, half up to a whole one; 0 of nothing."""
    return (Decimal(100) * part / whole).quantize(ONE, ROUND_HALF_UP) if whole else Decimal(0)


def mean(parts: Sequence[PartDone]) -> Decimal:
    """The mean of the shares, half up to a whole per cent."""
    exact = sum((Decimal(100) * part.done / part.planned for part in parts), Decimal(0))
    return (exact / len(parts)).quantize(ONE, ROUND_HALF_UP)


def span_of(found: Situation) -> Span:
    """From the present stage of the campaign to its next visit, else the window of the edition, else the year."""
    row, today = found.campaign, found.today
    if row and row.next_visit and row.stage and row.stage.step and row.stage.step.happened_on <= today:
        label = f"{row.creation.name}·{row.stage.name}"
        return Span(label, row.stage.step.happened_on, row.next_visit.visit.last_on)
    edition = found.edition
    if edition and edition.window_from and edition.window_to and edition.window_from <= today <= edition.window_to:
        return Span(_("%(name)s的测评周期") % {"name": edition.name}, edition.window_from, edition.window_to)
    return Span(_("%(year)s年度") % {"year": today.year}, date(today.year, 1, 1), date(today.year, 12, 31))


def pace_and_rates(found: Situation) -> tuple[Pace, Sequence[UnitRate]]:
    """The pace of every unit that has work, and the punctuality of those that had enough, the worst first.

    A query for each kind of work and one of names; most of the time only that of the names.
    """
    span = span_of(found)
    works, rates = _kept(found, span)
    names = unit_names({row[0] for rows in works.values() for row in rows} | {row[0] for row in rates})
    return _pace(found, span, works, names), _rates(found, rates, names)


def _kept(
    found: Situation, span: Span
) -> tuple[dict[str, list[tuple[int, int, int]]], list[tuple[int, int, int, int]]]:
    """Numbers only, so that they serve every language; apart for whoever does not see the whole place."""
    actor = found.actor
    who = "all" if actor.everywhere(VIEW_CASES) else f"person-{actor.person_id}"
    key = f"workbench-pace-{who}-{span.first}-{span.last}-{found.today}"
    kept: tuple[dict[str, list[tuple[int, int, int]]], list[tuple[int, int, int, int]]] | None = cache.get(key)
    if kept is None:
        kept = _counted(found, span)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _counted(
    found: Situation, span: Span
) -> tuple[dict[str, list[tuple[int, int, int]]], list[tuple[int, int, int, int]]]:
    works: dict[str, list[tuple[int, int, int]]] = {}
    for place, part in enumerate(pace_parts):
        rows: Sequence[Work] = part.works(found.actor, span.first, span.last, found.now)
        works[str(place)] = [(row.unit_id, row.done, row.planned) for row in rows if row.planned]
    first = found.today - timedelta(days=PUNCTUAL_DAYS)
    due = punctuality(actor=found.actor, first=first, last=found.today - timedelta(days=1), now=found.now)
    return works, [(row.unit_id, row.to_close, row.on_time, row.overdue) for row in due]


def _pace(
    found: Situation, span: Span, works: Mapping[str, Sequence[tuple[int, int, int]]], names: Mapping[int, str]
) -> Pace:
    passed = span.passed(found.today)
    together: list[PartDone] = []
    by_unit: defaultdict[int, list[PartDone]] = defaultdict(list)
    for place, part in enumerate(pace_parts):
        rows, name = works.get(str(place), ()), str(part.name)
        for unit, done, planned in rows:
            by_unit[unit].append(PartDone(name, done, planned, part.url_of(unit, span.first, span.last)))
        if rows:
            done, planned = sum(row[1] for row in rows), sum(row[2] for row in rows)
            together.append(PartDone(name, done, planned, ""))
    units = [UnitPace(unit, names.get(unit, ""), parts, passed - mean(parts)) for unit, parts in by_unit.items()]
    units.sort(key=lambda unit: (not found.towns.has(unit.unit_id), -unit.behind, unit.name))
    told = [(str(part.name), str(part.told)) for part in pace_parts]
    return Pace(span, passed, together, told, units)


def _rates(found: Situation, rows: Sequence[tuple[int, int, int, int]], names: Mapping[int, str]) -> Sequence[UnitRate]:
    first, last = found.today - timedelta(days=PUNCTUAL_DAYS), found.today - timedelta(days=1)
    rates = []
    for row in (Punctuality(*each) for each in rows):
        if row.rate is None or row.to_close < LEAST_DUE:
            continue
        figure = "overdue" if row.overdue else "due"
        url = f"{reverse('cases:list')}?lead={row.unit_id}&figure={figure}&figure_from={first}&figure_to={last}"
        rates.append(UnitRate(row.unit_id, names.get(row.unit_id, ""), row.rate, row.to_close, row.overdue, url))
    return sorted(rates, key=lambda each: (each.rate, -each.to_close, each.name))


def worst_and_best(rates: Sequence[UnitRate]) -> tuple[Sequence[UnitRate], Sequence[UnitRate]]:
    """At most MOST_UNITS from each end, none in both, and none at 100 per cent among the worst."""
    half = min(MOST_UNITS, len(rates) // 2 or len(rates))
    worst = [each for each in rates[:half] if each.rate < 100]  # noqa: PLR2004 - per cent
    best = [each for each in reversed(rates) if each not in worst][:MOST_UNITS]
    return worst, best
