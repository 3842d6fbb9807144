"""What of a case is found by search, and by whom: the units in charge, the area, the reporter."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from chuangcheng.cases.models import Assist, Case
from chuangcheng.cases.states import State
from chuangcheng.core import search
from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.search import HIDDEN, Entry, person_scope, unit_scopes

if TYPE_CHECKING:
    from chuangcheng.cases.services.ledger.new_cases import NewCase

KIND = "case"  # of search entries
# Moves; each tells in its data which units have a part besides, as `assists`.
CHANGES_WHAT_IS_FOUND = frozenset(
    {"open", "file", "claim", "dispatch", "reassign", "change_assists", "send_back", "reopen", "fail_recheck", "unjoin"}
    | {"whistle", "decide"}
)
BATCH = 500
_FILED = State.FILED.value


def index_case(case: Case, assistants: Collection[int] = ()) -> None:
    """Makes the case findable as it stands; `assistants`: ids of the units that assist."""
    search.index_all([case_entry(case, assistants)])


def index_cases(case_ids: Collection[UUID]) -> None:
    """The same for many cases; four statements for each BATCH."""
    search.index_all(_entries(case_ids))


def case_entry(case: Case | NewCase, assistants: Collection[int] = ()) -> Entry:
    """What the search keeps of a case read with its site, area, lead unit and class."""
    named = [
        mask_phones_in(case.place_text),
        *(found.name for found in (case.site, case.area, case.lead_unit) if found is not None),
    ]
    if case.problem_class is not None:
        named += [case.problem_class.group, case.problem_class.name]
    scopes = unit_scopes([case.lead_unit_id, case.area_id, _usual_unit(case), *assistants])
    scopes += [person_scope(case.reporter_id)] if case.reporter_id is not None else []
    return Entry(
        kind=KIND,
        object_id=str(case.pk),
        title=mask_phones_in(case.description),
        number=case.number,
        text=" ".join(text for text in named if text),
        scopes=[*scopes, HIDDEN] if case.is_held else scopes,
    )


def _usual_unit(case: Case | NewCase) -> int | None:
    """The unit that may claim the case for its class."""
    if case.state != _FILED or case.problem_class is None:
        return None
    return case.problem_class.default_unit_id


def _entries(case_ids: Collection[UUID]) -> Iterator[Entry]:
    every = sorted(case_ids)
    for start in range(0, len(every), BATCH):
        batch = every[start : start + BATCH]
        assistants: dict[UUID, list[int]] = {}
        for case_id, unit_id in Assist.objects.filter(case__in=batch).values_list("case", "unit"):
            assistants.setdefault(case_id, []).append(unit_id)
        rows = Case.objects.filter(pk__in=batch).select_related("site", "area", "lead_unit", "problem_class")
        for case in rows.defer("area__boundary", "lead_unit__boundary").order_by("pk"):
            yield case_entry(case, assistants.get(case.pk, ()))
