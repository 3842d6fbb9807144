"""Writes what a ledger brought, in a number of statements that does not grow with each row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from chuangcheng.cases.models import Assist, Case, CaseEvent
from chuangcheng.cases.services.indexing import case_entry, index_cases
from chuangcheng.cases.services.ledger.drafts import CaseDraft
from chuangcheng.cases.services.ledger.histories import Step
from chuangcheng.cases.services.ledger.new_cases import NewCase, insert_cases
from chuangcheng.cases.services.relapses import recognise_since
from chuangcheng.core import search
from chuangcheng.core.bulk import insert_rows
from chuangcheng.core.numbers import next_numbers
from chuangcheng.core.times import local_date

BATCH = 500  # rows in one statement
MOVED = (
    *("state", "outcome", "due_at", "limit_amount", "limit_unit", "filed_at", "clock_started_at", "fed_back_at"),
    *("closed_at", "lead_unit", "latest_event_id", "suspended_at"),
)


@dataclass
class Taken:
    """What is to be written."""

    created: list[NewCase] = field(default_factory=list)
    updated: list[Case] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    assists: list[tuple[UUID, int]] = field(default_factory=list)  # case and unit


def write(taken: Taken) -> None:
    """Everything gathered so far; call it every now and then, so that a long ledger does not fill the memory."""
    insert_cases(taken.created)
    Case.objects.bulk_update(taken.updated, MOVED, batch_size=BATCH)
    _write_steps(taken)
    _index_new(taken)
    if taken.updated:
        index_cases([case.pk for case in taken.updated])
    written: list[Case | NewCase] = [*taken.created, *taken.updated]
    recognise_since([case.pk for case in written if _can_come_back(case)])


def _write_steps(taken: Taken) -> None:
    insert_rows(CaseEvent, Step._fields, taken.steps)
    insert_rows(Assist, ("case_id", "unit_id"), taken.assists)


def _index_new(taken: Taken) -> None:
    assistants: defaultdict[UUID, list[int]] = defaultdict(list)
    for case_id, unit_id in taken.assists:
        assistants[case_id].append(unit_id)
    search.index_new(case_entry(case, assistants.get(case.pk, ())) for case in taken.created)


def _can_come_back(case: Case | NewCase) -> bool:
    """A problem of no class or nowhere in particular is no relapse, and nothing is a relapse of it.

    What is held is looked at when it is released.
    """
    is_somewhere = case.site_id is not None or case.spot is not None
    return case.problem_class_id is not None and is_somewhere and not case.is_held


def one_number(draft: CaseDraft) -> str:
    """The number for a row that was taken before, but whose case is no more."""
    return next_numbers(series="case", year=local_date(draft.found_at).year, count=1)[0]


def numbers_of(by_year: Mapping[int, Sequence[int]]) -> dict[int, str]:
    """Place → number of each new case; numbers follow the order given."""
    found: dict[int, str] = {}
    for year, places in by_year.items():
        found |= dict(zip(places, next_numbers(series="case", year=year, count=len(places)), strict=True))
    return found
