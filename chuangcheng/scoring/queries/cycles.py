"""Cycles as they stand: what each year brought, what the rest must bring, and the gate beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.core.times import today
from chuangcheng.scoring.access import VIEW, cycle_for, visible_cycles
from chuangcheng.scoring.engine import Prospect, Reach, assuming, half_up, needed_alone, prospect
from chuangcheng.scoring.models import Cycle, YearResult
from chuangcheng.scoring.queries.choice import SheetChoice
from chuangcheng.scoring.queries.linked import linked_framework, linked_void
from chuangcheng.scoring.queries.official_losses import edition_now
from chuangcheng.scoring.queries.sheets import sheet_for
from chuangcheng.scoring.queries.voids import codes_voiding

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework


@dataclass(frozen=True)
class CycleYear:
    """One year of a cycle."""

    year: int
    weight: Fraction  # 0..1 of the cycle
    result: YearResult | None  # the row that counts; None: not closed yet
    needed_alone: Fraction | None  # points, when the other remaining years go on as so far


@dataclass(frozen=True)
class CycleView:
    """A cycle with all that follows from its years."""

    cycle: Cycle
    weights: tuple[Decimal, ...]  # relative, as they count now or counted at the end; empty: not known
    years: Sequence[CycleYear]
    prospect: Prospect | None  # None without weights


@dataclass(frozen=True)
class CycleNow:
    """Where the running cycle stands, for a leader's screen."""

    cycle: Cycle
    finished: int  # years
    years: int
    so_far: Fraction | None  # points of 100
    full: Fraction | None  # points of 100, when every year is finished
    line: Decimal | None
    needed: Fraction | None  # points that the rest must bring on average, any number
    reach: Reach
    void_by: tuple[str, ...]  # entries of the negative list that void its framework's results today
    gate_void_by: tuple[str, ...]  # the same of the framework that its gate names


@dataclass(frozen=True)
class GateState:
    """The framework that must be passed beside the cycle's own."""

    name: str
    minimum: Decimal | None  # points of 100
    share: Decimal  # 0..1 of the total
    score: Decimal | None  # points, the latest recorded; None: unknown
    linked: Framework | None  # the framework of that name in the product
    offered: Decimal | None  # points, its own sheet's total today, to be recorded with one press
    void_by: tuple[str, ...] = ()  # entries of its negative list that void its score today

    @property
    def passed(self) -> bool | None:
        """None while it is unknown; a void score passes nothing."""
        if self.score is None:
            return None
        if self.void_by:
            return False
        return self.minimum is None or self.score >= self.minimum


def weights_of(cycle: Cycle) -> tuple[Decimal, ...]:
    """The weights by which the cycle counts: those of its end, else its own, else those of its edition."""
    if cycle.kind == cycle.Kind.ACCEPTANCE:
        return (Decimal(1),)
    told = cycle.closed_weights if cycle.is_closed else (cycle.weights or cycle.framework.cycle_weights)
    return tuple(Decimal(weight) for weight in told)


def years_in_force(cycle_ids: Sequence[UUID]) -> QuerySet[YearResult]:
    """The rows that count of these cycles."""
    rows = YearResult.objects.filter(cycle_id__in=cycle_ids, corrected_by__isnull=True)
    return rows.select_related("official__round").order_by("year")


def cycle_view(*, actor: Actor, cycle_id: UUID) -> CycleView:
    """The cycle with its years. Two queries. Raises NotFound."""
    return _views([cycle_for(actor, cycle_id)])[0]


def cycle_list(*, actor: Actor) -> list[CycleView]:
    """All cycles, the latest first. Two queries."""
    return _views(list(visible_cycles(actor)))


def history_of_year(*, cycle: Cycle, year: int) -> list[YearResult]:
    """Everything that was ever recorded about a year, the latest first."""
    rows = YearResult.objects.filter(cycle=cycle, year=year).select_related("recorded_by", "official__round")
    return list(rows.order_by("-recorded_at", "-pk"))


def if_assumed(found: CycleView, assumed: Mapping[int, Decimal]) -> Prospect | None:
    """What remains when some years not finished bring these totals; year → points. No query."""
    if found.prospect is None:
        return None
    places = {each.year: at for at, each in enumerate(found.years)}
    told = {places[year]: total for year, total in assumed.items() if year in places}
    return prospect(weights=found.weights, totals=assuming(_totals(found.years), told), line=found.cycle.line)


def cycle_now(actor: Actor, *, framework_code: str = "") -> CycleNow | None:
    """The running cycle, else the one that ended last; None for who may not see it, or without one.

    framework_code: of this framework only.
    At most twelve queries, four where no hit was ever recorded.
    """
    if not actor.may(VIEW):
        return None
    begun = visible_cycles(actor).filter(first_year__lte=today().year)
    if framework_code:
        begun = begun.filter(framework__code=framework_code)
    row = begun.filter(closed_at__isnull=True).first() or begun.first()
    if row is None:
        return None
    found = _views([row])[0]
    if found.prospect is None:
        return None
    standing, choice = found.prospect.standing, SheetChoice(today())
    edition = edition_now(actor=actor, framework=row.framework)
    return CycleNow(
        cycle=row,
        finished=sum(each.result is not None for each in found.years),
        years=len(found.years),
        so_far=standing.so_far,
        full=standing.full,
        line=row.line,
        needed=standing.needed,
        reach=found.prospect.reach,
        void_by=() if edition is None else codes_voiding(edition, choice),
        gate_void_by=() if edition is None else linked_void(actor=actor, framework=edition, choice=choice),
    )


def gate_state(*, actor: Actor, framework: Framework) -> GateState | None:
    """The gate of the edition, None when it has none; with the sheet of the linked framework, where there is one."""
    if not framework.gate:
        return None
    name = str(framework.gate["name"])
    latest = framework.linked_scores.filter(name=name).order_by("-observed_on", "-recorded_at", "-pk").first()
    minimum = framework.gate.get("min")
    linked = linked_framework(actor=actor, framework=framework)
    choice = SheetChoice(today())
    return GateState(
        name=name,
        minimum=None if minimum is None else Decimal(str(minimum)),
        share=Decimal(str(framework.gate["share"])),
        score=latest.score if latest else None,
        linked=linked,
        offered=_total_today(actor, linked) if linked else None,
        void_by=codes_voiding(linked, choice) if linked else (),
    )


def void_codes(*, actor: Actor, framework: Framework) -> tuple[str, ...]:
    """The entries of the negative list whose hits void the score today, by the edition in force."""
    edition = edition_now(actor=actor, framework=framework)
    return () if edition is None else codes_voiding(edition, SheetChoice(today()))


def _total_today(actor: Actor, framework: Framework) -> Decimal | None:
    found = sheet_for(actor=actor, framework_id=framework.pk, choice=SheetChoice(today()))
    total = found.sheet.outcome.score.total
    return None if total is None or found.sheet.outcome.is_void else half_up(total)


def _views(cycles: Sequence[Cycle]) -> list[CycleView]:
    by_cycle: dict[UUID, dict[int, YearResult]] = {cycle.pk: {} for cycle in cycles}
    for row in years_in_force(list(by_cycle)):
        by_cycle[row.cycle_id][row.year] = row
    return [_view(cycle, by_cycle[cycle.pk]) for cycle in cycles]


def _view(cycle: Cycle, results: Mapping[int, YearResult]) -> CycleView:
    weights = weights_of(cycle)
    whole = sum(weights, Decimal(0))
    if not whole:
        return CycleView(cycle, weights, [], None)
    totals = [_total(results.get(cycle.first_year + at)) for at in range(len(weights))]
    years = [
        CycleYear(
            year=cycle.first_year + at,
            weight=Fraction(weight) / Fraction(whole),
            result=results.get(cycle.first_year + at),
            needed_alone=None
            if cycle.line is None
            else needed_alone(weights=weights, totals=totals, line=cycle.line, year=at),
        )
        for at, weight in enumerate(weights)
    ]
    return CycleView(cycle, weights, years, prospect(weights=weights, totals=totals, line=cycle.line))


def _total(result: YearResult | None) -> Decimal | None:
    return result.total if result else None


def _totals(years: Sequence[CycleYear]) -> list[Decimal | None]:
    return [_total(each.result) for each in years]
