"""A sheet as it leaves us: scores as text with 2 places, rates with 4, null where there is none. Rounded only here."""

from __future__ import annotations

from typing import Any

from chuangcheng.scoring.engine.rounding import rate_text, score_text
from chuangcheng.scoring.engine.sheet import ScoreSheet
from chuangcheng.scoring.engine.total import Line


def published(sheet: ScoreSheet) -> dict[str, Any]:
    """The sheet as plain texts, lists and dictionaries, ready for JSON; the shape is the product's contract."""
    result = sheet.outcome
    return {
        "total": score_text(result.score.total),
        "low": score_text(result.score.low),
        "high": score_text(result.score.high),
        "void": result.is_void,
        "gate_failed": result.gate_failed,
        "suspended": list(result.suspended),
        "methods": {name: _bounded(line) for name, line in sheet.methods.items()},
        "missing_methods": list(sheet.missing_methods),
        "items": [{"name": name, **_bounded(line)} for name, line in sheet.items.items()],
        "standards": [{"code": code, **_marks(each.line)} for code, each in sheet.standards.items()],
        "unknown": sheet.unknown,
        "problems": list(sheet.problems),
    }


def _marks(line: Line) -> dict[str, str | None]:
    return {
        "full": score_text(line.full),
        "earned": score_text(line.earned),
        "known_full": score_text(line.known_full),
        "rate": rate_text(line.rate),
    }


def _bounded(line: Line) -> dict[str, str | None]:
    return {**_marks(line), "low": score_text(line.low), "high": score_text(line.high)}
