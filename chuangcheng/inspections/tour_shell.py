"""What tours add to the shell: the stops that a leader still has to score."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core import shell
from chuangcheng.core.access import Actor
from chuangcheng.core.shell import Todo
from chuangcheng.core.times import local_date
from chuangcheng.inspections.models import Tour, TourStop
from chuangcheng.inspections.queries.tours import MOST_STOPS, stops_to_score

OVERDUE, DUE_TODAY = 0, 1  # urgencies of a to-do


def fill() -> None:
    """Called once, when the application is ready."""
    shell.rare_todos.fill("inspections-tours", shell.RareTodos(stops, todos))


def stops(actor: Actor, now: datetime) -> QuerySet[TourStop]:  # noqa: ARG001 - the signature of the slot
    """The stops that this leader has to score."""
    return stops_to_score(actor=actor)


def todos(actor: Actor, now: datetime, count: int) -> Sequence[Todo]:  # noqa: ARG001 - the signature of the slot
    """One line for each tour that goes on, with the way to its next stop."""
    left = groupby(stops_to_score(actor=actor)[:MOST_STOPS], key=lambda stop: stop.tour)
    return [_todo(tour, list(its), now) for tour, its in left]


def _todo(tour: Tour, stops: list[TourStop], now: datetime) -> Todo:
    return Todo(
        urgency=OVERDUE if tour.held_on < local_date(now) else DUE_TODAY,
        title=_("%(tour)s：还有%(count)s个点位待打分") % {"tour": tour.name, "count": len(stops)},
        url=reverse("inspections:tour", args=[tour.pk]),
        act=_("去打分"),
        act_url=reverse("inspections:score_stop", args=[stops[0].pk]),
        kind=_("拉练检查"),
        detail=stops[0].site.name,
    )
