"""The visits that count, as days for which tasks must stand ready."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from chuangcheng.command.access import VIEW, assessor_visits_that_count
from chuangcheng.core.access import Actor
from chuangcheng.tasks.slots import GoalDay


def visits_to_come(actor: Actor, day: date) -> Sequence[GoalDay]:
    """The visits that begin on that day or later. One query."""
    if not actor.may(VIEW):
        return []
    rows = assessor_visits_that_count(actor).filter(first_on__gte=day)
    return [
        GoalDay(f"command.visit:{visit.pk}", visit.name, visit.first_on, reverse("command:visit", args=[visit.pk]))
        for visit in rows
    ]
