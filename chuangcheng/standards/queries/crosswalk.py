"""对照: what standards have to do with those of other frameworks, and what counts through it (decisions/0008)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from chuangcheng.standards.models import Framework, Standard, StandardLink

EQUAL, COVERS, OVERLAPS = (relation.value for relation in StandardLink.Relation)
MOST_EDITIONS = 10  # our choice
COVERED_BY = "covered_by"  # `covers`, seen from the second


@dataclass(frozen=True, slots=True)
class Linked:
    """A standard of another framework, as seen from the one that was asked about."""

    standard: Standard
    framework: Framework
    relation: str  # equal, covers, covered_by, overlaps
    share: Decimal | None  # 0..1 of an overlap
    counts_there: bool  # what is found for the asked one counts for this one
    counts_here: bool  # what is found for this one counts for the asked one
    link_id: int


@dataclass(frozen=True, slots=True)
class Borrowing:
    """What counts for a framework besides its own: source standard → those of the framework for which it counts."""

    targets: Mapping[int, tuple[int, ...]]
    framework_ids: tuple[int, ...]  # of the sources


def standing_links(known_at: datetime | None = None) -> QuerySet[StandardLink]:
    """The links that stand now, or that stood at a moment."""
    if known_at is None:
        return StandardLink.objects.filter(ended_at__isnull=True)
    return StandardLink.objects.filter(confirmed_at__lte=known_at).exclude(ended_at__lte=known_at)


def linked_standards(standard_ids: Iterable[int], *, known_at: datetime | None = None) -> dict[int, list[Linked]]:
    """For each of these standards those that it is linked with; nothing for one without. One query.

    known_at: as it stood then. Standards of drafts are left out: they are nobody's measure yet.
    """
    asked = set(standard_ids)
    rows = standing_links(known_at).filter(Q(first__in=asked) | Q(second__in=asked))
    found: dict[int, list[Linked]] = defaultdict(list)
    for link in rows.select_related("first__framework", "second__framework").order_by("pk") if asked else ():
        for own, other in ((link.first, link.second), (link.second, link.first)):
            if own.pk in asked and other.framework.state != Framework.State.DRAFT:
                found[own.pk].append(_seen_from(own, other, link))
    return dict(found)


def borrowing_of(framework_id: int, *, known_at: datetime | None = None) -> Borrowing:
    """What counts for this framework through links that stand, or stood at a moment. One query.

    Not from drafts, and not from another edition of the same framework: what was found last year is offered, but it
    does not count again (our choice, decisions/0008).
    """
    links = standing_links(known_at).filter(relation__in=(EQUAL, COVERS))
    columns = ("source", "source_framework", "target")
    forth = _lending(links, lender="first", borrower="second", framework_id=framework_id)
    back = _lending(links.filter(relation=EQUAL), lender="second", borrower="first", framework_id=framework_id)
    targets: dict[int, list[int]] = defaultdict(list)
    frameworks = set()
    for source, lender, target in sorted(forth.values_list(*columns).union(back.values_list(*columns))):
        targets[source].append(target)
        frameworks.add(lender)
    return Borrowing({source: tuple(each) for source, each in targets.items()}, tuple(sorted(frameworks)))


def of_other_editions(standard: Standard) -> list[int]:
    """Ids of the standards with the same code in other editions of the framework, the newest first. One query."""
    rows = Standard.objects.filter(code=standard.code, framework__code=standard.framework.code).exclude(pk=standard.pk)
    return list(rows.order_by("-framework").values_list("pk", flat=True)[:MOST_EDITIONS])


def _lending(links: QuerySet[StandardLink], *, lender: str, borrower: str, framework_id: int) -> QuerySet[StandardLink]:
    rows = links.filter(**{f"{borrower}__framework": framework_id})
    rows = rows.exclude(**{f"{lender}__framework__state": Framework.State.DRAFT})
    rows = rows.exclude(**{f"{lender}__framework__code": F(f"{borrower}__framework__code")})
    return rows.order_by().annotate(source=F(lender), source_framework=F(f"{lender}__framework"), target=F(borrower))


def _seen_from(own: Standard, other: Standard, link: StandardLink) -> Linked:
    is_first = own.pk == link.first_id
    may_count = own.framework.code != other.framework.code
    return Linked(
        standard=other,
        framework=other.framework,
        relation=COVERED_BY if link.relation == COVERS and not is_first else link.relation,
        share=link.share,
        counts_there=may_count and (link.relation == EQUAL or (link.relation == COVERS and is_first)),
        counts_here=may_count and (link.relation == EQUAL or (link.relation == COVERS and not is_first)),
        link_id=link.pk,
    )
