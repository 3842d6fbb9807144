"""The next steps about one case."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chuangcheng.core.workdays import Calendar
from chuangcheng.supervision.ladder.clock import Pause, falls_due, working_time
from chuangcheng.supervision.ladder.rungs import AfterLateness, CaseRung, Ladder, Recurring

__all__ = ["CaseHistory", "Pause", "StepDue", "next_steps"]


@dataclass(frozen=True, slots=True)
class CaseHistory:
    """What the ladder asks of a case. The deadline is the one in force, extensions and earlier pauses in it already."""

    case_id: str
    deadline: datetime
    pauses: tuple[Pause, ...] = ()
    reworked_at: tuple[datetime, ...] = ()
    relapsed_at: tuple[datetime, ...] = ()
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepDue:
    """A step that is due, or will be if nothing changes."""

    key: str  # the same whenever it is asked for: what is on record under it is not due again
    rung: CaseRung
    at: datetime | None  # None: the clock stands still
    is_due: bool
    goes_up_in: timedelta | None  # working time until then, pauses left out; None when due or standing still


def next_steps(
    history: CaseHistory, ladder: Ladder, *, calendar: Calendar, now: datetime, taken: AbstractSet[str] = frozenset()
) -> tuple[StepDue, ...]:
    """The steps not taken yet: first by their moment, then those that stand still. A closed case asks for none."""
    if history.closed_at is not None and history.closed_at <= now:
        return ()
    steps = [_step(history, rung, calendar, now) for rung in ladder.rungs]
    open_steps = [step for step in steps if step is not None and step.key not in taken]
    return tuple(sorted(open_steps, key=lambda step: (step.at is None, step.at or now)))


def _step(history: CaseHistory, rung: CaseRung, calendar: Calendar, now: datetime) -> StepDue | None:
    key = f"{history.case_id}/{rung.code}"
    if isinstance(rung.after, AfterLateness):
        at = falls_due(history.deadline, rung.after.time(calendar), history.pauses, calendar)
        is_due = at is not None and at < now  # late is after the deadline, not at it
        is_waiting = at is not None and not is_due
        left = working_time(now, at, history.pauses, calendar) if is_waiting and at else None
        return StepDue(key, rung, at, is_due, left)
    moments = history.reworked_at if rung.after.what == Recurring.REWORK else history.relapsed_at
    happened = sorted(moment for moment in moments if moment <= now)
    if len(happened) < rung.after.times:
        return None
    return StepDue(key, rung, happened[rung.after.times - 1].astimezone(UTC), is_due=True, goes_up_in=None)
