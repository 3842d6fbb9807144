"""Circulars that a unit did not sign for in time count among what it did slowly."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from chuangcheng.command.models import CircularReceipt, CircularUnit
from chuangcheng.command.queries.signing import circulars_due, circulars_told
from chuangcheng.command.testing import make_circular
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.testing import Cast

SPAN = (date(2026, 10, 1), date(2026, 10, 31))
LAST = date(2026, 10, 12)


def addressed(cast: Cast, *, signed_at: datetime | None = None) -> CircularUnit:
    """A circular to the sanitation bureau, to be signed for by 12 October."""
    row = make_circular(cast).units.get(unit=cast.sanitation)
    row.sign_by = LAST
    if signed_at is not None:
        row.signed = CircularReceipt.objects.create(
            addressed=row, kind="signed", person=cast.liaison, received_at=signed_at
        )
    row.save()
    return row


@pytest.mark.parametrize(
    ("signed_at", "today", "told"),
    [
        (None, LAST, []),  # there is time left
        (None, date(2026, 10, 13), [True]),
        (datetime(2026, 10, 12, 23, 30, tzinfo=SHANGHAI), LAST, [False]),
        (datetime(2026, 10, 13, 0, 30, tzinfo=SHANGHAI), date(2026, 11, 1), [True]),
    ],
)
def test_a_circular_is_late_after_its_last_day(
    cast: Cast, signed_at: datetime | None, today: date, told: list[bool]
) -> None:
    row = addressed(cast, signed_at=signed_at)
    found = [due for due in circulars_due(*SPAN, today) if due.unit_id == cast.sanitation.pk]
    assert [due.is_late for due in found] == told
    assert all(due.id == row.circular_id for due in found)


def test_other_days_and_withdrawn_circulars_are_none(cast: Cast) -> None:
    row = addressed(cast)
    assert not list(circulars_due(date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)))
    row.circular.withdrawn_at = datetime(2026, 10, 20, tzinfo=SHANGHAI)
    row.circular.save()
    assert not list(circulars_due(*SPAN, date(2026, 12, 1)))


def test_a_circular_is_named_with_its_page(cast: Cast) -> None:
    row = addressed(cast)
    name, url = circulars_told([row.circular_id])[row.circular_id]
    assert row.circular.title in name
    assert str(row.circular_id) in url
