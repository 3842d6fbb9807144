"""The score of today with its bounds, and that of yesterday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from chuangcheng.core.access import Actor
from chuangcheng.core.times import start_of
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.engine import score_text
from chuangcheng.scoring.queries import SheetChoice, sheet_for

if TYPE_CHECKING:
    from chuangcheng.standards.models import Framework


@dataclass(frozen=True, slots=True)
class ScoreOfDay:
    """What the whole place would get; points of 100, half-up to 2 places. None where nothing is known."""

    day: date
    total: Decimal | None
    low: Decimal | None
    high: Decimal | None
    is_void: bool  # a standing veto: computed, and not valid


def score_now_and_before(
    *, actor: Actor, edition: Framework | None, today: date
) -> tuple[ScoreOfDay, ScoreOfDay] | None:
    """The score of today and that of yesterday as it was known at its end; None without an edition, or not theirs."""
    if edition is None or not actor.may(VIEW):
        return None
    yesterday = SheetChoice(today - timedelta(days=1), known_at=start_of(today))
    now, before = (_score(actor, edition, choice) for choice in (SheetChoice(today), yesterday))
    return now, before


def _score(actor: Actor, edition: Framework, choice: SheetChoice) -> ScoreOfDay:
    outcome = sheet_for(actor=actor, framework_id=edition.pk, choice=choice).sheet.outcome
    score = outcome.score
    return ScoreOfDay(choice.day, _rounded(score.total), _rounded(score.low), _rounded(score.high), outcome.is_void)


def _rounded(points: Fraction | None) -> Decimal | None:
    text = score_text(points)
    return Decimal(text) if text else None
