"""A cycle as pages and papers say it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.utils.translation import gettext as _

from chuangcheng.scoring.engine import Prospect, Reach, plain_text, score_text
from chuangcheng.scoring.official_shown import points_text
from chuangcheng.scoring.queries import CycleView, GateState
from chuangcheng.scoring.shown import linked_void_words

HUNDRED = 100


@dataclass(frozen=True)
class ShownYear:
    """A year of a cycle; texts, "" for nothing."""

    year: int
    weight: str  # per cent
    total: str  # points
    origin: str
    source: str
    edition: str
    is_void: bool
    stored_id: UUID | None  # of the sheet that it was frozen with
    reason: str  # of a correction
    needed: str  # in words


def weights_words(found: CycleView) -> str:
    """ "30/30/40", as people say it."""
    return "/".join(plain_text(weight) for weight in found.weights)


def shown_years(found: CycleView) -> list[ShownYear]:
    """The years with what they brought, or what they alone must bring."""
    return [
        ShownYear(
            year=each.year,
            weight=score_text(HUNDRED * each.weight) or "",
            total=points_text(each.result.total) if each.result else "",
            origin=each.result.get_origin_display() if each.result else "",
            source=each.result.source if each.result else "",
            edition=each.result.edition if each.result else "",
            is_void=bool(each.result and each.result.is_void),
            stored_id=each.result.stored_id if each.result else None,
            reason=each.result.reason if each.result else "",
            needed="" if each.result else needed_words(each.needed_alone),
        )
        for each in found.years
    ]


def needed_words(needed: Fraction | None) -> str:
    """What is needed in words: a number of points, out of reach even with 100, or safe even with 0."""
    if needed is None:
        return ""
    if needed > HUNDRED:
        return _("拿100分也到不了（需%(points)s分）") % {"points": score_text(needed)}
    if needed <= 0:
        return _("拿0分也已够")
    return _("%(points)s分") % {"points": score_text(needed)}


def reach_words(prospect: Prospect | None, line: Decimal | None) -> tuple[str, str]:
    """Tone and sentence of how the line stands; empty without a line."""
    if prospect is None or line is None:
        return "muted", ""
    facts = {"line": points_text(line), "needed": score_text(prospect.standing.needed), "full": ""}
    facts |= {"full": score_text(prospect.standing.full), "highest": score_text(prospect.highest)}
    facts |= {"lowest": score_text(prospect.lowest)}
    sentences = {
        Reach.OPEN: ("blue", _("要达到%(line)s分，剩余年份平均还需%(needed)s分。")),
        Reach.SECURED: ("green", _("剩余年份就算都拿0分，也有%(lowest)s分，已稳过%(line)s分。")),
        Reach.OUT_OF_REACH: ("red", _("剩余年份就算都拿100分，也只有%(highest)s分，到不了%(line)s分。")),
        Reach.MET: ("green", _("全周期%(full)s分，达到%(line)s分。")),
        Reach.MISSED: ("red", _("全周期%(full)s分，没有达到%(line)s分。")),
    }
    tone, sentence = sentences[prospect.reach]
    return tone, sentence % facts


def gate_words(gate: GateState) -> tuple[str, str]:
    """Tone and sentence of how the gate stands."""
    facts = {
        "name": gate.name,
        "score": points_text(gate.score),
        "least": "" if gate.minimum is None else plain_text(gate.minimum),
        "share": plain_text(HUNDRED * gate.share),
    }
    if gate.void_by:
        return "red", linked_void_words(gate.name, gate.void_by)
    if gate.passed is None:
        return "amber", _("门槛“%(name)s”还没有得分，过没过不知道。") % facts
    if not gate.passed:
        return "red", _("门槛“%(name)s”未过：%(score)s分，低于%(least)s分。") % facts
    if gate.minimum is None:
        return "green", _("“%(name)s”%(score)s分，占总分%(share)s%%。") % facts
    return "green", _("门槛“%(name)s”已过：%(score)s分，不低于%(least)s分。") % facts


def void_words(codes: tuple[str, ...]) -> str:
    """The sentence on a standing veto; "" without one."""
    return (
        _("结果无效：负面清单%(codes)s成立，一票否决，以下得分不作数。") % {"codes": "、".join(codes)} if codes else ""
    )
