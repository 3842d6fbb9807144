"""From facts to the rows of a board: used when a period is computed, recounted and tried."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from chuangcheng.scoring.engine import half_up
from chuangcheng.supervision.appraisal import BoardRule, LineResult, RateOf, Row, Sheet
from chuangcheng.supervision.appraisal.corrections import Effect
from chuangcheng.supervision.models import BoardVersion, Decision, Run


def rule_of(version: BoardVersion) -> BoardRule:
    """How the board ranks."""
    return BoardRule(version.minimum, RateOf(version.rate), version.red, version.black, version.spare_line)


def figures_of(row: Row, order: int) -> dict[str, Any]:
    """The columns of `Result` that come from a row."""
    low, high = row.interval or (None, None)
    return {
        "order": order,
        "place": row.place,
        "not_ranked": row.not_ranked.value if row.not_ranked else "",
        "listed": row.listed.value if row.listed else "",
        "points": row.sheet.points,
        "lines": [line_told(line) for line in row.sheet.lines],
        "bound": half_up(row.sheet.bound),
        "workload": row.workload,
        "good": len(row.share.good),
        "counted": len(row.share.of),
        "low": low,
        "high": high,
        "shrunken": row.shrunken,
    }


def line_told(line: LineResult) -> dict[str, Any]:
    """A line for the board: points, and how many records they come from."""
    told: dict[str, Any] = {"points": str(half_up(line.points))}
    if line.share is not None:
        return told | {"good": len(line.share.good), "of": len(line.share.of)}
    return told | {"records": len(line.items), "is_capped": line.is_capped}


def effects_of(run: Run) -> Mapping[Any, Mapping[str, tuple[Effect, ...]]]:
    """What upheld objections change: result → record → effects. One query."""
    found: defaultdict[Any, defaultdict[str, tuple[Effect, ...]]] = defaultdict(lambda: defaultdict(tuple))
    rows = Decision.objects.filter(objection__run=run, is_upheld=True).order_by("at")
    for result_id, record_id, effect in rows.values_list("objection__result", "objection__record_id", "effect"):
        found[result_id][record_id] += (Effect(effect),)
    return found


def points_of(sheets: Iterable[Sheet]) -> Decimal:
    """The mean of points, 2 places; 0 of none."""
    listed = [sheet.exact for sheet in sheets]
    return half_up(sum(listed, Fraction(0)) / len(listed)) if listed else Decimal(0)
