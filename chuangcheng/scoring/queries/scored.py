"""Computing one sheet from the records, and the digest of everything that it depends on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from time import monotonic
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from chuangcheng.evidence.queries import materials_version
from chuangcheng.inspections.queries import checks_version
from chuangcheng.scoring.engine import NO_FACTS, FactBook, PartBasis, ScoreSheet, StandardScore, basis_of, score
from chuangcheng.scoring.models import LinkedScore, RecordedFact
from chuangcheng.scoring.packing import marks_of
from chuangcheng.scoring.queries.facts import fact_book, inside
from chuangcheng.scoring.queries.framework import EngineFramework, engine_framework_of
from chuangcheng.scoring.queries.hits import hits_version
from chuangcheng.standards.queries import borrowing_of

if TYPE_CHECKING:
    from chuangcheng.scoring.queries.choice import SheetChoice
    from chuangcheng.standards.models import Framework


@dataclass(frozen=True)
class Scored:
    """A sheet without the facts of each site, and what is needed to keep it."""

    sheet: ScoreSheet
    keys: Mapping[str, int]  # code of a standard → its key
    bases: Mapping[str, Sequence[PartBasis]]  # code of a standard → what each of its parts rests on
    framework: Mapping[str, Any]  # the edition as JSON values
    marks: Mapping[str, Any]  # what its parts earned, as JSON values
    seconds: float  # that counting the facts took


def scored(row: Framework, choice: SheetChoice) -> Scored:
    """The sheet, computed now."""
    started = monotonic()
    read = engine_framework_of(row)
    return scored_with(read, fact_book(row, choice, read.keys), started=started)


def scored_with(read: EngineFramework, book: FactBook, *, started: float) -> Scored:
    """The sheet of an edition that was read and facts that were counted. started: `monotonic` when counting began."""
    sheet = score(read.framework, book)
    bases = {code: tuple(basis_of(part) for part in each.parts) for code, each in sheet.standards.items()}
    standards = {code: _without_facts(each) for code, each in sheet.standards.items()}
    found = replace(sheet, standards=standards, problems=(*read.problems, *sheet.problems))
    return Scored(found, read.keys, bases, read.facts, marks_of(found, bases, book), monotonic() - started)


def sheet_digest(
    row: Framework, choice: SheetChoice, *, version: tuple[Any, ...], unit_ids: Collection[int] | None
) -> str:
    """What the sheet depends on. unit_ids: of the subject and those below it, None for the whole place."""
    subject = None if choice.subject is None else (choice.subject.pk, sorted(unit_ids or ()))
    rounds = (sorted(choice.kinds), choice.round_id, choice.without_round_id)
    chosen = (row.pk, choice.day, rounds, choice.known_at, subject)
    return sha256(repr((*chosen, version)).encode()).hexdigest()


def digest_of_choice(row: Framework, choice: SheetChoice) -> str:
    """The digest for a sheet that is asked for. Eight small queries, none over all checks."""
    return sheet_digest(row, choice, version=facts_version(row), unit_ids=inside(choice))


def facts_version(row: Framework) -> tuple[Any, ...]:
    """Changes with every release, correction, recorded fact, step of material, step of a hit and link that counts."""
    lent = borrowing_of(row.pk)
    lenders = (row.pk, *lent.framework_ids)
    facts = RecordedFact.objects.filter(standard__framework=row).aggregate(last=Max("recorded_at"))
    linked = LinkedScore.objects.filter(framework=row).aggregate(last=Max("recorded_at"))
    known = (checks_version(framework_ids=lenders), facts["last"], linked["last"], hits_version(row), _settings(row))
    # Nothing is added where nobody asked for material or linked a standard: sheets kept before stay known by version.
    material = materials_version(framework_ids=lenders)
    links = sorted(lent.targets.items())
    return (*known, *([] if material is None else [material]), *([links] if links else []))


def _settings(row: Framework) -> tuple[Any, ...]:
    """What the edition sets for its sheets, written alike however the row was made."""
    weights = [(name, str(weight)) for name, weight in row.method_weights.items()]
    gate = sorted((name, str(value)) for name, value in row.gate.items())
    return weights, gate, row.window_from, row.window_to, str(row.counted_checks), str(row.state)


def _without_facts(each: StandardScore) -> StandardScore:
    return replace(each, parts=tuple(replace(part, facts=NO_FACTS) for part in each.parts))
