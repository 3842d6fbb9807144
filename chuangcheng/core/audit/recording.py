"""The append-only trail: each write, sign-in, export and view of personal data leaves an entry in its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from chuangcheng.core.access import Actor
from chuangcheng.core.models import AuditEntry


def record(*, actor: Actor, action: str, subject: Model | None = None, detail: Mapping[str, Any] | None = None) -> None:
    """Appends one entry: who did what ("cases.close") to which record. `detail` holds no personal data in the clear."""
    _entry(actor, action, subject, detail).save(force_insert=True)


def record_all(*, actor: Actor, action: str, subjects: Iterable[tuple[Model, Mapping[str, Any]]]) -> None:
    """One entry for each record with its detail, by one statement for 500 of them."""
    entries = [_entry(actor, action, subject, detail) for subject, detail in subjects]
    AuditEntry.objects.bulk_create(entries, batch_size=500)


def _entry(actor: Actor, action: str, subject: Model | None, detail: Mapping[str, Any] | None) -> AuditEntry:
    return AuditEntry(
        actor_id=actor.person_id,
        actor_name=actor.name,
        action=action,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        detail=dict(detail or {}),
    )
