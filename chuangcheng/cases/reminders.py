"""Which reminders a case gets for its deadline, and which of them are due: half time, last call, overdue.

Half of the time is half of what runs: a wait for verification or a suspension moves it as it moves the deadline. Worked
examples: docs/algorithms/deadlines.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from chuangcheng.cases import deadlines
from chuangcheng.cases.deadlines import Pause
from chuangcheng.cases.limits import Unit
from chuangcheng.cases.states import State
from chuangcheng.core.texts import mark as _
from chuangcheng.core.workdays import Calendar

Kind: TypeAlias = Literal["half_time", "last_call", "overdue"]
Passage: TypeAlias = "tuple[datetime, str, str]"  # a step: when, from which state, to which

KIND_LABELS: dict[Kind, str] = {
    "half_time": _("时限过半"),
    "last_call": _("临近到期"),
    "overdue": _("已超期"),
}

# After the last reminder: a moment that never comes. NULL is taken, it means that nothing is planned yet.
NO_MORE = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Planned:
    """A reminder at its moment."""

    kind: Kind
    at: datetime


def clock_of(passages: Iterable[Passage], started_at: datetime) -> tuple[datetime, list[Pause]]:
    """When the clock of a case being fixed last started, and when it has stood still since.

    passages: the steps of the case, oldest first. Without a dispatch among them the clock began at `started_at`.
    """
    start, pauses, stopped = started_at, list[Pause](), None
    for at, before, after in passages:
        if after == State.FIXING and before == State.FILED:
            start, pauses, stopped = at, [], None
        elif before == State.FIXING and after != State.FIXING:
            stopped = at
        elif after == State.FIXING and stopped is not None:
            pauses.append(Pause(stopped, at))
            stopped = None
    return start, pauses


def plan(
    *, start: datetime, due: datetime, unit: Unit, pauses: Sequence[Pause], calendar: Calendar
) -> tuple[Planned, ...]:
    """The reminders for a deadline, earliest first. `pauses` have moved the deadline already."""
    found = deadlines.reminders(start=start, due=due, unit=unit, calendar=calendar, pauses=pauses)
    return (*(Planned(each.kind, each.at) for each in found), Planned("overdue", due))


def next_at(planned: Sequence[Planned], after: datetime) -> datetime:
    """The moment of the first reminder that is still to come after a moment; NO_MORE when there is none."""
    return next((each.at for each in planned if each.at >= after), NO_MORE)


def due_now(planned: Sequence[Planned], *, since: datetime, now: datetime) -> list[Planned]:
    """The reminders whose moment has passed and is not before `since`, earliest first; overdue is after, not at."""
    return [each for each in planned if since <= each.at < now]
