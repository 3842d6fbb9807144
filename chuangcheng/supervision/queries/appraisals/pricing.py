"""Whether and how praise or a fault counts on the boards on which a unit stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from chuangcheng.orgs.queries import every_unit, links_on
from chuangcheng.scoring.engine import half_up
from chuangcheng.supervision.appraisal import UnitFacts, read_formula, sheet_of
from chuangcheng.supervision.appraisal.keeping import facts_kept
from chuangcheng.supervision.appraisal.periods import PeriodKind, span_around
from chuangcheng.supervision.appraisal.pricing import price_of
from chuangcheng.supervision.models import Board, BoardVersion, FormulaVersion, KeptFacts, Merit, Result, Run
from chuangcheng.supervision.queries.appraisals.formulas import current_of
from chuangcheng.supervision.queries.appraisals.sheets import sheet_page

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit


@dataclass(frozen=True, slots=True)
class BoardPrices:
    """What a board gives or takes: kind → points, those alone that it counts; 2 places."""

    board: str
    formula: str
    prices: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Counted:
    """A sheet that units have seen, on which a merit counts, and the line in which it does."""

    result: Result
    line_name: str


def prices_for(*, unit: Unit, kinds: Iterable[str], day: date) -> list[BoardPrices]:
    """For each board on which the unit counts on a day, by the formula of the month. Six queries at most."""
    first = span_around(PeriodKind.MONTH, day).first
    wanted, above = list(kinds), _at_or_above(unit)
    versions = [
        version
        for board in _boards()
        if (version := current_of(board.versions.all(), first)).valid_from <= day and _stands(version, unit, above, day)
    ]
    found = []
    for version in versions:
        body = current_of(version.formula.versions.all(), first)
        formula = read_formula(body.body)
        prices = {kind: half_up(price) for kind in wanted if (price := price_of(formula, kind))}
        found.append(BoardPrices(version.board.name, formula.name, prices))
    return found


def sheets_counting(merit: Merit) -> list[Counted]:
    """The shown and published sheets on which the merit gave or took points, the latest period first."""
    record_id = merit.pk.hex
    runs = Run.objects.filter(first__lte=merit.on, last__gte=merit.on).exclude(state=Run.State.PREVIEW)
    rows = Result.objects.filter(run__in=runs).select_related("run__board", "run__board_version")
    above = [each.pk for each in _at_or_above(merit.unit)]
    near = [row for row in rows.order_by("-run__last", "pk") if row.unit_id is None or row.unit_id in above]
    kept = KeptFacts.objects.filter(result__in=near).values_list("pk", "facts")
    holding = {pk for pk, facts in kept if _holds(facts_kept("", facts), record_id)}
    named = ((result, _line_of(result, record_id)) for result in near if result.pk in holding)
    return [Counted(result, name) for result, name in named if name]


def _holds(facts: UnitFacts, record_id: str) -> bool:
    return any(each.award_id == record_id for each in facts.awards) or any(
        each.fault_id == record_id for each in facts.faults
    )


def _line_of(result: Result, record_id: str) -> str:
    """The line of the sheet as it was computed in which the record gave or took points; "" when none did."""
    page = sheet_page(result=result)
    lines = sheet_of(page.kept, page.formula).lines
    return next((each.line.name for each in lines if record_id in {item.record_id for item in each.items}), "")


def _boards() -> list[Board]:
    versions = BoardVersion.objects.select_related("board", "formula").prefetch_related(
        Prefetch("formula__versions", FormulaVersion.objects.all())
    )
    return list(
        Board.objects.filter(versions__isnull=False).distinct().prefetch_related(Prefetch("versions", versions))
    )


def _at_or_above(unit: Unit) -> list[Unit]:
    return [each for each in every_unit() if unit.path.startswith(each.path)]


def _stands(version: BoardVersion, unit: Unit, above: list[Unit], day: date) -> bool:
    """Whether the unit, or for a board that counts what is below one above it, is on the board."""
    if version.is_of_leaders:
        towns = {each.pk for each in above}
        return any(link.town_id in towns for link in links_on(day).filter(leader__isnull=False))
    if version.counts_below:
        return any(each.kind in version.kinds for each in above)
    return unit.kind in version.kinds
