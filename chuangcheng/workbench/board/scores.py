"""The score of today with its bounds, the last one kept before today, and the kept ones over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.engine import score_text
from chuangcheng.scoring.queries import SheetChoice, line_over_time, sheet_for

if TYPE_CHECKING:
    from chuangcheng.scoring.models import StoredSheet
    from chuangcheng.standards.models import Framework

TREND_DAYS = 60  # of the line: our choice
LEAST_POINTS = 2  # that make a line


@dataclass(frozen=True, slots=True)
class ScoreOfDay:
    """What the whole place would get; points of 100, half-up to 2 places. None where nothing is known."""

    day: date
    total: Decimal | None
    low: Decimal | None
    high: Decimal | None
    is_void: bool  # a standing veto: computed, and not valid
    url: str  # the sheet itself


@dataclass(frozen=True)
class Scores:
    """Today's, and the kept ones of the days before, in order."""

    now: ScoreOfDay
    kept: Sequence[ScoreOfDay]

    @property
    def before(self) -> ScoreOfDay | None:
        """The last one before today."""
        return self.kept[-1] if self.kept else None


def scores_of(*, actor: Actor, edition: Framework | None, today: date) -> Scores | None:
    """The scores of the whole place; None without an edition, or for who sees none."""
    if edition is None or not actor.may(VIEW):
        return None
    outcome = sheet_for(actor=actor, framework_id=edition.pk, choice=SheetChoice(today)).sheet.outcome
    total, low, high = (_rounded(part) for part in (outcome.score.total, outcome.score.low, outcome.score.high))
    first, last = today - timedelta(days=TREND_DAYS), today - timedelta(days=1)
    rows = line_over_time(framework=edition, subject=None, first=first, last=last)
    kept = [_of_kept(row) for row in rows]
    url = reverse("scoring:sheet", args=[edition.pk])
    return Scores(ScoreOfDay(today, total, low, high, outcome.is_void, url), kept)


def _of_kept(row: StoredSheet) -> ScoreOfDay:
    return ScoreOfDay(row.day, row.total, row.low, row.high, row.is_void, reverse("scoring:stored", args=[row.pk]))


def trend_of(scores: Scores | None) -> dict[str, Any] | None:
    """The line of the scores with their bounds, as the chart takes it; None before there are two days."""
    days = [*scores.kept, scores.now] if scores else []
    if len(days) < LEAST_POINTS:
        return None
    lows = [day.low for day in days if day.low is not None]
    return {
        "kind": "line",
        "category": _("日期"),
        "categories": [f"{day.day:%m-%d}" for day in days],
        "urls": [day.url for day in days],
        "unit": _("分"),
        "min": int(min(lows, default=Decimal(0)) // 10 * 10),
        "max": 100,
        "series": [
            {"name": _("得分"), "tone": "accent", "values": [_plain(day.total) for day in days]},
            {"name": _("下限"), "tone": "muted", "values": [_plain(day.low) for day in days]},
            {"name": _("上限"), "tone": "blue", "values": [_plain(day.high) for day in days]},
        ],
    }


def _plain(points: Decimal | None) -> float | None:
    return None if points is None else float(points)


def _rounded(points: Fraction | None) -> Decimal | None:
    text = score_text(points)
    return Decimal(text) if text else None
