"""Score sheets from the records: released checks and recorded facts in, the engine's sheet out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.cache import cache

from chuangcheng.core.access import SYSTEM, Actor, require
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.engine import PartBasis, ScoreSheet
from chuangcheng.scoring.models import StoredSheet
from chuangcheng.scoring.packing import verdicts_of
from chuangcheng.scoring.queries.facts import linked_facts
from chuangcheng.scoring.queries.hits import hits_counting
from chuangcheng.scoring.queries.linked import linked_void
from chuangcheng.scoring.queries.scored import Scored, digest_of_choice, scored
from chuangcheng.scoring.queries.stored import choice_of_stored, is_slow, read_stored, stored_of
from chuangcheng.standards.access import framework_for

if TYPE_CHECKING:
    from chuangcheng.scoring.queries.choice import SheetChoice
    from chuangcheng.standards.models import Framework

# A sheet is kept in memory under a digest that changes with every release, correction, recorded fact and hit; this long
# at most, because sites may move from one area to another. Our choice.
SHEET_SECONDS = 600


@dataclass(frozen=True)
class SubjectSheet:
    """A sheet with what it is about."""

    framework: Framework
    choice: SheetChoice
    sheet: ScoreSheet
    keys: Mapping[str, int]  # code of a standard → its key
    bases: Mapping[str, Sequence[PartBasis]]  # code of a standard → what each of its parts rests on
    stored: StoredSheet | None = None  # the kept sheet that this is
    is_outdated: bool = False  # facts have come since it was kept; counting them takes a job
    linked_void: tuple[str, ...] = ()  # entries of the linked framework's negative list that void its score


def sheet_for(*, actor: Actor, framework_id: int, choice: SheetChoice) -> SubjectSheet:
    """The sheet of a framework. A constant number of queries, whatever the number of checks; fewer when it is kept.

    Checks count when their round is released; checks and recorded facts when they lie in the framework's window. Where
    counting takes long, the last kept sheet is given with today's hits, and says that it is outdated.
    """
    require(actor, VIEW)
    row = framework_for(actor, framework_id)
    found = _sheet(row, choice)
    return replace(found, linked_void=linked_void(actor=actor, framework=row, choice=choice)) if row.gate else found


def _sheet(row: Framework, choice: SheetChoice) -> SubjectSheet:
    if row.state == row.State.DRAFT:
        return _fresh(row, choice, scored(row, choice))
    digest = digest_of_choice(row, choice)
    key = f"scoring-sheet-{digest}"
    found: Scored | None = cache.get(key)
    if found is not None:
        return _fresh(row, choice, found)
    kept = _kept(row, choice, digest)
    if kept is not None:
        return kept
    found = scored(row, choice)
    cache.set(key, found, SHEET_SECONDS)
    return _fresh(row, choice, found)


def sheet_of_stored(stored: StoredSheet, *, actor: Actor = SYSTEM) -> SubjectSheet:
    """A kept sheet as it was, with what was known then of the linked framework."""
    choice = choice_of_stored(stored)
    found = _of_stored(stored.framework, choice, stored)
    return replace(found, linked_void=linked_void(actor=actor, framework=stored.framework, choice=choice))


def _kept(row: Framework, choice: SheetChoice, digest: str) -> SubjectSheet | None:
    """The kept sheet that says the same, or where counting takes long the last one."""
    bodies = ("framework_body", "marks_body")
    exact = StoredSheet.objects.select_related(*bodies).filter(version=digest).first()
    if exact is not None:
        return _of_stored(row, choice, exact)
    is_plain = choice.known_at is None and choice.round_id is None and choice.without_round_id is None
    if not is_plain or not is_slow(row):
        return None
    last = stored_of(framework=row, choice=choice).select_related(*bodies).first()
    return None if last is None else _of_stored(row, choice, last, is_outdated=True)


def _fresh(row: Framework, choice: SheetChoice, found: Scored) -> SubjectSheet:
    return SubjectSheet(row, choice, found.sheet, found.keys, found.bases)


def _of_stored(row: Framework, choice: SheetChoice, stored: StoredSheet, *, is_outdated: bool = False) -> SubjectSheet:
    # A veto never waits for checks to be counted: hits and the gate are as they are now.
    newer = verdicts_of(hits_counting(row, choice), linked_facts(row, choice)) if is_outdated else None
    sheet, keys, bases = read_stored(stored, newer=newer)
    return SubjectSheet(row, choice, sheet, keys, bases, stored, is_outdated)
