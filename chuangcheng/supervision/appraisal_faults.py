"""What is wrong with a formula, in sentences for the person who writes it, by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.shell import Text
from chuangcheng.supervision.appraisal import Fault, Problem
from chuangcheng.supervision.appraisal_wording import AWARD_WORDS, FAULT_WORDS, SOURCE_WORDS

FIELDS: Mapping[str, Text] = {
    "name": gettext_lazy("名称"),
    "valid_from": gettext_lazy("生效日期"),
    "start": gettext_lazy("起步分"),
    "floor": gettext_lazy("最低分"),
    "ceiling": gettext_lazy("最高分"),
    "source": gettext_lazy("来源"),
    "choices": gettext_lazy("说明"),
    "lines": gettext_lazy("计分项"),
    "kind": gettext_lazy("类型"),
    "of": gettext_lazy("哪个率"),
    "what": gettext_lazy("按什么扣"),
    "full": gettext_lazy("满分"),
    "line": gettext_lazy("达标线"),
    "per_point": gettext_lazy("每低1个百分点扣分"),
    "points": gettext_lazy("分值"),
    "on_spot": gettext_lazy("立行立改折扣"),
    "doubled": gettext_lazy("加倍倍数"),
    "at_least": gettext_lazy("至少几次"),
    "cap": gettext_lazy("最多扣或加几分"),
}
SENTENCES: Mapping[Fault, Text] = {
    Fault.MISSING: gettext_lazy("没有填写%(field)s。"),
    Fault.UNKNOWN: gettext_lazy("%(field)s不是可选的内容，请重新选择。"),
    Fault.NOT_TEXT: gettext_lazy("%(field)s应为文字。"),
    Fault.NOT_A_NUMBER: gettext_lazy("%(field)s应为数字，例如0.5。"),
    Fault.NOT_A_DATE: gettext_lazy("%(field)s应为日期。"),
    Fault.OUT_OF_RANGE: gettext_lazy("%(field)s超出了允许的范围：干得好不能反而少得分。"),
    Fault.TWICE: gettext_lazy("%(field)s与另一个计分项相同，请换一个。"),
    Fault.CROSSED: gettext_lazy("最低分高于最高分，请核对。"),
    Fault.NOT_ITS_OWN: gettext_lazy("这类计分项用不上%(field)s，请清空。"),
}


class FormulaRefused(InvalidInput):
    """The formula cannot be used: sentences by line, 0 for the formula itself."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.by_line: dict[int, list[str]] = {}
        for problem in problems:
            line, sentence = sentence_of(problem)
            self.by_line.setdefault(line, []).append(sentence)
        first = min(self.by_line)
        where = _("第%(line)s项：") % {"line": first} if first else ""
        super().__init__(where + self.by_line[first][0])


def sentence_of(problem: Problem) -> tuple[int, str]:
    """The line that a problem is in, 0 for none, and its sentence."""
    parts = problem.where.split(".")
    line = int(parts[1]) if parts[0] == "lines" and len(parts) > 1 and parts[1].isdecimal() else 0
    own = parts[2:] if line else parts
    named = str(FIELDS.get(own[0], own[0])) if own else str(FIELDS["lines"])
    if len(own) > 1:
        words: Mapping[str, Text] = {**SOURCE_WORDS, **AWARD_WORDS, **FAULT_WORDS}
        named = _("%(field)s（%(key)s）") % {"field": named, "key": words.get(own[1], own[1][:20])}
    return line, str(SENTENCES[problem.fault]) % {"field": named}
