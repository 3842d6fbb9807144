"""Lists on the workbench: advice, and records that were not taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, QuerySet, Sum

from chuangcheng.core.access import Actor
from chuangcheng.core.times import SHANGHAI
from chuangcheng.field.access import visible_advice, visible_records
from chuangcheng.field.models import Advice, AdvicePhoto, FieldRecord, RecordPhoto

MOST_EXPORTED = 20_000  # rows of a table
MOST_BEHIND = 20  # records of one case: each fix that was fed back from a phone is one


@dataclass(frozen=True)
class AdviceFilter:
    """Which advice a list shows."""

    words: str = ""
    outcome: str = ""
    first: date | None = None
    last: date | None = None


def advice_list(*, actor: Actor, chosen: AdviceFilter) -> QuerySet[Advice]:
    """The visible advice, newest record first, with its photos as `shown_photos`. Two queries."""
    rows = visible_advice(actor)
    if chosen.words.strip():
        words = chosen.words.strip()
        rows = rows.filter(behaviour__icontains=words) | rows.filter(place__icontains=words)
    if chosen.outcome:
        rows = rows.filter(outcome=chosen.outcome)
    if chosen.first is not None:
        rows = rows.filter(at__gte=_start(chosen.first))
    if chosen.last is not None:
        rows = rows.filter(at__lt=_start(chosen.last + timedelta(days=1)))
    return rows.select_related("site").prefetch_related(Prefetch("photos", AdvicePhoto.objects.all(), "shown_photos"))


def advised_count(*, actor: Actor, chosen: AdviceFilter) -> int:
    """How many people were spoken to. One query."""
    return advice_list(actor=actor, chosen=chosen).aggregate(people=Sum("count"))["people"] or 0


def refused_records(*, actor: Actor, state: str) -> QuerySet[FieldRecord]:
    """The visible records in a state, newest first, with person and photos."""
    photos = Prefetch("photos", RecordPhoto.objects.all(), "shown_photos")
    return visible_records(actor).filter(state=state).select_related("person", "brought_by").prefetch_related(photos)


def records_behind(*, result_id: str) -> list[FieldRecord]:
    """What phones sent for a visit or case that the caller lets the person see, oldest first. One query."""
    rows = FieldRecord.objects.filter(result_id=result_id).exclude(result_id="")
    return list(rows.select_related("person", "brought_by").order_by("pk")[:MOST_BEHIND])


def refused(*, actor: Actor) -> QuerySet[FieldRecord]:
    """The records that wait for somebody to mind them; on a partial index."""
    return visible_records(actor).filter(state=FieldRecord.State.REFUSED)


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, SHANGHAI)
