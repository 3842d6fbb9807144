"""A sheet as pages and papers show it: rounded once, with every number's way down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.core.texts import in_language
from chuangcheng.scoring.engine import Line, ScoreSheet, StandardScore, score_text
from chuangcheng.scoring.engine.rounding import plain_text
from chuangcheng.scoring.queries import LostPart, SubjectSheet, UnknownPart
from chuangcheng.scoring.regained import regain_words


@dataclass(frozen=True)
class ShownLine:
    """Marks of a line, rounded half-up to 2 places; "" where nothing is known."""

    full: str  # points
    earned: str  # points
    rate: str  # per cent of what is known, without the sign
    lost: str  # points, of what is known
    unknown: str  # points
    low: str  # points, when all that is unknown is lost
    high: str  # points, when all that is unknown is won


@dataclass(frozen=True)
class ShownStandard:
    """One standard on the sheet."""

    code: str
    text: str
    key: int
    line: ShownLine
    has_unknown: bool


@dataclass(frozen=True)
class ShownContent:
    """One content with its standards."""

    name: str
    line: ShownLine
    standards: tuple[ShownStandard, ...]


@dataclass(frozen=True)
class ShownItem:
    """One item with its contents."""

    name: str
    line: ShownLine
    contents: tuple[ShownContent, ...]


@dataclass(frozen=True)
class ShownTotal:
    """What is announced: out of 100, 2 places; "" where nothing is known."""

    total: str
    low: str
    high: str
    is_void: bool
    known_share: int  # per cent of all marks that is known, rounded down
    words: tuple[tuple[str, str], ...]  # tone and sentence: void, deducted, suspended, gate, methods without facts


@dataclass(frozen=True)
class Bounds:
    """Where low, total and high lie on a scale of 0 to 100; per cent of its length, as the drawing takes them."""

    low: str
    width: str  # from low to high
    total: str  # "" when nothing is known


@dataclass(frozen=True)
class Loss:
    """A standard that loses marks now."""

    standard: ShownStandard
    points: Fraction


@dataclass(frozen=True)
class MethodPart:
    """What a standard brings to a method."""

    standard: ShownStandard
    line: ShownLine


def shown_line(line: Line) -> ShownLine:
    """A line of the sheet in words."""
    rate = line.rate
    return ShownLine(
        full=_text(line.full),
        earned=_text(line.earned) if line.known_full else "",
        rate="" if rate is None else _text(100 * rate),
        lost=_text(line.known_full - line.earned) if line.known_full else "",
        unknown=_text(line.full - line.known_full),
        low=_text(line.low),
        high=_text(line.high),
    )


def shown_items(found: SubjectSheet) -> list[ShownItem]:
    """The tree of the sheet in the order of the framework."""
    contents: dict[str, list[ShownContent]] = {}
    standards: dict[tuple[str, str], list[ShownStandard]] = {}
    for each in found.sheet.standards.values():
        standards.setdefault((each.standard.item, each.standard.content), []).append(shown_standard(each, found.keys))
    for (item, content), rows in standards.items():
        line = shown_line(found.sheet.contents[item, content])
        contents.setdefault(item, []).append(ShownContent(content, line, tuple(rows)))
    return [ShownItem(name, shown_line(line), tuple(contents[name])) for name, line in found.sheet.items.items()]


def shown_standard(each: StandardScore, keys: Mapping[str, int]) -> ShownStandard:
    """A standard as a row of the sheet."""
    return ShownStandard(
        code=each.standard.code,
        text=each.standard.name,
        key=keys[each.standard.code],
        line=shown_line(each.line),
        has_unknown=each.has_unknown,
    )


def shown_total(found: SubjectSheet) -> ShownTotal:
    """The head of the sheet."""
    sheet = found.sheet
    known = sheet.whole.known_full / sheet.whole.full if sheet.whole.full else Fraction(0)
    score = sheet.outcome.score
    return ShownTotal(
        total=_text(score.total),
        low=_text(score.low),
        high=_text(score.high),
        is_void=sheet.outcome.is_void,
        known_share=int(100 * known),
        words=tuple(_words(sheet, found.linked_void)),
    )


def bounds_of(sheet: ScoreSheet) -> Bounds:
    """The total with its bounds, to be drawn."""
    score = sheet.outcome.score
    low, high = score.low or Fraction(0), score.high or Fraction(0)
    return Bounds(_text(low), _text(high - low), _text(score.total))


def greatest_losses(found: SubjectSheet, *, at_most: int) -> list[Loss]:
    """The standards that lose most of what is known, greatest first."""
    losses = [
        Loss(shown_standard(each, found.keys), each.line.known_full - each.line.earned)
        for each in found.sheet.standards.values()
        if each.line.known_full > each.line.earned
    ]
    return sorted(losses, key=lambda loss: (-loss.points, loss.standard.code))[:at_most]


@dataclass(frozen=True)
class ShownLoss:
    """A part that loses marks, in words."""

    line: LostPart
    lost: str
    full: str
    regain: str  # what brings the marks back, a sentence


@dataclass(frozen=True)
class ShownUnknown:
    """A part about which nothing is known, in words."""

    line: UnknownPart
    full: str


def shown_loss(line: LostPart) -> ShownLoss:
    """The loss for people."""
    return ShownLoss(line, _text(line.lost), _text(line.full), regain_words(line.regain))


def shown_unknown(line: UnknownPart) -> ShownUnknown:
    """The unknown part for people."""
    return ShownUnknown(line, _text(line.full))


def parts_of_method(found: SubjectSheet, method: str) -> list[MethodPart]:
    """What each standard brings to the method, in the order of the framework."""
    return [
        MethodPart(shown_standard(each, found.keys), shown_line(part.line))
        for each in found.sheet.standards.values()
        for part in each.parts
        if part.part.method == method
    ]


def shown_problems(sheet: ScoreSheet) -> list[str]:
    """What is to be minded, in the reader's language; a kept sheet is read in several."""
    return [in_language(problem, _) for problem in sheet.problems]


def item_figures(sheet: ScoreSheet) -> dict[str, Any]:
    """The rate of each item with its bounds, as the chart takes it; per cent."""
    rows = [(name, line) for name, line in sheet.items.items() if line.full]
    return {
        "kind": "bars",
        "category": _("测评项目"),
        "categories": [name for name, _line in rows],
        "unit": "%",
        "max": 100,
        "series": [
            {
                "name": _("得分率"),
                "tone": "blue",
                "values": [None if line.rate is None else _percent(line.rate) for _name, line in rows],
                "low": [_percent(line.low / line.full) for _name, line in rows],
                "high": [_percent(line.high / line.full) for _name, line in rows],
            }
        ],
    }


def _words(sheet: ScoreSheet, linked_void: tuple[str, ...]) -> list[tuple[str, str]]:
    result, found = sheet.outcome, []
    if result.is_void:
        words = _("结果无效：负面清单%(codes)s成立，一票否决，以下得分不作数。")
        found.append(("error", words % {"codes": "、".join(result.void_by)}))
    if result.deducted:
        words = _("负面清单扣%(points)s分，已从总分和上下限中扣除。")
        found.append(("warning", words % {"points": plain_text(result.deducted)}))
    if result.suspended:
        found.append(("warning", _("负面清单%(codes)s成立，资格暂停。") % {"codes": "、".join(result.suspended)}))
    found += _gate_words(sheet)
    if linked_void and sheet.framework.gate is not None:
        found.append(("error", linked_void_words(sheet.framework.gate.name, linked_void)))
    if sheet.missing_methods:
        names = "、".join(sheet.missing_methods)
        found.append(("info", _("还没有任何依据的测评方法：%(names)s。总分暂不包含它们。") % {"names": names}))
    return found


def linked_void_words(name: str, codes: tuple[str, ...]) -> str:
    """The sentence on a veto that stands against the framework that the gate names."""
    words = _("门槛体系“%(name)s”的结果无效：它的负面清单%(codes)s成立，一票否决，它的得分不作数。")
    return words % {"name": name, "codes": "、".join(codes)}


def _gate_words(sheet: ScoreSheet) -> list[tuple[str, str]]:
    gate, result = sheet.framework.gate, sheet.outcome
    if gate is None:
        return []
    facts = {
        "name": gate.name,
        "share": plain_text(gate.share * 100),
        "least": "" if gate.minimum is None else plain_text(gate.minimum),
        "score": "" if result.linked is None else _text(Fraction(result.linked)),
    }
    if result.linked is None:
        return [("info", _("门槛体系“%(name)s”占总分%(share)s%%，还没有得分，总分暂按本体系计算。") % facts)]
    if result.gate_failed:
        return [("error", _("门槛未过：“%(name)s”%(score)s分，低于%(least)s分；它占总分%(share)s%%。") % facts)]
    return [("info", _("门槛体系“%(name)s”%(score)s分，占总分%(share)s%%。") % facts)]


def _percent(rate: Fraction) -> float:
    return float(score_text(100 * rate) or 0)


def _text(number: Fraction | None) -> str:
    return score_text(number) or ""
