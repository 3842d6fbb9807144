"""From what an inspector enters to a verdict and a number of violations. Pure; see docs/algorithms/checks.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from chuangcheng.core.texts import mark as _

MOST = 9_999  # the largest count that a form takes; our choice
PERCENT = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,4})?)[%％]?")
CENT = Decimal("0.01")


class Unanswered(ValueError):
    """The value does not answer the item; the message is one Chinese sentence."""


@dataclass(frozen=True)
class Asked:
    """What the item asks for."""

    kind: str  # yes_no, at_least, tally, timed, percentage, composite
    minimum: int | None = None  # at_least: pieces
    line: Decimal | None = None  # percentage: pass from here, 0..100
    pieces: tuple[str, ...] = ()  # composite: what must all be there


@dataclass(frozen=True)
class Judged:
    """The verdict with its violations: pass exactly when 0; na counts nothing."""

    verdict: str  # pass, fail, na
    violations: int


@dataclass(frozen=True)
class Rule:
    """How one kind is read and counted."""

    key: str  # of the value
    read: Callable[[Asked, Any], Any]  # what was entered → plain JSON; raises Unanswered
    count: Callable[[Asked, Any], int]  # what was read → violations


NOT_APPLICABLE = Judged("na", 0)


def judge(asked: Asked, value: Mapping[str, Any]) -> Judged:
    """The verdict on an entered value; `{"na": true}` for not applicable. Raises Unanswered with a sentence."""
    if value.get("na") is True:
        return NOT_APPLICABLE
    rule = RULES[asked.kind]
    violations = rule.count(asked, rule.read(asked, value.get(rule.key)))
    return Judged("fail" if violations else "pass", violations)


def as_kept(asked: Asked, value: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of an entered value: the answer alone, in one form. Raises Unanswered with a sentence."""
    if value.get("na") is True:
        return {"na": True}
    rule = RULES[asked.kind]
    return {rule.key: rule.read(asked, value.get(rule.key))}


def score_of_visit(judged: Sequence[tuple[Decimal, Judged]]) -> Decimal | None:
    """The visit's own score out of 100: marks of passed items ÷ marks of applicable items; None when nothing applies.

    Marks of the checklist, never of the framework; rounded half-up to 2 places. Our choice.
    """
    score = _exact_score(judged)
    return None if score is None else score.quantize(CENT, ROUND_HALF_UP)


def score_of_composite(
    judged: Mapping[str, Sequence[tuple[Decimal, Judged]]], shares: Mapping[str, Decimal]
) -> Decimal | None:
    """The score of a place of several parts (a township): the mean of its parts' scores, weighted by their shares.

    `judged` by the name of the part; parts without a share or with nothing that applies are left out, and the others
    keep their proportion. None when all are; rounded half-up to 2 places. Our choice.
    """
    scores = [(shares.get(part, Decimal(0)), _exact_score(items)) for part, items in judged.items()]
    known = [(share, score) for share, score in scores if share and score is not None]
    weight = sum((share for share, _score in known), Decimal(0))
    if not weight:
        return None
    return (sum((share * score for share, score in known), Decimal(0)) / weight).quantize(CENT, ROUND_HALF_UP)


def _exact_score(judged: Sequence[tuple[Decimal, Judged]]) -> Decimal | None:
    applicable = [(marks, found) for marks, found in judged if found.verdict != "na"]
    full = sum((marks for marks, _found in applicable), Decimal(0))
    if not full:
        return None
    earned = sum((marks for marks, found in applicable if found.verdict == "pass"), Decimal(0))
    return 100 * earned / full


def _yes_or_no(_asked: Asked, found: Any) -> bool:
    if not isinstance(found, bool):
        raise Unanswered(_("请选择合格、不合格或不适用。"))
    return found


def _number(_asked: Asked, found: Any) -> int:
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= MOST:
        raise Unanswered(_("请填写数量，0到9999的整数。"))
    return int(found)


def _percent(_asked: Asked, found: Any) -> str:
    written = PERCENT.fullmatch(str(found).strip())
    if written is None:
        raise Unanswered(_("请填写百分比，例如96.5。"))
    if Decimal(written[1]) > 100:  # noqa: PLR2004 - per cent
        raise Unanswered(_("百分比应在0到100之间。"))
    return written[1]


def _pieces(asked: Asked, found: Any) -> list[str]:
    if not isinstance(found, list) or not all(piece in asked.pieces for piece in found):
        raise Unanswered(_("请勾选现场具备的各项，都没有的选“都没有”。"))
    return [piece for piece in asked.pieces if piece in found]


RULES: Mapping[str, Rule] = {
    "yes_no": Rule("ok", _yes_or_no, lambda _asked, ok: 0 if ok else 1),
    "at_least": Rule("count", _number, lambda asked, count: max(0, (asked.minimum or 0) - count)),
    "tally": Rule("faults", _number, lambda _asked, faults: faults),
    "timed": Rule("faults", _number, lambda _asked, faults: faults),
    "percentage": Rule("percent", _percent, lambda asked, percent: 0 if Decimal(percent) >= (asked.line or 0) else 1),
    "composite": Rule("present", _pieces, lambda asked, present: 0 if len(present) == len(asked.pieces) else 1),
}
