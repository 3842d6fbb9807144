"""The first steps of a new installation: which are done, which is next, what there is already.

Every step is one query that stops at MOST rows. Once all are done they are not asked for again for a while, and whoever
may do none of them costs no query.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from chuangcheng.core.access import Actor
from chuangcheng.core.first_steps import FirstStep, first_steps
from chuangcheng.core.permissions import CHANGE_SETTINGS
from chuangcheng.core.sample_mark import holds_sample_data
from chuangcheng.core.times import today
from chuangcheng.workbench.policies import SHOWS_FIRST_DAY

MOST = 1000  # rows that are counted
DONE_KEY = "workbench.first_day_done"
DONE_SECONDS = 3600  # until it is looked at again whether something is lacking: our choice


@dataclass(frozen=True)
class ShownStep:
    """A step as it stands. The count is told only to who may do the step."""

    step: FirstStep
    count: int  # MOST at most
    is_next: bool

    @property
    def is_done(self) -> bool:
        """True when there is something."""
        return self.count > 0

    @property
    def shown_count(self) -> str:
        """ "12"; "1,000+" for as many as are counted."""
        return f"{MOST:,}+" if self.count == MOST else str(self.count)


@dataclass(frozen=True)
class FirstDay:
    """The steps in order."""

    steps: Sequence[ShownStep]
    may_end: bool

    @property
    def done_count(self) -> int:
        """How many are done."""
        return sum(each.is_done for each in self.steps)


def first_day_of(*, actor: Actor) -> FirstDay | None:
    """The first steps for who may do one that is left; None for others, for sample data, and once they are put away."""
    steps = sorted((step for make in first_steps for step in make(actor)), key=lambda step: step.rank)
    if not any(step.may for step in steps) or cache.get(DONE_KEY):
        return None
    if holds_sample_data() or not SHOWS_FIRST_DAY.on(today()):
        return None
    counts = [step.rows[:MOST].count() for step in steps]
    left = [step for step, count in zip(steps, counts, strict=True) if not count]
    if not left:
        cache.set(DONE_KEY, value=True, timeout=DONE_SECONDS)
    if not any(step.may for step in left):
        return None
    shown = [ShownStep(step, count, step is left[0]) for step, count in zip(steps, counts, strict=True)]
    return FirstDay(shown, actor.may(CHANGE_SETTINGS))
