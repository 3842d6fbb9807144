"""What the page of a case shows of relapses: a panel, and lines of its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.cases.access import JUDGE_RELAPSES, may_state_cause
from chuangcheng.cases.forms.relapses import CauseForm
from chuangcheng.cases.models import Case, Relapse
from chuangcheng.cases.queries import RelapseStory, relapse_story
from chuangcheng.cases.views.story import ShownEvent
from chuangcheng.core.access import Actor


@dataclass(frozen=True, slots=True)
class ShownRelapses:
    """The panel; `why` tells in a sentence why the case counts as a relapse."""

    story: RelapseStory
    count: int
    why: str
    may_judge: bool
    may_state_cause: bool
    cause_form: Any

    @property
    def is_empty(self) -> bool:
        """True when there is nothing to show."""
        return self.story.relapse is None and not self.story.returns


def shown_relapses(actor: Actor, case: Case) -> ShownRelapses:
    """What the case has to do with relapses, as the actor sees it."""
    story = relapse_story(actor=actor, case=case)
    relapse = story.relapse
    return ShownRelapses(
        story=story,
        count=case.relapse_count,
        why=why_told(relapse) if relapse is not None else "",
        may_judge=actor.may(JUDGE_RELAPSES),
        may_state_cause=relapse is not None and relapse.is_standing and may_state_cause(actor, case),
        cause_form=CauseForm(initial={"cause": relapse.cause, "text": relapse.cause_text}) if relapse else None,
    )


def why_told(relapse: Relapse) -> str:
    """ "结案12天后在同一点位再次出现"."""
    facts = {"days": relapse.days, "metres": relapse.distance_m}
    if relapse.reason == Relapse.Reason.SAME_SITE:
        return _("结案%(days)d天后在同一点位再次出现") % facts
    if relapse.reason == Relapse.Reason.NEARBY:
        return _("结案%(days)d天后在%(metres)d米内再次出现") % facts
    return _("结案%(days)d天后回头看发现") % facts


def with_relapses(events: Sequence[ShownEvent], relapses: ShownRelapses) -> list[ShownEvent]:
    """The story, newest first, with what is known of relapses in its place."""
    found = [_returned(each) for each in relapses.story.returns]
    relapse = relapses.story.relapse
    if relapse is not None and relapse.is_standing:
        found.append(_recognised(relapse, relapses))
    if relapse is not None and relapse.cause and relapse.cause_at:
        found.append(_caused(relapse))
    return sorted([*events, *found], key=lambda each: each.at, reverse=True)


def _recognised(relapse: Relapse, relapses: ShownRelapses) -> ShownEvent:
    word = _("识别为回潮（第%(count)d次）") % {"count": relapses.count}
    return _line(relapse.recognised_at, word, "red", relapses.why)


def _returned(relapse: Relapse) -> ShownEvent:
    word = _("回潮：%(number)s") % {"number": relapse.case.number}
    return _line(relapse.opened_at, word, "red", why_told(relapse))


def _caused(relapse: Relapse) -> ShownEvent:
    note = "\n".join(text for text in (relapse.cause, relapse.cause_text) if text)
    return _line(relapse.cause_at, _("填写回潮原因"), "blue", note, who=relapse.cause_by_name)


def _line(at: Any, word: str, tone: str, note: str, *, who: str = "") -> ShownEvent:
    return ShownEvent(at=at, word=word, who=who, unit="", tone=tone, icon="refresh", note=note, photos=[])


def case_address(case: Case) -> str:
    """Where the case is shown."""
    return reverse("cases:case", args=[case.pk])
