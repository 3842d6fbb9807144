"""Remembers what a row said when it last went in: saying the same again is no change, whatever was done since."""

from __future__ import annotations

from collections.abc import Mapping

from chuangcheng.core.bulk import insert_rows
from chuangcheng.core.models import ImportedRow

_BATCH = 500  # keys in one query; SQLite takes some thousand parameters


def said_before(kind: str, keys: list[str]) -> dict[str, str]:
    """The fingerprint last taken for each of the keys; keys never seen are absent."""
    found: dict[str, str] = {}
    for start in range(0, len(keys), _BATCH):
        rows = ImportedRow.objects.filter(kind=kind, key__in=keys[start : start + _BATCH])
        found |= dict(rows.values_list("key", "fingerprint"))
    return found


def remember_new(kind: str, fingerprints: Mapping[str, str]) -> None:
    """The same as `remember` for keys that were never seen."""
    insert_rows(ImportedRow, ("kind", "key", "fingerprint"), [(kind, *said) for said in fingerprints.items()])


def remember(kind: str, fingerprints: Mapping[str, str]) -> None:
    """Keeps what the rows said, by key; call it in the transaction that takes them."""
    ImportedRow.objects.bulk_create(
        [ImportedRow(kind=kind, key=key, fingerprint=text) for key, text in fingerprints.items()],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["fingerprint"],
    )
