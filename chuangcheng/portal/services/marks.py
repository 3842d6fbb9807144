"""Marks by which floods are known: keyed hashes that nobody reads back, forgotten after some days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from chuangcheng.core.crypto import blind_index
from chuangcheng.core.times import local_date
from chuangcheng.portal.effort import plain
from chuangcheng.portal.models import Submission
from chuangcheng.portal.policies import MARK_DAYS


def sender_mark(address: str, day: date) -> str:
    """Of a network address on a day: another day is another mark, so that nobody is followed over time."""
    return blind_index(f"portal sender {address} {day.isoformat()}") if address else ""


def content_mark(*, text: str, place: str, kind: str, photo_ids: Sequence[UUID]) -> str:
    """Of what was sent; the same again for the same, whatever its blanks and punctuation."""
    parts = [plain(text), plain(place), kind, *sorted(map(str, photo_ids))]
    return blind_index("\x1f".join(["portal content", *parts]))


def forget_old_marks(*, now: datetime) -> int:
    """Empties the marks and words of submissions that are older than the setting says. Safe to run again."""
    before = now - timedelta(days=MARK_DAYS.on(local_date(now)))
    rows = Submission.objects.filter(received_at__lt=before).exclude(sender_mark="")
    return rows.update(sender_mark="", words="")
