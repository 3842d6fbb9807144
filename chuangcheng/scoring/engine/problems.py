"""What is wrong with a framework or with facts about it, as sentences for the person who keeps them."""

from __future__ import annotations

from collections.abc import Iterator

from chuangcheng.core.texts import mark as _
from chuangcheng.core.texts import said
from chuangcheng.scoring.engine.facts import NO_FACTS, FactBook, Facts
from chuangcheng.scoring.engine.framework import Framework, Part, Standard
from chuangcheng.scoring.engine.rounding import plain_text
from chuangcheng.scoring.engine.rules import GradeShare, SiteRate


def problems_of(framework: Framework, facts: FactBook) -> Iterator[str]:
    """One sentence for each problem, in the order of the framework."""
    yield from _declared_total(framework)
    for standard in framework.standards:
        yield from _shares(standard)
        yield from _methods(framework, standard)
        yield from _unusable_facts(standard, facts.standards.get(standard.code, NO_FACTS))
    yield from _strangers(framework, facts)
    yield from _gate(framework, facts)


def _declared_total(framework: Framework) -> Iterator[str]:
    declared = framework.declared_total
    if declared is not None and declared != framework.marks:
        yield said(
            _("体系写明总分%(declared)s，各标准分值之和是%(sum)s，按各标准分值计算。"),
            declared=plain_text(declared),
            sum=plain_text(framework.marks),
        )


def _shares(standard: Standard) -> Iterator[str]:
    if not standard.has_sound_shares:
        yield said(
            _("标准“%(code)s”的份额之和是%(sum)s，不是1，这条标准按待测处理。"),
            code=standard.code,
            sum=plain_text(standard.share_sum),
        )


def _methods(framework: Framework, standard: Standard) -> Iterator[str]:
    if not framework.method_weights:
        return
    for method in dict.fromkeys(part.method for part in standard.parts):
        if method not in framework.method_weights:
            yield said(
                _("标准“%(code)s”的测评方法“%(method)s”没有权重，不计入总分。"), code=standard.code, method=method
            )


def _unusable_facts(standard: Standard, facts: Facts) -> Iterator[str]:
    for part in standard.parts:
        yield from _letters(standard, part, facts)
    site_rates = [part for part in standard.parts if isinstance(part.rule, SiteRate)]
    if site_rates and any(not tally.site and (tally.passed or tally.failed) for tally in facts.tallies):
        yield said(_("标准“%(code)s”有检查没有写点位，不能计入点位合格率。"), code=standard.code)


def _letters(standard: Standard, part: Part, facts: Facts) -> Iterator[str]:
    if not isinstance(part.rule, GradeShare) or not facts.grades:
        return
    for letter in dict.fromkeys(grade.letter for grade in facts.for_method(part.method).grades):
        if letter not in part.rule.shares:
            yield said(
                _("标准“%(code)s”的等级“%(letter)s”不在计分参数里，没有使用。"), code=standard.code, letter=letter
            )


def _strangers(framework: Framework, facts: FactBook) -> Iterator[str]:
    codes = {standard.code for standard in framework.standards}
    for code in facts.standards:
        if code not in codes:
            yield said(_("标准编号“%(code)s”不在体系里，它的数据没有使用。"), code=code)
    entries = {entry.code for entry in framework.negative}
    for code in dict.fromkeys(hit.code for hit in facts.hits):
        if code not in entries:
            yield said(_("负面清单里没有编号“%(code)s”，这一条没有使用。"), code=code)


def _gate(framework: Framework, facts: FactBook) -> Iterator[str]:
    gate = framework.gate
    if gate and gate.name not in facts.linked:
        yield said(_("门槛体系“%(name)s”没有得分，总分暂按本体系计算，上下限已把它的得失算在内。"), name=gate.name)
