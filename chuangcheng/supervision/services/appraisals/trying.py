"""What a formula that is not saved yet would have done to the last period: counted, told, not kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from chuangcheng.core.access import Actor
from chuangcheng.supervision.appraisal import Formula, asks_what_stayed, board, read_formula
from chuangcheng.supervision.appraisal.corrections import corrected
from chuangcheng.supervision.appraisal.keeping import facts_kept
from chuangcheng.supervision.appraisal_access import require_appraiser
from chuangcheng.supervision.models import KeptFacts, Result, Run
from chuangcheng.supervision.services.appraisals.counting import effects_of, rule_of

CHUNK = 500  # rows read at a time


@dataclass(frozen=True, slots=True)
class TriedRow:
    """A unit's points and place as they were and as they would have been."""

    name: str
    points: Decimal
    place: int | None
    new_points: Decimal
    new_place: int | None


@dataclass(frozen=True, slots=True)
class Tried:
    """The effect on one run, in the new order."""

    run: Run
    rows: list[TriedRow]
    is_stayed_unknown: bool  # it counts what stayed fixed, which was not collected for that run


def try_formula(*, actor: Actor, formula_id: UUID, formula: Formula) -> Tried | None:
    """The last run that this formula counted, counted again from its kept facts; None when there is none."""
    require_appraiser(actor)
    run = (
        Run.objects.filter(formula_version__formula=formula_id)
        .select_related("board", "board_version")
        .order_by("-last", "-first", "pk")
        .first()
    )
    if run is None:
        return None
    results: dict[str, Result] = {str(result.pk): result for result in run.results.all()}
    effects = effects_of(run)
    kept = KeptFacts.objects.filter(result__run=run).order_by("result__order").iterator(chunk_size=CHUNK)
    own = [corrected(facts_kept(str(each.pk), each.facts), effects.get(each.pk, {})) for each in kept]
    counted = board(run.board.name, own, formula, rule_of(run.board_version))
    rows = [
        TriedRow(found.name, found.points, found.place, row.sheet.points, row.place)
        for row, found in ((row, results[row.unit]) for row in counted.rows)
    ]
    unknown = asks_what_stayed(formula) and not asks_what_stayed(read_formula(run.formula))
    return Tried(run, rows, unknown)
