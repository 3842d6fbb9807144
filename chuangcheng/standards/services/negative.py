"""Writes the negative list of a framework: a code is an entry."""

from __future__ import annotations

from collections.abc import Sequence

from chuangcheng.standards.drafts import NegativeDraft
from chuangcheng.standards.models import Framework, NegativeEntry
from chuangcheng.standards.queries import negative_draft_of
from chuangcheng.standards.services.tree import BATCH, Written, renumbered

NEGATIVE_FIELDS = ["domain", "text", "sanction", "look_back_months", "note", "source"]


def write_negative_entries(*, framework: Framework, drafts: Sequence[NegativeDraft]) -> Written:
    """Creates or updates the negative list; call it inside a transaction. Entries not named stay."""
    existing = {row.code: row for row in framework.negative_entries.all()}
    created: list[NegativeEntry] = []
    updated: list[NegativeEntry] = []
    unchanged: list[str] = []
    for draft in drafts:
        row = existing.get(draft.code)
        if row is not None and negative_draft_of(row) == draft:
            unchanged.append(draft.code)
            continue
        target = created if row is None else updated
        row = row or NegativeEntry(framework=framework, code=draft.code, order=len(existing) + len(created))
        for name in NEGATIVE_FIELDS:
            setattr(row, name, getattr(draft, name))
        target.append(row)
    NegativeEntry.objects.bulk_create(created, batch_size=BATCH)
    NegativeEntry.objects.bulk_update(updated, NEGATIVE_FIELDS, batch_size=BATCH)
    return Written(tuple(row.code for row in created), tuple(row.code for row in updated), tuple(unchanged))


def put_entries_in_order(*, framework: Framework, codes: Sequence[str]) -> None:
    """The entries in the order of these codes; what is not named comes after, as it stood."""
    places = {code: place for place, code in enumerate(codes)}
    rows = sorted(framework.negative_entries.all(), key=lambda row: places.get(row.code, len(places)))
    NegativeEntry.objects.bulk_update(renumbered(rows), ["order"], batch_size=BATCH)
