"""Writes what a ledger brought, in a number of statements that does not grow with each row."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from chuangcheng.cases.models import Assist, Case, CaseEvent
from chuangcheng.cases.services.indexing import index_cases
from chuangcheng.cases.services.relapses import recognise_since
from chuangcheng.core.numbers import next_numbers
from chuangcheng.core.times import local_date

SOURCE = "cases.ledger"  # `Case.source_kind` of an imported case; its `source_id` is the key of the row
BATCH = 500  # rows in one statement
MOVED = (
    *("state", "outcome", "due_at", "limit_amount", "limit_unit", "filed_at", "clock_started_at", "fed_back_at"),
    *("closed_at", "lead_unit", "latest_event_id"),
)


@dataclass
class Taken:
    """What is to be written."""

    created: list[Case] = field(default_factory=list)
    updated: list[Case] = field(default_factory=list)
    events: list[CaseEvent] = field(default_factory=list)
    assists: list[Assist] = field(default_factory=list)


def write(taken: Taken) -> None:
    """Numbers follow the time at which the problems were found."""
    _number(taken.created)
    Case.objects.bulk_create(taken.created, batch_size=BATCH)
    Case.objects.bulk_update(taken.updated, MOVED, batch_size=BATCH)
    CaseEvent.objects.bulk_create(taken.events, batch_size=BATCH)
    Assist.objects.bulk_create(taken.assists, batch_size=BATCH)
    written = [case.pk for case in (*taken.created, *taken.updated)]
    recognise_since(written)
    index_cases(written)


def _number(cases: list[Case]) -> None:
    by_year: defaultdict[int, list[Case]] = defaultdict(list)
    for case in sorted(cases, key=lambda case: case.reported_at):
        by_year[local_date(case.reported_at).year].append(case)
    for year, found in by_year.items():
        for case, number in zip(found, next_numbers(series="case", year=year, count=len(found)), strict=True):
            case.number = number
