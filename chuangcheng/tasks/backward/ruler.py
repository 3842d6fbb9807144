"""Dates as boundaries of working days, and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chuangcheng.core.workdays import Calendar

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ruler:
    """Boundary 0 is the beginning of today. A day that is not worked has the boundary of the next worked one."""

    calendar: Calendar
    today: date

    def beginning(self, day: date) -> int:
        """The boundary at which a day begins: working days from today up to the day before, negative in the past."""
        return self.calendar.count_working_days(after=self.today - A_DAY, until=day - A_DAY)

    def end(self, day: date) -> int:
        """The boundary at which a day ends."""
        return self.calendar.count_working_days(after=self.today - A_DAY, until=day)

    def first_day(self, boundary: int) -> date:
        """The working day that begins at a boundary."""
        return self.last_day(boundary + 1)

    def last_day(self, boundary: int) -> date:
        """The working day that ends at a boundary."""
        if boundary > 0:
            return self.calendar.working_day_from(self.today - A_DAY, boundary)
        return self.calendar.working_day_from(self.today, boundary - 1)
