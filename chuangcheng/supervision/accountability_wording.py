"""The words of rewards and accountability."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chuangcheng.core.shell import Text
from chuangcheng.supervision.accountability import Grade, Measure
from chuangcheng.supervision.accountability_workflow import LABELS, LIST_LABELS, ListState, MatterState
from chuangcheng.supervision.appraisal.periods import PeriodKind, Span
from chuangcheng.supervision.appraisal_wording import span_words
from chuangcheng.supervision.models import HonourList, Matter, Run
from chuangcheng.supervision.models.matters import GRADE_LABELS

MEASURE_WORDS: Mapping[Measure, Text] = {
    Measure.REWORKED: gettext_lazy("反复返工的问题"),
    Measure.RELAPSED: gettext_lazy("整改后回潮的问题"),
    Measure.LATE: gettext_lazy("超期办理、超时签收"),
    Measure.SENT_BACK: gettext_lazy("反复回退的问题"),
    Measure.PROBLEMS: gettext_lazy("问题数"),
    Measure.BLACK: gettext_lazy("连续列入黑榜的期数"),
    Measure.MISSED: gettext_lazy("未按时完成的任务、材料和督办"),
    Measure.FIRST: gettext_lazy("排名第一"),
    Measure.RED: gettext_lazy("列入红榜"),
    Measure.NEVER_LATE: gettext_lazy("全部按期，一件不超"),
    Measure.KEPT: gettext_lazy("整改后没有返工和回潮"),
}
GRADE_TONES = {
    "criticism": "amber",
    "deadline": "amber",
    "talk": "amber",
    "notice": "red",
    "referral": "red",
    "praise": "green",
    "commendation": "green",
    "reward": "green",
}
STATE_TONES = {
    MatterState.PROPOSED: "amber",
    MatterState.DROPPED: "muted",
    MatterState.DECIDED: "blue",
    MatterState.OVERTURNED: "muted",
    MatterState.WITHDRAWN: "muted",
}
LIST_TONES = {
    ListState.PROPOSED: "amber",
    ListState.CHECKED: "amber",
    ListState.PUBLISHED: "green",
    ListState.WITHDRAWN: "muted",
    ListState.DROPPED: "muted",
}
SHARE_OF_ALL = Measure.PROBLEMS.value


def state_of(matter: Matter, day: date, *, is_appealed: bool) -> tuple[str, str]:
    """Tone and word of how it stands on a day. `is_appealed`: an appeal waits to be decided."""
    if matter.state == MatterState.DECIDED:
        if matter.has_expired(day):
            return "muted", _("已过期")
        if is_appealed:
            return "amber", _("申诉中")
        return ("green" if matter.is_praise else "blue"), _("生效")
    state = MatterState(matter.state)
    return STATE_TONES[state], _(LABELS[state])


def grade_of(matter: Matter) -> tuple[str, Text]:
    """Tone and word of the grade: decided, else proposed."""
    grade = matter.grade or matter.proposed_grade
    return GRADE_TONES[grade], GRADE_LABELS[Grade(grade)]


def list_state_of(found: HonourList) -> tuple[str, str]:
    """Tone and word of a red and black list."""
    state = ListState(found.state)
    return LIST_TONES[state], _(LIST_LABELS[state])


def run_words(run: Run) -> str:
    """街道榜 2026年10月."""
    return f"{run.board} {span_words(Span(PeriodKind(run.period), run.first, run.last))}"


def period_of(matter: Matter) -> str:
    """The period whose records it is about."""
    return span_words(Span(PeriodKind(matter.period), matter.first, matter.last))


def finding_words(finding: Mapping[str, Any]) -> str:
    """反复返工的问题4件，占12件的33%（3件以上）."""
    measure, count, of = Measure(finding["measure"]), finding["count"], finding["of"]
    facts: dict[str, object] = {"what": MEASURE_WORDS[measure], "count": count, "of": of}
    if measure in {Measure.BLACK, Measure.FIRST, Measure.RED}:
        return ngettext("%(what)s：%(count)s期", "%(what)s：%(count)s期", count) % facts
    if measure in {Measure.NEVER_LATE, Measure.KEPT, Measure.SENT_BACK}:
        return ngettext("%(what)s：%(count)s件", "%(what)s：%(count)s件", count) % facts
    facts["percent"] = count * 100 // of if of else 0
    if measure == Measure.PROBLEMS:
        return _("%(what)s：%(count)s件，占全部%(of)s件的%(percent)s%%") % facts
    return _("%(what)s：%(count)s件，占%(of)s件的%(percent)s%%") % facts


def line_words(line: Mapping[str, Any], measure: str) -> str:
    """From how many on, in words: 3件以上，占20%以上，每件2次以上."""
    is_period = measure in {Measure.BLACK.value, Measure.FIRST.value, Measure.RED.value}
    words = [(_("%(count)s期及以上") if is_period else _("%(count)s件及以上")) % {"count": line["count"]}]
    if line["share"]:
        words.append(_("占%(share)s%%及以上") % {"share": line["share"]})
    if line["times"] > 1:
        words.append(_("每件%(times)s次及以上") % {"times": line["times"]})
    return "，".join(words)


def people_of(matter: Matter) -> list[tuple[Text, str, str]]:
    """Who it concerns: as what, name and post as they were."""
    found: list[tuple[Text, str, str]] = []
    if matter.head_id is not None:
        found.append((_("主要负责人"), matter.head_name, matter.head_post))
    if matter.responsible_id is not None:
        found.append((_("直接责任人"), matter.responsible_name, matter.responsible_post))
    return found
