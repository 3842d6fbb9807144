"""Circulars that units had to sign for, as supervision counts them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse

from chuangcheng.command.models import Circular, CircularUnit
from chuangcheng.core.times import local_date
from chuangcheng.supervision.slots import ReceiptDue

CHUNK = 5_000  # rows read at a time


def circulars_due(first: date, last: date, today: date) -> Iterator[ReceiptDue]:
    """For each unit the circulars whose last day to sign lay in the days and is over, or that it signed; withdrawn ones
    are none. One statement."""
    rows = CircularUnit.objects.filter(
        sign_by__gte=first, sign_by__lte=last, circular__issued_at__isnull=False, circular__withdrawn_at=None
    ).order_by()
    columns = ("circular", "unit", "sign_by", "signed__received_at")
    for circular_id, unit_id, sign_by, signed_at in rows.values_list(*columns).iterator(chunk_size=CHUNK):
        if signed_at is not None or sign_by < today:
            yield ReceiptDue(circular_id, unit_id, signed_at is None or local_date(signed_at) > sign_by)


def circulars_told(ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Title and page of circulars. One query."""
    rows = Circular.objects.filter(pk__in=ids).values_list("pk", "number", "title")
    return {pk: (f"{number} {title}", reverse("command:circular", args=[pk])) for pk, number, title in rows}
