"""How steps of escalation are told: after what, how long until then, how they stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from chuangcheng.core.inbox_text import InboxText, inbox_text
from chuangcheng.supervision.ladder import AfterLateness, AfterTimes, Card, CaseRung, Recurring, Step, Whom
from chuangcheng.supervision.models import STEP_LABELS, WHOM_LABELS, EscalationStep, StepDeed, StreakStep

if TYPE_CHECKING:
    from chuangcheng.supervision.ladder import StepDue

HOUR = timedelta(hours=1)
TONES = {
    Step.REMIND: "muted",
    Step.ORDER: "amber",
    Step.LEADER: "red",
    Step.TALK: "red",
    Step.ACCOUNT: "red",
}
CARDS = {
    Card.RED: ("red", gettext_noop("红牌")),
    Card.YELLOW: ("amber", gettext_noop("黄牌")),
    Card.GREEN: ("green", gettext_noop("绿牌")),
}
AWAITED = {
    Step.LEADER: lambda: _("待领导批示"),
    Step.TALK: lambda: _("待约谈"),
    Step.ACCOUNT: lambda: _("待移交"),
}
DONE_BY = {
    Step.LEADER: StepDeed.Kind.ACKNOWLEDGED,
    Step.TALK: StepDeed.Kind.HELD,
    Step.ACCOUNT: StepDeed.Kind.REFERRED,
}


def card_words(card: Card | None) -> tuple[str, str]:
    """Tone and word of a card."""
    tone, word = CARDS[card or Card.GREEN]
    return tone, _(word)


def step_word(step: str) -> str:
    """督办单."""
    return str(STEP_LABELS[Step(step)])


def whom_word(by: str) -> str:
    """督查室."""
    return str(WHOM_LABELS[Whom(by)])


def after_words(rung: CaseRung) -> str:
    """超期1个工作日, 返工3次."""
    if isinstance(rung.after, AfterLateness):
        return lateness_words(rung.after.working_days, rung.after.working_hours)
    return times_words(rung.after)


def lateness_words(days: int, hours: int) -> str:
    """超期, 超期1个工作日, 超期1个工作日又2个工作小时."""
    if days and hours:
        return _("超期%(days)s个工作日又%(hours)s个工作小时") % {"days": days, "hours": hours}
    if days:
        return _("超期%(days)s个工作日") % {"days": days}
    return _("超期%(hours)s个工作小时") % {"hours": hours} if hours else _("超期")


def times_words(after: AfterTimes) -> str:
    """返工3次, 回潮2次."""
    if after.what == Recurring.REWORK:
        return _("返工%(times)s次") % {"times": after.times}
    return _("回潮%(times)s次") % {"times": after.times}


def reason_words(row: EscalationStep) -> str:
    """After what a step was taken."""
    if row.after_kind == "late":
        return lateness_words(row.after_days, row.after_hours)
    return times_words(AfterTimes(Recurring(row.after_kind), row.after_times))


def reason_text(row: EscalationStep) -> InboxText:
    """The same for an inbox, which is read in other languages too."""
    facts = {"days": row.after_days, "hours": row.after_hours, "times": row.after_times}
    if row.after_kind == Recurring.REWORK.value:
        return inbox_text("返工%(times)s次", facts)
    if row.after_kind == Recurring.RELAPSE.value:
        return inbox_text("回潮%(times)s次", facts)
    if row.after_days and row.after_hours:
        return inbox_text("超期%(days)s个工作日又%(hours)s个工作小时", facts)
    if row.after_days:
        return inbox_text("超期%(days)s个工作日", facts)
    return inbox_text("超期%(hours)s个工作小时", facts) if row.after_hours else inbox_text("超期")


def goes_up_words(step: StepDue) -> str:
    """5个工作小时后升级为督办单."""
    word = step_word(step.rung.step)
    if step.is_due:
        return _("马上升级为%(step)s") % {"step": word}
    if step.at is None or step.goes_up_in is None:
        return _("时限暂停，暂不升级为%(step)s") % {"step": word}
    hours = step.goes_up_in // HOUR
    if not hours:
        return _("不到1个工作小时后升级为%(step)s") % {"step": word}
    return ngettext("%(hours)s个工作小时后升级为%(step)s", "%(hours)s个工作小时后升级为%(step)s", hours) % {
        "hours": hours,
        "step": word,
    }


def deed_words(deed: StepDeed) -> str:
    """What was done in one sentence: 2026-11-20，分管领导约谈区城管局负责人：…"""
    day = f"{deed.on:%Y-%m-%d}" if deed.on is not None else ""
    if deed.kind == StepDeed.Kind.REFERRED and deed.party:
        facts = {"party": deed.party, "letter": deed.letter, "day": day, "text": deed.text}
        return _("移交%(party)s，函件%(letter)s，%(day)s：%(text)s") % facts
    head = "，".join(words for words in (day, deed.party) if words)
    return _("%(head)s：%(text)s") % {"head": head, "text": deed.text} if head else deed.text


def streak_standing(row: StreakStep, done: Collection[str]) -> tuple[str, str]:
    """Tone and word of how a step for periods in a row stands. `done`: kinds of what was done about it and holds."""
    if hasattr(row, "undone"):
        return "muted", _("已撤销")
    if row.is_passed_over:
        return "muted", _("由更高一档代替")
    awaited = DONE_BY.get(Step(row.step))
    if awaited is None:
        return "blue", _("已记录，已通知")
    if awaited.value in done:
        return "green", {Step.LEADER: _("已批示"), Step.TALK: _("已约谈"), Step.ACCOUNT: _("已移交")}[Step(row.step)]
    if StepDeed.Kind.PLANNED.value in done:
        return "blue", _("已安排约谈")
    return "amber", AWAITED[Step(row.step)]()


def standing(row: EscalationStep, done: set[str]) -> tuple[str, str]:
    """Tone and word of how a step stands. `done`: kinds of what was done about it."""
    if hasattr(row, "undone"):
        return "muted", _("已撤销")
    if row.is_passed_over:
        return "muted", _("旧问题，未补办")
    awaited = DONE_BY.get(Step(row.step))
    if awaited is None:
        return "muted", _("已提醒") if row.step == Step.REMIND.value else _("已提出督办单")
    return ("green", _("已办理")) if awaited.value in done else _awaited(row, done)


def _awaited(row: EscalationStep, done: set[str]) -> tuple[str, str]:
    """Tone and word of a step that nobody has dealt with."""
    if StepDeed.Kind.PLANNED.value in done:
        return "blue", _("已安排约谈")
    if row.step == Step.LEADER.value and row.case.state in {"closed", "void"}:
        return "muted", _("问题已办结")
    return "blue", AWAITED[Step(row.step)]()
