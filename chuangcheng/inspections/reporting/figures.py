"""What a round found, counted along every line: whole, items, site types, towns, units.

docs/algorithms/round_report.md. Sites carry the counts; every line but the standards is a sum of sites, and the
standards add up to the same whole. Rates and scores are rounded once, half-up, when they are shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

TENTH, CENT = Decimal("0.1"), Decimal("0.01")
SITE_FULL = Decimal(100)  # marks of one visited site, as `judgement.score_of_visit`
Direction = Literal["up", "down", "level"]


@dataclass(frozen=True, slots=True)
class Counts:
    """Standing checks, counted."""

    passed: int = 0
    failed: int = 0
    left_out: int = 0  # not applicable: neither for nor against
    violations: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.passed + other.passed,
            self.failed + other.failed,
            self.left_out + other.left_out,
            self.violations + other.violations,
        )

    @property
    def observations(self) -> int:
        """Checks that say something."""
        return self.passed + self.failed

    @property
    def rate(self) -> Decimal | None:
        """Conforming of all observations, 0..100 with one place, half-up; None without observations."""
        return share(self.passed, self.observations)


@dataclass(frozen=True, slots=True)
class SiteFact:
    """A site of the round."""

    key: str
    number: str
    name: str
    type_key: int
    type_name: str
    town_key: int | None  # None: lies in no street or town
    town_name: str
    unit_key: int | None  # None: nobody answers for it yet
    unit_name: str
    is_visited: bool
    score: Decimal | None  # 0..100; None: not visited, or a checklist without marks
    counts: Counts


@dataclass(frozen=True, slots=True)
class StandardFact:
    """A standard that was looked at."""

    key: int
    code: str
    text: str
    item: str
    content: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class ClassFact:
    """Failed checklist items of one class of problem."""

    name: str  # empty: the checklist names none
    count: int  # items found failed
    violations: int


@dataclass(frozen=True, slots=True)
class PartFact:
    """A part of a composite place."""

    name: str
    weight: Decimal  # per cent
    sites: int
    scored: int  # of these, with a score
    score: Decimal | None  # 0..100, two places; None: no site of it has one


@dataclass(frozen=True, slots=True)
class CompositeFact:
    """A place of several sites with the weighted mean of its parts; counts nowhere else."""

    key: str
    name: str
    score: Decimal | None  # 0..100, two places
    parts: Sequence[PartFact]


@dataclass(frozen=True, slots=True)
class LedgerFact:
    """A problem that a ledger of the round brought: listed, and counted in no rate, since no check stands behind it."""

    url: str  # of the case
    number: str
    place: str
    problem_class: str  # empty: none yet
    description: str
    unit: str  # that leads; empty: not dispatched
    due: str  # "2026-09-30"; empty: no deadline yet
    state: str  # in words


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a report is made of."""

    sites: Sequence[SiteFact]
    standards: Sequence[StandardFact] = ()
    classes: Sequence[ClassFact] = ()
    corrections: int = 0  # checks that another one stands in place of
    composites: Sequence[CompositeFact] = ()
    ledger: Sequence[LedgerFact] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: a group of sites, or of standards."""

    key: Hashable
    label: str
    counts: Counts = field(default_factory=Counts)
    planned: int = 0  # sites
    visited: int = 0  # sites
    scored: int = 0  # sites with a score
    earned: Decimal = Decimal(0)  # marks of the scored sites
    place: int | None = None
    is_shared: bool = False  # another line has the same place

    @property
    def full(self) -> Decimal:
        """Full marks of the scored sites."""
        return SITE_FULL * self.scored

    @property
    def mean(self) -> Decimal | None:
        """Mean score of the scored sites, of 100, two places, half-up. As a rate it is the same number."""
        return (self.earned / self.scored).quantize(CENT, ROUND_HALF_UP) if self.scored else None


@dataclass(frozen=True, slots=True)
class Content:
    """测评内容 with its standards."""

    line: Line
    standards: Sequence[StandardFact]


@dataclass(frozen=True, slots=True)
class Item:
    """测评项目 with its contents."""

    line: Line
    contents: Sequence[Content]


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of problem with its part of all problems."""

    name: str
    count: int
    violations: int
    share: Decimal | None  # 0..100, one place


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one round."""

    whole: Line
    items: Sequence[Item]
    types: Sequence[Line]
    towns: Sequence[Line]
    units: Sequence[Line]
    sites: Sequence[SiteFact]
    classes: Sequence[ClassLine]
    standards: int  # that have observations
    corrections: int
    composites: Sequence[CompositeFact] = ()
    ledger: Sequence[LedgerFact] = ()

    @property
    def not_visited(self) -> list[SiteFact]:
        """Planned, and nobody came."""
        return [site for site in self.sites if not site.is_visited]

    @property
    def problems(self) -> int:
        """Checklist items found failed."""
        return sum(line.count for line in self.classes)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure now and in the round before; the difference is that of the two figures as shown."""

    label: str
    before: Decimal
    now: Decimal
    key: Hashable = None  # of the line

    @property
    def difference(self) -> Decimal:
        """Now less before."""
        return self.now - self.before

    @property
    def direction(self) -> Direction:
        """Which way it went."""
        return "level" if not self.difference else "up" if self.difference > 0 else "down"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What got better and worse since another round; only what both rounds looked at."""

    rate: Change | None
    mean: Change | None
    items: Sequence[Change]
    types: Sequence[Change]
    towns: Sequence[Change]
    units: Sequence[Change]

    def better(self) -> list[Change]:
        """Items that rose, most first."""
        return sorted((row for row in self.items if row.direction == "up"), key=lambda row: -row.difference)

    def worse(self) -> list[Change]:
        """Items that fell, most first."""
        return sorted((row for row in self.items if row.direction == "down"), key=lambda row: row.difference)


def share(part: int, whole: int) -> Decimal | None:
    """The part of the whole, 0..100 with one place, half-up; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


def report_of(facts: Facts, *, with_places: Literal["with", "without"] = "with") -> Report:
    """The figures. `without` places for who sees a part only: a place among some is not a place."""
    problems = sum(row.count for row in facts.classes)
    return Report(
        whole=_line(None, "", facts.sites),
        items=_items(facts.standards),
        types=_grouped(facts.sites, lambda site: (site.type_key, site.type_name)),
        towns=_placed(_grouped(facts.sites, lambda site: (site.town_key, site.town_name)), with_places),
        units=_placed(_grouped(facts.sites, lambda site: (site.unit_key, site.unit_name)), with_places),
        sites=facts.sites,
        classes=[
            ClassLine(row.name, row.count, row.violations, share(row.count, problems))
            for row in sorted(facts.classes, key=lambda row: (-row.count, -row.violations, row.name))
        ],
        standards=sum(1 for row in facts.standards if row.counts.observations),
        corrections=facts.corrections,
        composites=facts.composites,
        ledger=facts.ledger,
    )


def with_places_of(lines: Sequence[Line]) -> list[Line]:
    """The lines by score, best first. Equal figures share a place and the next place is left free.

    Without any score in the round the rate of the observations decides. A line with nothing, or that stands for
    nobody, has no place and comes last. Our choice: equal means equal as shown, two places.
    """
    by_score = any(line.mean is not None for line in lines)
    figures = {line.key: line.mean if by_score else line.counts.rate for line in lines if line.key is not None}
    ranked = sorted((figure for figure in figures.values() if figure is not None), reverse=True)
    places: dict[Decimal, int] = {}
    for at, figure in enumerate(ranked, start=1):
        places.setdefault(figure, at)
    often = Counter(ranked)
    found = [_with_place(line, figures.get(line.key), places, often) for line in lines]
    return sorted(found, key=lambda line: (line.place is None, line.place or 0))


def _with_place(
    line: Line, figure: Decimal | None, places: Mapping[Decimal, int], often: Mapping[Decimal, int]
) -> Line:
    return line if figure is None else replace(line, place=places[figure], is_shared=often[figure] > 1)


def _placed(lines: list[Line], with_places: Literal["with", "without"]) -> list[Line]:
    return with_places_of(lines) if with_places == "with" else lines


def compared(now: Report, before: Report) -> Comparison:
    """What changed since `before`."""
    return Comparison(
        rate=_change("", before.whole.counts.rate, now.whole.counts.rate),
        mean=_change("", before.whole.mean, now.whole.mean),
        items=_changes([row.line for row in now.items], [row.line for row in before.items], _rate),
        types=_changes(now.types, before.types, _rate),
        towns=_changes(now.towns, before.towns, _rate),
        units=_changes(now.units, before.units, _rate),
    )


def _rate(line: Line) -> Decimal | None:
    return line.counts.rate


def _changes(now: Iterable[Line], before: Iterable[Line], figure: Callable[[Line], Decimal | None]) -> list[Change]:
    past = {line.key: figure(line) for line in before}
    found = (_change(line.label, past.get(line.key), figure(line), line.key) for line in now)
    return [change for change in found if change is not None]


def _change(label: str, before: Decimal | None, now: Decimal | None, key: Hashable = None) -> Change | None:
    return None if before is None or now is None else Change(label, before, now, key)


def _grouped(sites: Iterable[SiteFact], key: Callable[[SiteFact], tuple[Hashable, str]]) -> list[Line]:
    groups: dict[tuple[Hashable, str], list[SiteFact]] = {}
    for site in sites:
        groups.setdefault(key(site), []).append(site)
    return [_line(group, label, rows) for (group, label), rows in groups.items()]


def _line(key: Hashable, label: str, sites: Sequence[SiteFact]) -> Line:
    scores = [site.score for site in sites if site.score is not None]
    return Line(
        key=key,
        label=label,
        counts=sum((site.counts for site in sites), Counts()),
        planned=len(sites),
        visited=sum(1 for site in sites if site.is_visited),
        scored=len(scores),
        earned=sum(scores, Decimal(0)),
    )


def _items(standards: Iterable[StandardFact]) -> list[Item]:
    tree: dict[str, dict[str, list[StandardFact]]] = {}
    for row in standards:
        tree.setdefault(row.item, {}).setdefault(row.content, []).append(row)
    return [_item(name, contents) for name, contents in tree.items()]


def _item(name: str, contents: Mapping[str, Sequence[StandardFact]]) -> Item:
    below = [
        Content(Line((name, content), content, sum((row.counts for row in rows), Counts())), rows)
        for content, rows in contents.items()
    ]
    return Item(Line(name, name, sum((row.line.counts for row in below), Counts())), below)
