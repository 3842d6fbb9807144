"""An entry as auditors read it, on screen and on paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from chuangcheng.core.audit.words import Words
from chuangcheng.core.models import AuditEntry
from chuangcheng.core.shell import Text


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry in words."""

    id: int
    at: datetime
    who: str
    action: str  # code
    word: Text
    subject_kind: Text
    subject_id: str
    detail: str
    position: int | None  # in the chain; None: not sealed yet


def shown_entry(entry: AuditEntry, words: Words) -> ShownEntry:
    """The entry with the words of its codes; a code without words stays as it is."""
    seal = getattr(entry, "seal", None)
    return ShownEntry(
        id=entry.pk,
        at=entry.at,
        who=entry.actor_name,
        action=entry.action,
        word=words.actions.get(entry.action, entry.action),
        subject_kind=words.records.get(entry.subject_kind, entry.subject_kind),
        subject_id=entry.subject_id,
        detail=_told(entry.detail, words),
        position=seal.position if seal else None,
    )


def _told(detail: Mapping[str, object], words: Words) -> str:
    # In order of keys: PostgreSQL does not keep the order in which they were written.
    return "；".join(
        f"{words.details.get(key, key)}：{_plain(value, words.values.get(key, str))}"
        for key, value in sorted(detail.items())
    )


def _plain(value: object, word: Callable[[str], Text]) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, list):
        return "、".join(_plain(part, word) for part in value)
    return str(word(value)) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
