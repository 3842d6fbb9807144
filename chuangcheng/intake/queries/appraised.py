"""By which way the cases of a period came in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from chuangcheng.core.times import start_of
from chuangcheng.intake.models import Report


def sources_of_cases(*, codes: Collection[str], first: date, last: date) -> dict[UUID, str]:
    """Code of the source of each case that came in by one of these and was due, or closed, in the period. One query."""
    span = (start_of(first), start_of(last + timedelta(days=1)))
    due = Q(case__due_at__gte=span[0], case__due_at__lt=span[1])
    closed = Q(case__due_at=None, case__closed_at__gte=span[0], case__closed_at__lt=span[1])
    rows = Report.objects.filter(due | closed, source__code__in=list(codes)).order_by("pk")
    return dict(rows.values_list("case", "source__code"))
