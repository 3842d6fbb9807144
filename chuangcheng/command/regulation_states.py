"""How a regulation stands on a day, from its dates alone: 未生效, 现行有效, 已到期, 已废止, 被代替."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """On one day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REPEALED = "repealed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of a regulation."""

    in_force_from: date
    in_force_until: date | None = None  # the last day; None: open
    repealed_from: date | None = None  # the first day without it
    replaced_from: date | None = None  # the first day of what replaces it

    @property
    def last_day(self) -> date | None:
        """The last day in force, whatever ends it first; None: open."""
        ends = [day - timedelta(days=1) for day in (self.repealed_from, self.replaced_from) if day is not None]
        return min([*ends, *([self.in_force_until] if self.in_force_until is not None else [])], default=None)


def standing_on(dates: Dates, day: date) -> Standing:
    """What holds on the day; who looks for a rule that ended is led to what replaced it, whatever else ended it."""
    if day < dates.in_force_from:
        return Standing.COMING
    if dates.replaced_from is not None and dates.replaced_from <= day:
        return Standing.REPLACED
    if dates.repealed_from is not None and dates.repealed_from <= day:
        return Standing.REPEALED
    is_over = dates.in_force_until is not None and dates.in_force_until < day
    return Standing.EXPIRED if is_over else Standing.IN_FORCE
