"""What would get lost marks back, in one sentence with its figures."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chuangcheng.scoring.engine import Regain, RegainKind, score_text
from chuangcheng.scoring.engine.rounding import plain_text


def regain_words(regain: Regain | None) -> str:
    """The sentence for people; "" when nothing is known to bring the marks back."""
    if regain is None:
        return ""
    facts = {
        "count": regain.count,
        "first": score_text(regain.first),
        "whole": score_text(regain.whole),
        "target": "" if regain.target is None else plain_text(regain.target),
        "letter": regain.letter,
    }
    return _pattern(regain) % facts


def _pattern(regain: Regain) -> str:
    if regain.kind is RegainKind.PASS:
        if regain.count:
            return _("不合格%(count)d次，每复查合格一次约得%(first)s分，全部合格可得%(whole)s分。")
        return _("窗口内全部检查都计入，再有一次合格约得%(first)s分。")
    if regain.kind is RegainKind.CLEAR and not regain.first:
        return _("违规%(count)d处，已扣到上限，先减到上限以内才能得分；全部消除可得%(whole)s分。")
    if regain.kind is RegainKind.ALL_PASS and regain.first:
        return _("只差1个点位，复查合格即得%(whole)s分。")
    return {
        RegainKind.SITE: _("还有%(count)d个点位不达标，每个达标可得%(first)s分，全部达标可得%(whole)s分。"),
        RegainKind.CLEAR: _("违规%(count)d处，每消除一处得%(first)s分，全部消除可得%(whole)s分。"),
        RegainKind.ALL_PASS: _("%(count)d个点位都复查合格才能得%(whole)s分。"),
        RegainKind.GRADE: _("提高到%(letter)s等可得%(first)s分，最高可得%(whole)s分。"),
        RegainKind.VALUE: _("数值达到%(target)s可得%(whole)s分。"),
        RegainKind.PIECE: _("还差%(count)d份材料，每认可一份得%(first)s分，补齐可得%(whole)s分。"),
        RegainKind.STAYS_LOST: _("窗口内的检查全部计入，这%(whole)s分在窗口内追不回来，只能不再新增。"),
    }[regain.kind]
