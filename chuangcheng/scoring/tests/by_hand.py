"""The sheet of a `Ground`, check by check through the engine, as slowly and plainly as one would by hand."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from chuangcheng.core.times import SHANGHAI
from chuangcheng.scoring.engine import Check, FactBook, Facts, published, score
from chuangcheng.scoring.engine import Verdict as EngineVerdict
from chuangcheng.scoring.queries import SheetChoice
from chuangcheng.scoring.queries.framework import engine_framework_of
from chuangcheng.scoring.tests.ground import Ground, Row, Verdict


def sheet_by_hand(
    ground: Ground, choice: SheetChoice, *, framework: int = 0, area: str | None = None
) -> dict[str, Any]:
    """The published sheet of one of the frameworks from the ground's own list of checks."""
    edition = ground.frameworks[framework]
    counting = [
        (row, said)
        for row in ground.rows
        if row.framework == framework
        and row.site in ground.inside(area)
        and (not choice.kinds or row.kind in choice.kinds)
        and _is_inside(row, edition, choice)
        and (said := _standing(row, choice.known_at)) is not None
    ]
    if edition.counted_checks == "latest":
        counting = _latest(counting)
    facts: defaultdict[str, list[Check]] = defaultdict(list)
    for row, said in counting:
        number = said.violations or None
        facts[row.code].append(Check(str(ground.sites[row.site].pk), EngineVerdict(said.verdict), number))
    book = FactBook({code: Facts([check.tally() for check in checks]) for code, checks in facts.items()})
    return published(score(engine_framework_of(edition).framework, book))


def _is_inside(row: Row, edition: Any, choice: SheetChoice) -> bool:
    day = row.checked_at.astimezone(SHANGHAI).date()
    first, last = edition.window_from, edition.window_to
    return day <= choice.day and (first is None or day >= first) and (last is None or day <= last)


def _standing(row: Row, known_at: datetime | None) -> Verdict | None:
    """What stands of a check and its corrections; None when its round was not released."""
    if row.released_at is None or (known_at is not None and row.released_at > known_at):
        return None
    first, *later = row.chain
    known = [said for said in later if known_at is None or said.said_at <= known_at]
    return known[-1] if known else first


def _latest(counting: list[tuple[Row, Verdict]]) -> list[tuple[Row, Verdict]]:
    newest: dict[tuple[str, int], datetime] = {}
    for row, _said in counting:
        key = row.code, row.site
        newest[key] = max(newest.get(key, row.checked_at), row.checked_at)
    return [(row, said) for row, said in counting if newest[row.code, row.site] == row.checked_at]
