"""The visits with the countdown to each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chuangcheng.command.access import assessor_visits_that_count, visible_assessor_visits
from chuangcheng.command.countdown import Countdown, countdown
from chuangcheng.command.models import AssessorVisit
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar


@dataclass(frozen=True)
class VisitAhead:
    """A visit and how far away it is."""

    visit: AssessorVisit
    countdown: Countdown


def next_visits(*, actor: Actor, today: date, at_most: int | None = None) -> list[VisitAhead]:
    """What is going on or still to come, the next one first, with its campaign. One query; the calendar is kept."""
    rows = assessor_visits_that_count(actor).filter(last_on__gte=today)
    return with_countdowns(rows[:at_most], today=today)


def past_visits(*, actor: Actor, today: date, at_most: int | None = None) -> list[VisitAhead]:
    """What is over, the last one first. One query."""
    rows = assessor_visits_that_count(actor).filter(last_on__lt=today)
    return with_countdowns(rows.order_by("-last_on", "-pk")[:at_most], today=today)


def visits_of_closed(*, actor: Actor, at_most: int | None = None) -> list[AssessorVisit]:
    """The visits of campaigns that have ended, cancelled ones too, the last one first. One query."""
    rows = visible_assessor_visits(actor).exclude(creation__outcome="")
    return list(rows.order_by("-last_on", "-pk")[:at_most])


def cancelled_visits(*, actor: Actor, at_most: int | None = None) -> list[AssessorVisit]:
    """What was called off, the last one first. One query."""
    rows = visible_assessor_visits(actor).filter(cancelled_at__isnull=False, creation__outcome="")
    rows = rows.select_related("cancelled_by")
    return list(rows.order_by("-cancelled_at", "-pk")[:at_most])


def with_countdowns(visits: Iterable[AssessorVisit], *, today: date) -> list[VisitAhead]:
    """The visits with their countdowns on a day."""
    calendar = office_calendar()
    return [
        VisitAhead(visit, countdown(today=today, first=visit.first_on, last=visit.last_on, calendar=calendar))
        for visit in visits
    ]
