"""The words of appraisals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.shell import Text
from chuangcheng.supervision.appraisal import (
    ANY,
    AwardKind,
    Bonus,
    Deduct,
    DeductFor,
    FaultKind,
    Line,
    Listed,
    NotRanked,
    Rate,
    RateOf,
    Standing,
)
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span
from chuangcheng.supervision.appraisal_policies import SOURCES

SOURCE_WORDS: Mapping[str, Text] = {**SOURCES, ANY: gettext_lazy("其他来源")}
AWARD_WORDS: Mapping[str, Text] = {
    AwardKind.CITY_PRAISE.value: gettext_lazy("市级表扬"),
    AwardKind.PRAISE.value: gettext_lazy("街道、区表扬"),
    AwardKind.CLEAN_SITE_CITY.value: gettext_lazy("市级检查无问题点位"),
    AwardKind.CLEAN_SITE_DISTRICT.value: gettext_lazy("区级检查无问题点位"),
    AwardKind.COMMENDED.value: gettext_lazy("受到表彰"),
}
FAULT_WORDS: Mapping[str, Text] = {
    FaultKind.FRAUD.value: gettext_lazy("弄虚作假"),
    FaultKind.UNJUSTIFIED_REFUSAL.value: gettext_lazy("无理退件"),
    FaultKind.UNANSWERED_COMPLAINT.value: gettext_lazy("投诉未答复"),
    FaultKind.REPEATED_COMPLAINT.value: gettext_lazy("重复投诉"),
    FaultKind.PETITION_RED.value: gettext_lazy("信访红单"),
    FaultKind.PETITION_BLUE.value: gettext_lazy("信访蓝单"),
    FaultKind.HELD_TO_ACCOUNT.value: gettext_lazy("受到问责"),
}
MERIT_WORDS: Mapping[str, Text] = {**AWARD_WORDS, **FAULT_WORDS}
RATE_WORDS: Mapping[str, Text] = {
    RateOf.ON_TIME.value: gettext_lazy("按期结案率"),
    RateOf.CLOSED.value: gettext_lazy("结案率"),
    RateOf.URGENT_ON_TIME.value: gettext_lazy("紧急问题按期结案率"),
    RateOf.URGENT_CLOSED.value: gettext_lazy("紧急问题结案率"),
    RateOf.FIRST_TIME.value: gettext_lazy("一次办结率"),
    RateOf.TASKS.value: gettext_lazy("任务按期完成率"),
    RateOf.MATERIALS.value: gettext_lazy("材料按期提交率"),
    RateOf.PROMISES.value: gettext_lazy("延期承诺兑现率"),
    RateOf.ORDERS.value: gettext_lazy("督办单按期答复率"),
    RateOf.STAYED.value: gettext_lazy("未回潮率"),
}
DEDUCT_WORDS: Mapping[str, Text] = {
    DeductFor.FINDING.value: gettext_lazy("每发现一个问题"),
    DeductFor.OVERDUE.value: gettext_lazy("每个超期的问题"),
    DeductFor.REWORKS.value: gettext_lazy("每次返工"),
    DeductFor.REWORKED.value: gettext_lazy("每个多次返工的问题"),
    DeductFor.RELAPSES.value: gettext_lazy("每个回潮的问题"),
    DeductFor.TASKS.value: gettext_lazy("每项未按期完成的任务"),
    DeductFor.MATERIALS.value: gettext_lazy("每项未按期提交的材料"),
    DeductFor.ORDERS.value: gettext_lazy("每件未按期答复的督办单"),
    DeductFor.FAULTS.value: gettext_lazy("每件扣分事项"),
}
NOT_RANKED_WORDS: Mapping[str, Text] = {
    NotRanked.NOTHING.value: gettext_lazy("本期没有应结案的问题"),
    NotRanked.TOO_FEW.value: gettext_lazy("应结案的问题少于最低样本"),
}
LISTED_WORDS: Mapping[str, tuple[str, Text]] = {
    Listed.RED.value: ("green", gettext_lazy("红榜")),
    Listed.BLACK.value: ("red", gettext_lazy("黑榜")),
}
STANDING_WORDS: Mapping[str, tuple[str, Text]] = {
    Standing.NOT_FILED.value: ("muted", gettext_lazy("未立案")),
    Standing.NOT_DUE.value: ("muted", gettext_lazy("未到期或待核查")),
    Standing.ON_TIME.value: ("green", gettext_lazy("按期结案")),
    Standing.LATE.value: ("amber", gettext_lazy("超期结案")),
    Standing.OPEN.value: ("red", gettext_lazy("超期未结")),
    Standing.POSTPONED.value: ("muted", gettext_lazy("缓办")),
}
DEED_WORDS: Mapping[tuple[bool, bool], tuple[str, Text]] = {  # of a fix that was to stay; whether it is well
    (False, True): ("green", gettext_lazy("按期")),
    (False, False): ("red", gettext_lazy("未按期")),
    (True, True): ("green", gettext_lazy("未回潮")),
    (True, False): ("red", gettext_lazy("已回潮")),
}
STATE_TONES: Mapping[str, str] = {"preview": "amber", "open": "blue", "final": "green"}


def span_words(span: Span) -> str:
    """2026年9月, 2026年第3季度, 2026年, or the days."""
    if span.kind == PeriodKind.MONTH:
        return _("%(year)s年%(month)s月") % {"year": span.first.year, "month": span.first.month}
    if span.kind == PeriodKind.QUARTER:
        return _("%(year)s年第%(quarter)s季度") % {"year": span.first.year, "quarter": (span.first.month + 2) // 3}
    if span.kind == PeriodKind.YEAR:
        return _("%(year)s年") % {"year": span.first.year}
    return days_words(span.first, span.last)


def days_words(first: date, last: date) -> str:
    """Both days."""
    return _("%(first)s至%(last)s") % {"first": first.isoformat(), "last": last.isoformat()}


def points_words(points: Decimal) -> str:
    """加5分, 扣5分."""
    return (_("加%(points)s分") if points > 0 else _("扣%(points)s分")) % {"points": f"{abs(points).normalize():f}"}


def line_words(line: Line) -> str:
    """How a line makes points, in a sentence."""
    match line:
        case Rate():
            return _("%(rate)s达到%(line)s%%得%(full)s分，每低1个百分点扣%(per)s分") % {
                "rate": RATE_WORDS[line.of],
                "line": f"{line.line:f}",
                "full": f"{line.full:f}",
                "per": f"{line.per_point:f}",
            }
        case Deduct():
            return _deduction(line)
        case Bonus():
            prices = _prices(line.points, AWARD_WORDS)
            return _("每次加分：%(prices)s") % {"prices": prices} + _limits(line)


def _deduction(line: Deduct) -> str:
    words = FAULT_WORDS if line.what == DeductFor.FAULTS else SOURCE_WORDS
    told = _("%(what)s扣分：%(prices)s") % {"what": DEDUCT_WORDS[line.what], "prices": _prices(line.points, words)}
    if line.at_least > 1:
        told += _("；返工%(times)s次及以上才算") % {"times": line.at_least}
    if line.on_spot != 1:
        told += _("；立行立改的乘%(factor)s") % {"factor": f"{line.on_spot:f}"}
    return told + _limits(line)


def _limits(line: Deduct | Bonus) -> str:
    told = ""
    if line.doubled != 1:
        told += _("；加倍的乘%(factor)s") % {"factor": f"{line.doubled:f}"}
    if line.cap is not None:
        told += _("；最多%(cap)s分") % {"cap": f"{line.cap:f}"}
    return told


def _prices(points: Mapping[str, object], words: Mapping[str, Text]) -> str:
    return "、".join(f"{words.get(key, key)}{number:f}" for key, number in points.items())
