"""The first look through a ledger: which rows are new, which say the same as last time, which say something else.

Of each row only its key, its place in the file and, when it is to be written, its moment are kept, and of the first
ones what they say: a ledger of any length never stands in memory as rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from chuangcheng.cases.services.ledger.corrections import correct_exported
from chuangcheng.cases.services.ledger.drafts import CaseDraft, draft_again, draft_of, list_double
from chuangcheng.core.access import Actor
from chuangcheng.core.imports.lines import Rows
from chuangcheng.core.imports.memory import said_before
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.times import SHANGHAI

KIND = "cases"
BATCH = 1_000  # keys in one query
MOST_DRAFTS = 20_000  # that are kept, some 12 MB; further rows are understood again when they are written
OWN_NUMBER = re.compile(r"\d{4}-\d{6,}")


@dataclass
class Survey:
    """What is known of a ledger after the first look."""

    places: dict[str, int] = field(default_factory=dict)  # key → place of the first row with it
    fresh: list[int] = field(default_factory=list)  # places of rows to be written, in the order of the file
    moments: dict[int, float] = field(default_factory=dict)  # place → when it was found, of rows never seen
    drafts: dict[int, CaseDraft] = field(default_factory=dict)  # place → what it says, of the first rows to be written
    names: set[str] = field(default_factory=set)  # where the problems of rows to be written are

    def by_year(self) -> dict[int, list[int]]:
        """Year → places of rows never seen, in the order in which their problems were found."""
        found: dict[int, list[int]] = {}
        for place in sorted(self.moments, key=lambda place: (self.moments[place], place)):
            found.setdefault(datetime.fromtimestamp(self.moments[place], SHANGHAI).year, []).append(place)
        return found


def look_through(rows: Rows, *, actor: Actor, report: Report, at: datetime) -> Survey:
    """Looks at every row; takes the edited cells of our own list, rejects what can be no case, counts what is known."""
    found, waiting = Survey(), list[tuple[int, CaseDraft]]()
    for place, row in _strange(rows, actor, report):
        draft = draft_of(row, report, at=at)
        if draft is None:
            continue
        first = found.places.setdefault(draft.key, place)
        if first != place:
            list_double(draft, draft_again(rows.at(first), at=at), report)
            continue
        waiting.append((place, draft))
        if len(waiting) == BATCH:
            _sort(waiting, found, report)
    _sort(waiting, found, report)
    return found


def _strange(rows: Rows, actor: Actor, report: Report) -> Iterator[tuple[int, Row]]:
    """The rows that are none of ours; those that may be come last, and wait for it."""
    own: list[tuple[int, Row]] = []
    for place, row in rows.streamed():
        if OWN_NUMBER.fullmatch(row.values.get("code") or ""):
            own.append((place, row))
        else:
            yield place, row
    if own:
        left = {id(row) for row in correct_exported([row for _place, row in own], actor=actor, report=report)}
        yield from (each for each in own if id(each[1]) in left)


def _sort(waiting: list[tuple[int, CaseDraft]], found: Survey, report: Report) -> None:
    """Tells the rows that bring something from those that say the same as last time; empties `waiting`."""
    before = said_before(KIND, [draft.key for _place, draft in waiting])
    for place, draft in waiting:
        if before.get(draft.key) == draft.fingerprint:
            report.unchanged += 1
            continue
        found.fresh.append(place)
        found.names.add(draft.place)
        if len(found.drafts) < MOST_DRAFTS:
            found.drafts[place] = draft
        if draft.key not in before:
            found.moments[place] = draft.found_at.timestamp()
    waiting.clear()
