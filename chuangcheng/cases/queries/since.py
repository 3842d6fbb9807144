"""What happened to the cases since a moment, and how often fixed problems come back, for who looks once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q

from chuangcheng.cases.access import VIEW, visible_cases
from chuangcheng.cases.figures import percent
from chuangcheng.cases.models import Relapse
from chuangcheng.cases.queries.conditions import overdue_condition
from chuangcheng.cases.queries.happenings import HAPPENINGS, steps_since
from chuangcheng.cases.queries.relapses import STANDING
from chuangcheng.core.access import Actor

RELAPSE_DAYS = 30  # over which the rate is counted: our choice


@dataclass(frozen=True, slots=True)
class Happened:
    """Cases that something happened to since a moment; none of them held."""

    reported: int = 0
    fed_back: int = 0
    left_overdue: int = 0  # fed back, suspended or otherwise out of fixing, after the deadline
    reworked: int = 0
    closed: int = 0
    newly_overdue: int = 0  # the deadline passed since, and still being fixed
    relapsed: int = 0


@dataclass(frozen=True, slots=True)
class RelapseRate:
    """回潮率: of the problems reported in RELAPSE_DAYS days, how many are old ones back. Our choice."""

    relapses: int
    reported: int

    @property
    def rate(self) -> Decimal | None:
        """In percent; None when nothing was reported."""
        return percent(self.relapses, self.reported)


def happened_since(*, actor: Actor, since: datetime, now: datetime) -> Happened:
    """Counts since a moment. Four queries, each over an index of what is recent or open."""
    if not actor.may(VIEW):
        return Happened()
    shown = visible_cases(actor).filter(is_held=False)
    # Who sees everything needs no second look at the case of each step.
    seen = Q(case__is_held=False) if actor.everywhere(VIEW) else Q(case__in=shown)
    steps = steps_since(since).filter(seen, at__lt=now)
    counts = {name: Count("case", distinct=True, filter=told) for name, told in HAPPENINGS.items()}
    moved = steps.aggregate(**counts)
    return Happened(
        **moved,
        reported=shown.filter(reported_at__gte=since, reported_at__lt=now).count(),
        newly_overdue=shown.filter(overdue_condition(now), due_at__gte=since).count(),
        relapsed=Relapse.objects.filter(
            ruling__in=STANDING, opened_at__gte=since, opened_at__lt=now, case__in=shown
        ).count(),
    )


def relapse_rates(*, actor: Actor, now: datetime, before: datetime) -> tuple[RelapseRate, RelapseRate]:
    """The rate over the days up to now, and over as many up to an earlier moment. Two queries."""
    if not actor.may(VIEW):
        return RelapseRate(0, 0), RelapseRate(0, 0)
    days = timedelta(days=RELAPSE_DAYS)
    shown = visible_cases(actor).filter(is_held=False)
    back = Relapse.objects.filter(ruling__in=STANDING, opened_at__gte=before - days, case__is_held=False)
    if not actor.everywhere(VIEW):
        back = back.filter(case__in=shown)
    relapsed = back.aggregate(now=_in("opened_at", now, days), before=_in("opened_at", before, days))
    reported = shown.filter(reported_at__gte=before - days).aggregate(
        now=_in("reported_at", now, days), before=_in("reported_at", before, days)
    )
    return RelapseRate(relapsed["now"], reported["now"]), RelapseRate(relapsed["before"], reported["before"])


def _in(column: str, end: datetime, days: timedelta) -> Count:
    return Count(column, filter=Q(**{f"{column}__gte": end - days, f"{column}__lt": end}))
