"""The facts behind a sheet: released checks counted in the database, and what people recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from chuangcheng.core.times import local_date
from chuangcheng.evidence.queries import MaterialCount, MaterialProof, material_counts, proofs_of, with_borrowed
from chuangcheng.inspections.queries import WhatCounts, latest_tallies, tallies
from chuangcheng.orgs.queries import is_area, subtree_ids
from chuangcheng.scoring.engine import FactBook, Facts, Grade, Proof, Tally, Value, grade_letter, read_rule
from chuangcheng.scoring.models import LinkedScore, RecordedFact
from chuangcheng.scoring.queries.hits import hits_counting
from chuangcheng.standards.queries import Borrowing, borrowing_of

if TYPE_CHECKING:
    from chuangcheng.scoring.queries.choice import SheetChoice
    from chuangcheng.standards.models import Framework, Part, Standard

# Rule → the kind of recorded fact that it takes; the other rules take checks.
FACT_KINDS: Mapping[str, str] = {
    "threshold": RecordedFact.Kind.VALUE,
    "grade": RecordedFact.Kind.GRADE,
    "proof": RecordedFact.Kind.PROOF,
}


def fact_book(row: Framework, choice: SheetChoice, keys: Mapping[str, int]) -> FactBook:
    """Everything that the sheet is computed from. At most ten queries, whatever the number of checks, three more for
    links with other frameworks.

    Recorded facts and linked scores are the whole place's and count for every subject; material is that of its units.
    """
    codes = {key: code for code, key in keys.items()}
    counted: defaultdict[str, list[Tally]] = defaultdict(list)
    count = latest_tallies if row.counted_checks == row.CountedChecks.LATEST else tallies
    lent = lent_to(row, choice)
    for found in count(what_counts(row, choice, lent)):
        counted[codes[found.standard_id]].append(
            Tally(str(found.site_id), found.passed, found.failed, found.violations)
        )
    recorded = recorded_by_code(row, choice, keys)
    proofs = proofs_by_code(counted_material(row, choice, lent), keys, unit_ids=inside(choice))
    named = counted.keys() | recorded.keys() | proofs.keys()
    return FactBook(
        standards={
            code: facts_of(counted.get(code, ()), recorded.get(code, ()), proofs.get(code))
            for code in keys
            if code in named
        },
        hits=hits_counting(row, choice),
        linked=linked_facts(row, choice),
    )


def recorded_by_code(row: Framework, choice: SheetChoice, keys: Mapping[str, int]) -> dict[str, list[RecordedFact]]:
    """What people recorded, by code of the standard, the last one last. One query."""
    codes = {key: code for code, key in keys.items()}
    recorded: defaultdict[str, list[RecordedFact]] = defaultdict(list)
    for fact in recorded_facts(row, choice):
        recorded[codes[fact.standard_id]].append(fact)
    return recorded


def lent_to(row: Framework, choice: SheetChoice) -> Borrowing:
    """What counts for the sheet through links with other frameworks, as they stood. One query."""
    return borrowing_of(row.pk, known_at=choice.known_at)


def counted_material(row: Framework, choice: SheetChoice, lent: Borrowing) -> list[MaterialCount]:
    """What of the material asked for was accepted by the sheet's day, as known then. At most two queries."""
    until = choice.until(row)
    own = material_counts(framework_id=row.pk, until=until, known_at=choice.known_at)
    return with_borrowed(own, borrowed=lent.targets, until=until, known_at=choice.known_at)


def proofs_by_code(
    counts: Iterable[MaterialCount], keys: Mapping[str, int], *, unit_ids: Collection[int] | None
) -> dict[str, MaterialProof]:
    """The material by code of the standard. unit_ids: of the subject and those below it, None for the whole place."""
    codes = {key: code for code, key in keys.items()}
    return {codes[standard_id]: proof for standard_id, proof in proofs_of(counts, unit_ids=unit_ids).items()}


def inside(choice: SheetChoice) -> Sequence[int] | None:
    """Keys of the subject and all units below it, None for the whole place. One query."""
    return subtree_ids(path=choice.subject.path) if choice.subject else None


def what_counts(row: Framework, choice: SheetChoice, lent: Borrowing) -> WhatCounts:
    """The checks that count for the sheet, its own and borrowed ones. At most one query.

    Of a subject those at sites that lie in it, or that it owns when it is no area.
    """
    units, is_in_areas = inside(choice), choice.subject is not None and is_area(choice.subject)
    return WhatCounts(
        framework_id=row.pk,
        until=choice.until(row),
        since=row.window_from,
        area_ids=units if is_in_areas else None,
        owner_ids=None if is_in_areas else units,
        kinds=choice.kinds or None,
        known_at=choice.known_at,
        round_id=choice.round_id,
        without_round_id=choice.without_round_id,
        borrowed=lent.targets,
    )


def recorded_facts(row: Framework, choice: SheetChoice) -> QuerySet[RecordedFact]:
    """Facts recorded by hand that lie in the window and were known, the last one last."""
    facts = RecordedFact.objects.filter(standard__framework=row, observed_on__lte=choice.last_day(row))
    if row.window_from:
        facts = facts.filter(observed_on__gte=row.window_from)
    if choice.known_at is not None:
        facts = facts.filter(recorded_at__lte=choice.known_at)
    return facts.order_by("observed_on", "recorded_at", "pk")


def known_linked_scores(row: Framework, choice: SheetChoice) -> QuerySet[LinkedScore]:
    """Scores of the linked framework up to the day that were known, the last one first."""
    scores = LinkedScore.objects.filter(framework=row, observed_on__lte=choice.day)
    if choice.known_at is not None:
        scores = scores.filter(recorded_at__lte=choice.known_at)
    return scores.order_by("-observed_on", "-recorded_at", "-pk")


def kinds_taken(standard: Standard) -> list[str]:
    """The kinds of recorded fact that the standard's parts take, each once, in the order of the parts."""
    found = (FACT_KINDS[part.rule] for part in standard.parts.all() if part.rule in FACT_KINDS)
    return list(dict.fromkeys(found))


def grade_letters(parts: Iterable[Part]) -> list[str]:
    """The letters that the tables of grades of these parts know, the first table's first."""
    shares = [getattr(read_rule(part.rule, part.parameters).rule, "shares", {}) for part in parts]
    return list(dict.fromkeys(name for table in shares for name in table))


def linked_facts(row: Framework, choice: SheetChoice) -> dict[str, Decimal]:
    """The score of the framework that the gate names, by its name. At most one query."""
    if not row.gate:
        return {}
    latest = known_linked_scores(row, choice).filter(name=row.gate["name"]).first()
    return {latest.name: latest.score} if latest else {}


def facts_of(
    counted: Sequence[Tally], recorded: Iterable[RecordedFact], material: MaterialProof | None = None
) -> Facts:
    """The facts of a standard as the engine takes them; its material stands among them by the day of its last step."""
    values, grades, proofs = [], [], []
    waiting = material
    for fact in recorded:
        if waiting is not None and is_later(fact, waiting):
            proofs.append(Proof(waiting.accepted, waiting.required))
            waiting = None
        if fact.kind == RecordedFact.Kind.VALUE and fact.number is not None:
            values.append(Value(fact.number, fact.method))
        elif fact.kind == RecordedFact.Kind.GRADE:
            grades.append(Grade(grade_letter(fact.letter), fact.method))
        elif fact.kind == RecordedFact.Kind.PROOF:
            proofs.append(Proof(fact.accepted or 0, fact.required or 0, fact.method))
    if waiting is not None:
        proofs.append(Proof(waiting.accepted, waiting.required))
    return Facts(counted, values, grades, proofs)


def is_later(fact: RecordedFact, material: MaterialProof) -> bool:
    """Whether what was recorded by hand is newer than the last step of the material, and so counts instead of it."""
    return (fact.observed_on, fact.recorded_at) > (local_date(material.at), material.at)
