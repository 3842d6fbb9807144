"""The first look through a ledger: which rows are new, which say the same as last time, which say something else.

Of each row only its key, its place in the file and, when it is to be written, its moment are kept: a ledger of any
length is gone through twice, and never stands in memory as rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from chuangcheng.cases.services.ledger.corrections import correct_exported
from chuangcheng.cases.services.ledger.drafts import SeenRow, list_double, seen_row
from chuangcheng.core.access import Actor
from chuangcheng.core.imports.lines import Rows
from chuangcheng.core.imports.memory import said_before
from chuangcheng.core.imports.report import Report
from chuangcheng.core.imports.rows import Row
from chuangcheng.core.times import SHANGHAI

KIND = "cases"
BATCH = 1_000  # keys in one query
OWN_NUMBER = re.compile(r"\d{4}-\d{6,}")


@dataclass
class Survey:
    """What is known of a ledger after the first look."""

    places: dict[str, int] = field(default_factory=dict)  # key → place of the first row with it
    fresh: list[int] = field(default_factory=list)  # places of rows to be written, in the order of the file
    moments: dict[int, float] = field(default_factory=dict)  # place → when it was found, of rows never seen
    names: set[str] = field(default_factory=set)  # where the problems of rows to be written are

    def by_year(self) -> dict[int, list[int]]:
        """Year → places of rows never seen, in the order in which their problems were found."""
        found: dict[int, list[int]] = {}
        for place in sorted(self.moments, key=lambda place: (self.moments[place], place)):
            found.setdefault(datetime.fromtimestamp(self.moments[place], SHANGHAI).year, []).append(place)
        return found


def survey(rows: Rows, *, actor: Actor, report: Report, at: datetime) -> Survey:
    """Looks at every row; takes the edited cells of our own list, rejects what can be no case, counts what is known."""
    found, waiting = Survey(), list[tuple[int, SeenRow]]()
    for place, row in _strange(rows, actor, report):
        seen = seen_row(row, report, at=at)
        if seen is None:
            continue
        first = found.places.setdefault(seen.key, place)
        if first != place:
            earlier = seen_row(rows.at(first), Report(), at=at)
            list_double(seen, earlier or seen, report)
            continue
        waiting.append((place, seen))
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


def _sort(waiting: list[tuple[int, SeenRow]], found: Survey, report: Report) -> None:
    """Tells the rows that bring something from those that say the same as last time; empties `waiting`."""
    before = said_before(KIND, [seen.key for _place, seen in waiting])
    for place, seen in waiting:
        if before.get(seen.key) == seen.fingerprint:
            report.unchanged += 1
            continue
        found.fresh.append(place)
        found.names.add(seen.place)
        if seen.key not in before:
            found.moments[place] = seen.found_at.timestamp()
    waiting.clear()
