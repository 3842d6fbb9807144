"""The material that fell due in a period, for an appraisal of units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max, Q

from chuangcheng.core.times import local_date
from chuangcheng.evidence.models import MaterialRequest
from chuangcheng.evidence.workflow import State

CHUNK = 5_000  # rows read at a time
BROUGHT = {State.TO_REVIEW.value, State.ACCEPTED.value}


class AppraisedMaterial(NamedTuple):
    """A request whose last day is over, or that was answered before it."""

    id: UUID
    unit_id: int
    standard_id: int
    is_on_time: bool  # the last piece was handed in by the last day, and nothing was returned since


def appraised_materials(*, first: date, last: date, today: date) -> Iterator[AppraisedMaterial]:
    """Read as they come, one statement; cancelled requests are none, nor those that have time left."""
    rows = MaterialRequest.objects.filter(due_on__gte=first, due_on__lte=last).exclude(state=State.VOID.value)
    handed = rows.order_by().annotate(handed_at=Max("history__at", filter=Q(history__move="hand_in")))
    columns = ("pk", "unit", "standard", "state", "handed_at", "due_on")
    for pk, unit_id, standard_id, state, handed_at, due_on in handed.values_list(*columns).iterator(chunk_size=CHUNK):
        is_brought = state in BROUGHT and handed_at is not None
        if is_brought or due_on < today:
            yield AppraisedMaterial(pk, unit_id, standard_id, is_brought and local_date(handed_at) <= due_on)


def materials_told(request_ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Number and title of requests. One query."""
    rows = MaterialRequest.objects.filter(pk__in=request_ids).values_list("pk", "number", "title")
    return {pk: (number, title) for pk, number, title in rows}
