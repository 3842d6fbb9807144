"""What is wrong with a framework or with facts about it, as sentences for the person who keeps them."""

from __future__ import annotations

from collections.abc import Iterator

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
        yield f"体系写明总分{plain_text(declared)}，各标准分值之和是{plain_text(framework.marks)}，按各标准分值计算。"


def _shares(standard: Standard) -> Iterator[str]:
    if not standard.has_sound_shares:
        yield f"标准“{standard.code}”的份额之和是{plain_text(standard.share_sum)}，不是1，这条标准按待测处理。"


def _methods(framework: Framework, standard: Standard) -> Iterator[str]:
    if not framework.method_weights:
        return
    for method in dict.fromkeys(part.method for part in standard.parts):
        if method not in framework.method_weights:
            yield f"标准“{standard.code}”的测评方法“{method}”没有权重，不计入总分。"


def _unusable_facts(standard: Standard, facts: Facts) -> Iterator[str]:
    for part in standard.parts:
        yield from _letters(standard, part, facts)
    site_rates = [part for part in standard.parts if isinstance(part.rule, SiteRate)]
    if site_rates and any(not tally.site and (tally.passed or tally.failed) for tally in facts.tallies):
        yield f"标准“{standard.code}”有检查没有写点位，不能计入点位合格率。"


def _letters(standard: Standard, part: Part, facts: Facts) -> Iterator[str]:
    if not isinstance(part.rule, GradeShare) or not facts.grades:
        return
    for letter in dict.fromkeys(grade.letter for grade in facts.for_method(part.method).grades):
        if letter not in part.rule.shares:
            yield f"标准“{standard.code}”的等级“{letter}”不在计分参数里，没有使用。"


def _strangers(framework: Framework, facts: FactBook) -> Iterator[str]:
    codes = {standard.code for standard in framework.standards}
    for code in facts.standards:
        if code not in codes:
            yield f"标准编号“{code}”不在体系里，它的数据没有使用。"
    entries = {entry.code for entry in framework.negative}
    for code in dict.fromkeys(hit.code for hit in facts.hits):
        if code not in entries:
            yield f"负面清单里没有编号“{code}”，这一条没有使用。"


def _gate(framework: Framework, facts: FactBook) -> Iterator[str]:
    gate = framework.gate
    if gate and gate.name not in facts.linked:
        yield f"门槛体系“{gate.name}”没有得分，总分暂按本体系计算，上下限已把它的得失算在内。"
