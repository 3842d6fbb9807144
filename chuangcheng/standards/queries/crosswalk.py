"""对照: what standards have to do with those of other frameworks, and what counts through it (decisions/0008)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import combinations
from typing import Any, cast

from django.db.models import Count, F, Q, QuerySet

from chuangcheng.core.access import Actor
from chuangcheng.standards.access import visible_frameworks
from chuangcheng.standards.likeness import alike
from chuangcheng.standards.models import Framework, RefusedPair, Standard, StandardLink

EQUAL, COVERS, OVERLAPS = (relation.value for relation in StandardLink.Relation)
MOST_EDITIONS = 10  # our choice
UNTOLD = tuple(  # of both frameworks: how they score, which no list of links tells
    f"{side}__framework__{field}"
    for side in ("first", "second")
    for field in ("note", "levels", "method_weights", "cycle_weights", "gate")
)
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
    rows = rows.select_related("first__framework", "second__framework").defer(*UNTOLD).order_by("pk")
    for link in rows if asked else ():
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
    same = Framework.objects.filter(pk=standard.framework_id).values("code")
    rows = Standard.objects.filter(code=standard.code, framework__code__in=same).exclude(pk=standard.pk)
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


@dataclass(frozen=True, slots=True)
class LinkedPair:
    """Two frameworks with how many of their standards are linked with each other."""

    first: Framework
    second: Framework
    first_linked: int
    first_count: int  # standards
    second_linked: int
    second_count: int  # standards


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two standards that are worded alike; whether they belong together is for a person to say."""

    first: Standard
    second: Standard
    score: int  # 0..100


def linked_pairs(*, actor: Actor) -> list[LinkedPair]:
    """Every two frameworks that can be linked: not closed, and closed ones that are linked. Two queries."""
    frameworks = {row.pk: row for row in visible_frameworks(actor).annotate(standard_count=Count("standards"))}
    linked: dict[tuple[int, int], tuple[set[int], set[int]]] = defaultdict(lambda: (set(), set()))
    columns = ("first_id", "first__framework", "second_id", "second__framework")
    for first, first_framework, second, second_framework in standing_links().values_list(*columns):
        is_forth = first_framework < second_framework
        pair = (first_framework, second_framework) if is_forth else (second_framework, first_framework)
        linked[pair][0].add(first if is_forth else second)
        linked[pair][1].add(second if is_forth else first)
    found = []
    for first, second in combinations(sorted(frameworks), 2):
        one, other = frameworks[first], frameworks[second]
        if (first, second) in linked or Framework.State.CLOSED not in (one.state, other.state):
            left, right = linked.get((first, second), (set(), set()))
            found.append(LinkedPair(one, other, len(left), _size(one), len(right), _size(other)))
    return sorted(found, key=lambda pair: (-pair.first_linked, pair.first.pk, pair.second.pk))


def links_between(*, first_id: int, second_id: int) -> list[StandardLink]:
    """The links of two frameworks, standing and ended, in the order of the first one's standards. One query."""
    rows = StandardLink.objects.select_related("first__framework", "second__framework")
    forth = Q(first__framework=first_id, second__framework=second_id)
    back = Q(first__framework=second_id, second__framework=first_id)
    found = list(rows.filter(forth | back).order_by("pk"))
    return sorted(found, key=lambda link: _ends(link, first_id)[0].order)


def seen_between(link: StandardLink, first_id: int) -> tuple[Standard, str, Standard]:
    """The link as the first framework sees it: own standard, relation, the other one."""
    own, other = _ends(link, first_id)
    return own, COVERED_BY if link.relation == COVERS and own.pk != link.first_id else link.relation, other


def suggestions(*, first_id: int, second_id: int) -> list[Suggestion]:
    """Standards of two frameworks that are worded alike, without those linked or refused, best first. Four queries."""
    pair = (first_id, second_id)
    firsts, seconds = (
        list(Standard.objects.filter(framework=pk).select_related("content__item").order_by("order")) for pk in pair
    )
    told: tuple[StandardLink | RefusedPair, ...] = (
        *standing_links().filter(first__framework__in=pair, second__framework__in=pair),
        *refused_pairs(first_id=first_id, second_id=second_id),
    )
    known = {frozenset((each.first_id, each.second_id)) for each in told}
    return [
        Suggestion(one, other, each.score)
        for each in alike([row.text for row in firsts], [row.text for row in seconds])
        for one, other in [(firsts[each.first], seconds[each.second])]
        if frozenset((one.pk, other.pk)) not in known
    ]


def refused_pairs(*, first_id: int, second_id: int) -> list[RefusedPair]:
    """What was refused between two frameworks and not taken up again, the newest first. One query."""
    pair = (first_id, second_id)
    rows = RefusedPair.objects.filter(
        first__framework__in=pair, second__framework__in=pair, taken_up_at__isnull=True
    ).select_related("first", "second")
    return list(rows.order_by("-pk"))


def unlinked_standards(*, framework_id: int, other_id: int) -> list[Standard]:
    """The standards of a framework that are linked with none of the other one, in order. Two queries."""
    linked = {
        seen_between(link, framework_id)[0].pk
        for link in links_between(first_id=framework_id, second_id=other_id)
        if link.ended_at is None
    }
    rows = Standard.objects.filter(framework=framework_id).select_related("content__item")
    return [row for row in rows.order_by("order") if row.pk not in linked]


def _ends(link: StandardLink, first_id: int) -> tuple[Standard, Standard]:
    is_forth = link.first.framework_id == first_id
    return (link.first, link.second) if is_forth else (link.second, link.first)


def _size(framework: Framework) -> int:
    return int(cast("Any", framework).standard_count)
