"""The parameters of a rule in words: what stands as `per=0.5;cap=3` in a workbook is a clause on a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from chuangcheng.scoring.engine import Rule
from chuangcheng.scoring.engine.rounding import plain_text
from chuangcheng.scoring.engine.rules import Deduct, GradeShare, SiteRate, Threshold


def parameters_in_words(rule: Rule) -> str:
    """A clause without a full stop, "" for a rule without parameters."""
    words: Callable[..., str] = _WORDS.get(type(rule), _nothing)
    return words(rule)


def _nothing(_rule: Rule) -> str:
    return ""


def _site_rate(rule: SiteRate) -> str:
    return _("点位自身合格率达到%(rate)s%%才算合格") % {"rate": plain_text(100 * rule.min_rate)}


def _deduct(rule: Deduct) -> str:
    each = _("每处扣%(per)s分") % {"per": plain_text(rule.per)}
    return each if rule.cap is None else each + _("，最多扣%(cap)s分") % {"cap": plain_text(rule.cap)}


def _grade(rule: GradeShare) -> str:
    shares = [
        _("%(letter)s得%(share)s%%") % {"letter": letter, "share": plain_text(100 * share)}
        for letter, share in rule.shares.items()
    ]
    return "，".join(shares)


def _threshold(rule: Threshold) -> str:
    clauses = [_("达标线%(target)s") % {"target": plain_text(rule.target)}]
    if rule.floor is not None:
        clauses.append(_("底线%(floor)s") % {"floor": plain_text(rule.floor)})
        clauses += [_("越低越好")] if rule.target < rule.floor else []
    if rule.linear:
        clauses.append(_("之间按比例得分"))
    return "，".join(clauses)


_WORDS: Mapping[type, Callable[..., str]] = {
    SiteRate: _site_rate,
    Deduct: _deduct,
    GradeShare: _grade,
    Threshold: _threshold,
}
