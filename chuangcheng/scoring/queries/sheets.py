"""Score sheets from the records: released checks and recorded facts in, the engine's sheet out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Max

from chuangcheng.core.access import Actor, require
from chuangcheng.inspections.queries import checks_version
from chuangcheng.scoring.access import VIEW
from chuangcheng.scoring.engine import Facts, ScoreSheet, StandardScore, score
from chuangcheng.scoring.models import LinkedScore, RecordedFact
from chuangcheng.scoring.queries.basis import PartBasis, basis_of
from chuangcheng.scoring.queries.facts import area_ids, fact_book
from chuangcheng.scoring.queries.framework import engine_framework_of
from chuangcheng.scoring.queries.hits import hits_version
from chuangcheng.standards.access import framework_for

if TYPE_CHECKING:
    from chuangcheng.scoring.queries.choice import SheetChoice
    from chuangcheng.standards.models import Framework

# A sheet is kept under a key that changes with every release, correction and recorded fact; this long at most,
# because sites and units may move from one area to another. Our choice.
SHEET_SECONDS = 600
NO_FACTS = Facts()


@dataclass(frozen=True)
class Scored:
    """A sheet as it is kept: without the facts of each site."""

    sheet: ScoreSheet
    keys: Mapping[str, int]  # code of a standard → its key
    bases: Mapping[str, Sequence[PartBasis]]  # code of a standard → what each of its parts rests on


@dataclass(frozen=True)
class SubjectSheet:
    """A sheet with what it is about."""

    framework: Framework
    choice: SheetChoice
    sheet: ScoreSheet
    keys: Mapping[str, int]  # code of a standard → its key
    bases: Mapping[str, Sequence[PartBasis]]  # code of a standard → what each of its parts rests on


def sheet_for(*, actor: Actor, framework_id: int, choice: SheetChoice) -> SubjectSheet:
    """The sheet of a framework. A constant number of queries, whatever the number of checks; fewer when it is kept.

    Checks count when their round is released; checks and recorded facts when they lie in the framework's window.
    """
    require(actor, VIEW)
    row = framework_for(actor, framework_id)
    found = _kept(row, choice) if row.state != row.State.DRAFT else _scored(row, choice)
    return SubjectSheet(row, choice, found.sheet, found.keys, found.bases)


def _kept(row: Framework, choice: SheetChoice) -> Scored:
    key = _cache_key(row, choice)
    found: Scored | None = cache.get(key)
    if found is None:
        found = _scored(row, choice)
        cache.set(key, found, SHEET_SECONDS)
    return found


def _scored(row: Framework, choice: SheetChoice) -> Scored:
    read = engine_framework_of(row)
    sheet = score(read.framework, fact_book(row, choice, read.keys))
    bases = {code: tuple(basis_of(part) for part in each.parts) for code, each in sheet.standards.items()}
    standards = {code: _without_facts(each) for code, each in sheet.standards.items()}
    problems = (*read.problems, *sheet.problems)
    return Scored(replace(sheet, standards=standards, problems=problems), read.keys, bases)


def _without_facts(each: StandardScore) -> StandardScore:
    return replace(each, parts=tuple(replace(part, facts=NO_FACTS) for part in each.parts))


def _cache_key(row: Framework, choice: SheetChoice) -> str:
    """What the sheet depends on, as one digest. Five small queries, none over all checks."""
    subject = (choice.subject.pk, area_ids(choice)) if choice.subject else None
    rounds = (sorted(choice.kinds), choice.round_id, choice.without_round_id)
    chosen = (row.pk, row.state, choice.day, rounds, choice.known_at, subject)
    digest = sha256(repr((*chosen, _version(row))).encode()).hexdigest()
    return f"scoring-sheet-{digest}"


def _version(row: Framework) -> tuple[Any, ...]:
    facts = RecordedFact.objects.filter(standard__framework=row).aggregate(last=Max("recorded_at"))
    linked = LinkedScore.objects.filter(framework=row).aggregate(last=Max("recorded_at"))
    return checks_version(framework_id=row.pk), facts["last"], linked["last"], hits_version(row)
