"""What a sheet is about: whose, of which day, from which kinds of round, and as known when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI
from chuangcheng.inspections.queries import released_round_name, round_kinds

if TYPE_CHECKING:
    from uuid import UUID

    from chuangcheng.orgs.models import Unit
    from chuangcheng.standards.models import Framework


@dataclass(frozen=True)
class SheetChoice:
    """One sheet of a framework."""

    day: date  # the last day whose facts count
    subject: Unit | None = None  # a unit with all below it; None: the whole place
    kinds: tuple[str, ...] = ()  # of rounds; empty: all
    known_at: datetime | None = None  # as it was known at that moment; None: as it is known now
    round_id: UUID | None = None  # checks of this round only; one that is not released has none that count
    without_round_id: UUID | None = None  # checks of all rounds but this one

    def last_day(self, framework: Framework) -> date:
        """The last day whose facts count: the chosen one, or before it the end of the window."""
        return min(self.day, framework.window_to) if framework.window_to else self.day

    def until(self, framework: Framework) -> datetime:
        """The last moment at which a counting check was made."""
        return datetime.combine(self.last_day(framework) + timedelta(days=1), time(), SHANGHAI) - timedelta(
            microseconds=1
        )


def kinds_words(choice: SheetChoice) -> str:
    """The kinds of round that count, for people."""
    labels = round_kinds()
    return "、".join(labels[kind] for kind in labels if kind in choice.kinds)


def rounds_words(*, actor: Actor, choice: SheetChoice) -> str:
    """The single round that is chosen or left out, for people; empty when there is none."""
    if choice.round_id:
        name = released_round_name(actor=actor, round_id=choice.round_id)
        return _("只计这一轮：%(name)s") % {"name": name or _("尚未发布，没有计入的检查")}
    if choice.without_round_id:
        name = released_round_name(actor=actor, round_id=choice.without_round_id)
        return _("不含这一轮：%(name)s") % {"name": name or _("尚未发布，本来就不计")}
    return ""
