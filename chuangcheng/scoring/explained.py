"""How a part came to its marks, in one sentence with its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from chuangcheng.scoring.engine import PartScore, score_text
from chuangcheng.scoring.engine.rounding import plain_text
from chuangcheng.scoring.engine.rules import (
    AllOrNothing,
    Deduct,
    FactKind,
    GradeShare,
    PassRate,
    ProofShare,
    SiteRate,
    Threshold,
)
from chuangcheng.scoring.queries import PartBasis
from chuangcheng.scoring.shown import ShownLine, shown_line


@dataclass(frozen=True)
class ExplainedPart:
    """A part of a standard with its marks and how it came to them."""

    method: str
    rule: str  # name, for people
    parameters: str
    line: ShownLine
    is_known: bool
    how: str  # a sentence


def explained(part: PartScore, basis: PartBasis, *, rule: str, parameters: str) -> ExplainedPart:
    """The part for people."""
    return ExplainedPart(
        method=part.part.method,
        rule=rule,
        parameters=parameters,
        line=shown_line(part.line),
        is_known=part.earned is not None,
        how=_how(part, basis),
    )


def _how(part: PartScore, basis: PartBasis) -> str:
    rule = part.part.rule
    if rule is None:
        return _("计分规则还不能用，这一部分按待测处理。")
    if part.earned is None:
        return _unknown(rule.uses)
    facts = {"full": plain_text(part.full), "earned": score_text(part.earned), **_figures(part, basis)}
    return _SENTENCES[type(rule)](part, facts)


def _unknown(uses: FactKind) -> str:
    waiting = {
        FactKind.CHECKS: _("已发布的轮次中还没有这条标准的检查结果。"),
        FactKind.VALUES: _("还没有登记数值。"),
        FactKind.GRADES: _("还没有登记等级。"),
        FactKind.PROOFS: _("还没有布置材料，也没有登记材料认可情况。"),
    }
    return waiting[uses] + _("这一部分待测，不算得分也不算失分。")


def _figures(part: PartScore, basis: PartBasis) -> dict[str, Any]:
    rule = part.part.rule
    return {
        "passed": basis.passed,
        "failed": basis.failed,
        "checks": basis.passed + basis.failed,
        "violations": basis.violations,
        "sites": basis.sites,
        "good": basis.good_sites,
        "value": "" if basis.value is None else plain_text(basis.value),
        "letter": basis.letter,
        "accepted": basis.accepted,
        "required": basis.required,
        **{name: plain_text(number) for name, number in _numbers_of(rule).items()},
    }


def _numbers_of(rule: object) -> dict[str, Decimal]:
    found = {name: getattr(rule, name, None) for name in ("min_rate", "per", "cap", "target", "floor")}
    numbers = {name: number for name, number in found.items() if number is not None}
    return numbers | ({"min_rate": numbers["min_rate"] * 100} if "min_rate" in numbers else {})


def _pass_rate(_part: PartScore, facts: Mapping[str, Any]) -> str:
    return _("检查%(checks)d次，合格%(passed)d次：%(full)s×%(passed)d÷%(checks)d＝%(earned)s分。") % facts


def _site_rate(_part: PartScore, facts: Mapping[str, Any]) -> str:
    words = _("%(sites)d个点位中%(good)d个的合格率达到%(min_rate)s%%：%(full)s×%(good)d÷%(sites)d＝%(earned)s分。")
    return words % facts


def _deduct(_part: PartScore, facts: Mapping[str, Any]) -> str:
    limit = _("，最多扣%(cap)s分") % facts if "cap" in facts else ""
    words = _("检查%(checks)d次，违规%(violations)d处，每处扣%(per)s分%(limit)s：%(full)s分得%(earned)s分。")
    return words % {**facts, "limit": limit}


def _all_or_nothing(_part: PartScore, facts: Mapping[str, Any]) -> str:
    if facts["failed"]:
        return _("检查%(checks)d次，%(failed)d次不合格，不得分。") % facts
    return _("检查%(checks)d次，没有不合格，得满分%(earned)s分。") % facts


def _grade(part: PartScore, facts: Mapping[str, Any]) -> str:
    share = plain_text(100 * part.earned / part.full) if part.full and part.earned is not None else "0"
    return _("等级得%(share)s%%：%(full)s×%(share)s%%＝%(earned)s分。") % {**facts, "share": share}


def _threshold(_part: PartScore, facts: Mapping[str, Any]) -> str:
    floor = _("，底线%(floor)s") % facts if "floor" in facts else ""
    return _("数值%(value)s，达标线%(target)s%(line)s：%(full)s分得%(earned)s分。") % {**facts, "line": floor}


def _proof(_part: PartScore, facts: Mapping[str, Any]) -> str:
    return _("应提供%(required)d份，已认可%(accepted)d份：%(full)s分得%(earned)s分。") % facts


_SENTENCES: Mapping[type, Callable[[PartScore, Mapping[str, Any]], str]] = {
    PassRate: _pass_rate,
    SiteRate: _site_rate,
    Deduct: _deduct,
    AllOrNothing: _all_or_nothing,
    GradeShare: _grade,
    Threshold: _threshold,
    ProofShare: _proof,
}
