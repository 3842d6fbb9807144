"""The cases that units sent back in a period, for an appraisal of units."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count

from chuangcheng.cases.models import CaseEvent
from chuangcheng.cases.states import State
from chuangcheng.core.times import start_of


class SentBackCase(NamedTuple):
    """A case that a unit said is not its duty."""

    id: UUID
    unit_id: int  # which sent it back
    times: int  # that it was sent back up to the end of the period, by whichever unit


def sent_back_cases(*, first: date, last: date) -> list[SentBackCase]:
    """For the whole place, each case once for each unit; held, refused and voided ones are none. Two queries."""
    end = start_of(last + timedelta(days=1))
    moves = CaseEvent.objects.filter(move="send_back", at__lt=end, case__is_held=False)
    moves = moves.exclude(case__state__in=[State.REJECTED.value, State.VOID.value]).order_by()
    in_period = moves.filter(at__gte=start_of(first), unit__isnull=False)
    pairs = sorted(set(in_period.values_list("case", "unit")))
    counted = moves.filter(case__in={case_id for case_id, _unit in pairs}).values_list("case")
    times: dict[UUID, int] = dict(counted.annotate(times=Count("pk")))
    return [SentBackCase(case_id, unit_id, times[case_id]) for case_id, unit_id in pairs]
