"""The published years that come with a release: loaded once each, so that what the office changed stays changed."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from chuangcheng.core.calendar.office import forget_kept_calendar
from chuangcheng.core.models import CalendarDay, CalendarYear
from chuangcheng.core.workdays_data import built_in_years


def load_published_years(*, using: str = "default", **_signal: Any) -> None:
    """Loads every shipped year that this installation has not had yet. Safe to run again; runs after `migrate`."""
    with transaction.atomic(using=using):
        had = set(CalendarYear.objects.using(using).values_list("year", flat=True))
        fresh = [year for year in built_in_years() if year.year not in had]
        sources = {year.year: f"{year.title}（{year.number}）" for year in fresh}
        CalendarDay.objects.using(using).bulk_create(
            [
                CalendarDay(date=day, is_working=is_working, note=clause.name, source=sources[year.year])
                for year in fresh
                for clause in year.arrangements
                for day, is_working in clause.days().items()
            ],
            ignore_conflicts=True,
        )
        CalendarYear.objects.using(using).bulk_create(
            [CalendarYear(year=year, source=source) for year, source in sources.items()], ignore_conflicts=True
        )
    forget_kept_calendar()
