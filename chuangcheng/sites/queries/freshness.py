"""When a site counts as looked at lately: each type by its own days."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q

from chuangcheng.core.times import SHANGHAI
from chuangcheng.sites.policies import COVERAGE_DAYS, FRESH_DAYS

UNCOVERED, NEVER, LATE = "uncovered", "never", "late"  # what is asked for


def fresh_days(type_name: str, today: date) -> int:
    """Days after which a site of the type was not looked at lately."""
    return COVERAGE_DAYS.on(today).get(type_name, FRESH_DAYS.on(today))


def late_condition(today: date) -> Q:
    """Looked at once, but not lately: each type by its own days."""
    usual = FRESH_DAYS.on(today)
    found = Q(last_checked_at__lt=start_of(today - timedelta(days=usual)))
    named = {name: days for name, days in COVERAGE_DAYS.on(today).items() if days != usual}
    if not named:
        return found
    found &= ~Q(site_type__name__in=list(named))
    for name, days in named.items():
        found |= Q(site_type__name=name, last_checked_at__lt=start_of(today - timedelta(days=days)))
    return found


def looked_condition(looked: str, today: date) -> Q:
    """Sites never looked at, not lately, or either of these."""
    never = Q(last_checked_at__isnull=True)
    if looked == NEVER:
        return never
    return late_condition(today) if looked == LATE else never | late_condition(today)


def start_of(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time(), SHANGHAI)
