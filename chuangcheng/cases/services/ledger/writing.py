"""Writes what a ledger brought, in a number of statements that does not grow with each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from chuangcheng.cases.models import Assist, Case, CaseEvent
from chuangcheng.cases.services.indexing import index_cases
from chuangcheng.cases.services.ledger.drafts import CaseDraft, SeenRow
from chuangcheng.cases.services.relapses import recognise_since
from chuangcheng.core.numbers import next_numbers
from chuangcheng.core.times import local_date

SOURCE = "cases.ledger"  # `Case.source_kind` of an imported case; its `source_id` is the key of the row
BATCH = 500  # rows in one statement
MOVED = (
    *("state", "outcome", "due_at", "limit_amount", "limit_unit", "filed_at", "clock_started_at", "fed_back_at"),
    *("closed_at", "lead_unit", "latest_event_id", "suspended_at"),
)


@dataclass
class Taken:
    """What is to be written."""

    created: list[Case] = field(default_factory=list)
    updated: list[Case] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    assists: list[Assist] = field(default_factory=list)


def write(taken: Taken) -> None:
    """Everything gathered so far; call it every now and then, so that a long ledger does not fill the memory."""
    Case.objects.bulk_create(taken.created, batch_size=BATCH)
    Case.objects.bulk_update(taken.updated, MOVED, batch_size=BATCH)
    CaseEvent.objects.bulk_create(taken.events, batch_size=BATCH)
    Assist.objects.bulk_create(taken.assists, batch_size=BATCH)
    written = [case.pk for case in (*taken.created, *taken.updated)]
    recognise_since(written)
    index_cases(written)


def one_number(draft: CaseDraft) -> str:
    """The number for a row that was taken before, but whose case is no more."""
    return next_numbers(series="case", year=local_date(draft.found_at).year, count=1)[0]


def numbers_of(drafts: Sequence[SeenRow]) -> dict[str, str]:
    """Key → number of each new case; numbers follow the time at which the problems were found."""
    by_year: defaultdict[int, list[str]] = defaultdict(list)
    for draft in sorted(drafts, key=lambda draft: draft.found_at):
        by_year[local_date(draft.found_at).year].append(draft.key)
    found: dict[str, str] = {}
    for year, keys in by_year.items():
        found |= dict(zip(keys, next_numbers(series="case", year=year, count=len(keys)), strict=True))
    return found
