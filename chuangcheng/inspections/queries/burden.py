"""How many visits the communities have: part of what is laid on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import Count

from chuangcheng.core.times import start_of
from chuangcheng.inspections.models import Round, Visit

LATE = timedelta(days=31)  # a visit may be sent in so long after its round: our choice


def visits_of_units(first: date, last: date) -> Mapping[int, int]:
    """Visits made from `first` to `last` in released rounds, by the area of their sites; amended ones once. One query.

    The rounds bound what is looked at, so that the cost does not grow with the years.
    """
    rounds = Round.objects.filter(state=Round.State.RELEASED, starts_on__lte=last, ends_on__gte=first - LATE)
    span = (start_of(first), start_of(last + timedelta(days=1)))
    made = Visit.objects.filter(round__in=rounds, submitted_at__gte=span[0], submitted_at__lt=span[1], amends=None)
    return dict(made.order_by().values_list("site__area").annotate(number=Count("pk")))
