"""The records behind a standard's marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.evidence.queries import materials_as_of, proofs_of, requests_as_of
from chuangcheng.inspections.access import VIEW as VIEW_CHECKS
from chuangcheng.inspections.access import visible_visits
from chuangcheng.inspections.queries import checks_of_standard
from chuangcheng.scoring.engine import grade_letter, read_rule
from chuangcheng.scoring.models import LinkedScore, RecordedFact
from chuangcheng.scoring.queries.facts import (
    FACT_KINDS,
    counted_material,
    inside,
    is_later,
    known_linked_scores,
    lent_to,
    recorded_facts,
    what_counts,
)
from chuangcheng.standards.queries import linked_standards

if TYPE_CHECKING:
    from uuid import UUID

    from chuangcheng.evidence.queries import MaterialCount, MaterialLine, MaterialProof
    from chuangcheng.inspections.models import Check
    from chuangcheng.scoring.queries.choice import SheetChoice
    from chuangcheng.standards.models import Framework, Part, Standard


def checks_behind(*, actor: Actor, standard: Standard, choice: SheetChoice, verdict: str = "") -> QuerySet[Check]:
    """The counted checks of the standard at sites that the actor may see, newest first; take a slice of it.

    Of each its own standard says whether it is borrowed.
    """
    row = standard.framework
    rows = checks_of_standard(what_counts(row, choice, lent_to(row, choice)), standard_id=standard.pk)
    if verdict:
        rows = rows.filter(verdict=verdict)
    if not actor.may(VIEW_CHECKS):
        return rows.none()
    return rows if actor.everywhere(VIEW_CHECKS) else rows.filter(answer__visit__in=visible_visits(actor))


def facts_of_standard(*, standard: Standard, choice: SheetChoice) -> QuerySet[RecordedFact]:
    """What was recorded about the standard in the window, the latest first, with who did."""
    rows = recorded_facts(standard.framework, choice).filter(standard=standard).select_related("recorded_by")
    return rows.reverse()


def counting_facts(
    *, standard: Standard, facts: Sequence[RecordedFact], material: MaterialProof | None = None
) -> set[UUID]:
    """Of the facts of a standard, latest first, those that count: for each part the last one that its rule takes.

    material: counts instead of what was recorded before its last step.
    """
    standing = [
        fact for fact in facts if material is None or fact.kind != RecordedFact.Kind.PROOF or is_later(fact, material)
    ]
    found = (_counting_fact(part, standing) for part in standard.parts.all())
    return {fact.pk for fact in found if fact is not None}


@dataclass(frozen=True)
class MaterialBehind:
    """A request whose material counts for a standard."""

    line: MaterialLine
    through: Standard | None  # the linked standard that it is asked for; None: for this one itself


def materials_of_standard(*, actor: Actor, standard: Standard, choice: SheetChoice) -> list[MaterialBehind]:
    """The requests that the actor sees whose material counts, as they stood: own ones, or, where there are none at all,
    whoever sees them, those of linked standards that were accepted whole. Five queries at most.
    """
    row = standard.framework
    until, known_at = choice.until(row), choice.known_at
    own = requests_as_of(standard_ids=[standard.pk], until=until, known_at=known_at)
    if own:
        return [MaterialBehind(line, None) for line in materials_as_of(actor=actor, stood=_of_subject(own, choice))]
    links = linked_standards([standard.pk], known_at=known_at).get(standard.pk, [])
    lenders = {each.standard.pk: each.standard for each in links if each.counts_here}
    lent = requests_as_of(standard_ids=lenders, until=until, known_at=known_at) if lenders else {}
    whole = {key: count for key, count in lent.items() if count.accepted >= count.asked}
    lines = materials_as_of(actor=actor, stood=_of_subject(whole, choice))
    return [MaterialBehind(line, lenders[line.standard_id]) for line in lines]


def _of_subject(counts: Mapping[UUID, MaterialCount], choice: SheetChoice) -> dict[UUID, MaterialCount]:
    """Of the requests those of the sheet's subject and the units below it."""
    units = inside(choice)
    return {key: count for key, count in counts.items() if units is None or count.unit_id in units}


def material_of_standard(*, standard: Standard, choice: SheetChoice) -> MaterialProof | None:
    """How much of the material asked for was accepted by the sheet's day; None: none was asked for. Four queries."""
    row = standard.framework
    counts = counted_material(row, choice, lent_to(row, choice))
    return proofs_of(counts, unit_ids=inside(choice)).get(standard.pk)


def linked_scores(*, framework: Framework, choice: SheetChoice) -> QuerySet[LinkedScore]:
    """The scores of the linked framework that are known, the one that counts first."""
    return known_linked_scores(framework, choice).select_related("recorded_by")


def _counting_fact(part: Part, facts: Sequence[RecordedFact]) -> RecordedFact | None:
    kind = FACT_KINDS.get(part.rule)
    mine = [fact for fact in facts if fact.kind == kind and fact.method in ("", part.method)]
    if kind == RecordedFact.Kind.GRADE:
        shares = getattr(read_rule(part.rule, part.parameters).rule, "shares", {})
        mine = [fact for fact in mine if grade_letter(fact.letter) in shares]
    return mine[0] if mine else None
