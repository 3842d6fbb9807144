"""Cases of an unreleased round: held back, and let go when the round is released."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from chuangcheng.cases.access import VIEW_HELD
from chuangcheng.cases.models import Case
from chuangcheng.cases.services.indexing import index_cases
from chuangcheng.cases.services.ledger.new_cases import SOURCE
from chuangcheng.cases.services.relapse_news import tell_of_relapses
from chuangcheng.cases.services.relapses import recognise_since
from chuangcheng.core import audit
from chuangcheng.core.access import Actor, require

BATCH = 500  # source ids in one statement, below the limit of parameters of both databases


def release_held_cases(*, actor: Actor, source_kind: str, source_ids: Collection[str]) -> int:
    """Shows the held cases that come from these sources to everybody in charge; gives their number."""
    require(actor, VIEW_HELD)
    wanted = sorted(set(source_ids))
    with transaction.atomic():
        held: list[UUID] = []
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            rows = Case.objects.filter(is_held=True, source_kind=source_kind, source_id__in=batch)
            held += rows.values_list("pk", flat=True)
        _release(held)
        detail = {"source_kind": source_kind, "cases": len(held)}
        audit.record(actor=actor, action="cases.release_held", detail=detail)
    return len(held)


def release_held_group(*, actor: Actor, group: UUID) -> int:
    """The same for the cases of ledgers that were held for a round; gives their number."""
    require(actor, VIEW_HELD)
    with transaction.atomic():
        rows = Case.objects.filter(is_held=True, source_kind=SOURCE, source_group=str(group))
        held = list(rows.values_list("pk", flat=True))
        _release(held)
        detail = {"source_kind": SOURCE, "cases": len(held)}
        audit.record(actor=actor, action="cases.release_held", detail=detail)
    return len(held)


def _release(held: Sequence[UUID]) -> None:
    for start in range(0, len(held), BATCH):
        Case.objects.filter(pk__in=held[start : start + BATCH]).update(is_held=False)
    index_cases(held)
    tell_of_relapses(recognise_since(held))
