"""How much of what was asked for is accepted, as on any day: sums over the steps, counted in the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet, Sum

from chuangcheng.evidence.models import MaterialEvent


@dataclass(frozen=True, slots=True)
class MaterialCount:
    """One request as it stood: pieces accepted of pieces asked for."""

    standard_id: int
    unit_id: int
    accepted: int
    asked: int
    at: datetime  # of the last step that counted


@dataclass(frozen=True, slots=True)
class MaterialProof:
    """All requests for one standard together."""

    accepted: int  # of each request no more than it asks for
    required: int
    at: datetime  # of the last step that counted


def material_counts(*, framework_id: int, until: datetime, known_at: datetime | None = None) -> list[MaterialCount]:
    """Every request of the framework that was not cancelled by then. One query, a row for each request."""
    return _counts(MaterialEvent.objects.filter(framework=framework_id), until=until, known_at=known_at)


def requests_as_of(
    *, standard_ids: Collection[int], until: datetime, known_at: datetime | None = None
) -> dict[UUID, MaterialCount]:
    """Every request for these standards that was not cancelled by then, by its id. One query."""
    return _by_request(MaterialEvent.objects.filter(request__standard__in=standard_ids), until=until, known_at=known_at)


def with_borrowed(
    own: Sequence[MaterialCount],
    *,
    borrowed: Mapping[int, Sequence[int]],
    until: datetime,
    known_at: datetime | None = None,
) -> list[MaterialCount]:
    """Own requests, and for standards without any those of linked standards that are accepted whole. One query.

    borrowed: standard of another framework → those of this one for which its material counts too. A request that is
    accepted in part says nothing about a standard that did not ask for it: nobody loses marks because another framework
    asks for more (our choice, decisions/0008).
    """
    asked = {count.standard_id for count in own}
    free = {source: [each for each in targets if each not in asked] for source, targets in borrowed.items()}
    sources = [source for source, targets in free.items() if targets]
    if not sources:
        return list(own)
    lent = _counts(MaterialEvent.objects.filter(request__standard__in=sources), until=until, known_at=known_at)
    whole = [count for count in lent if count.accepted >= count.asked]
    return [*own, *(replace(count, standard_id=target) for count in whole for target in free[count.standard_id])]


def _counts(rows: QuerySet[MaterialEvent], *, until: datetime, known_at: datetime | None) -> list[MaterialCount]:
    return list(_by_request(rows, until=until, known_at=known_at).values())


def _by_request(
    rows: QuerySet[MaterialEvent], *, until: datetime, known_at: datetime | None
) -> dict[UUID, MaterialCount]:
    last = until if known_at is None else min(until, known_at)
    steps = rows.filter(at__lte=last).order_by()
    found = steps.values_list("request_id", "request__standard_id", "request__unit_id").annotate(
        accepted=Sum("accepted_change"), asked=Sum("asked_change"), last=Max("at")
    )
    return {
        request_id: MaterialCount(standard_id, unit_id, accepted, asked, at)
        for request_id, standard_id, unit_id, accepted, asked, at in found
        if asked > 0
    }


def proofs_of(counts: Iterable[MaterialCount], *, unit_ids: Collection[int] | None = None) -> dict[int, MaterialProof]:
    """The counts by standard. unit_ids: of these units only; None: of all."""
    found: dict[int, list[MaterialCount]] = defaultdict(list)
    for count in counts:
        if unit_ids is None or count.unit_id in unit_ids:
            found[count.standard_id].append(count)
    return {
        standard_id: MaterialProof(
            accepted=sum(min(each.accepted, each.asked) for each in mine),
            required=sum(each.asked for each in mine),
            at=max(each.at for each in mine),
        )
        for standard_id, mine in found.items()
    }


def materials_version(*, framework_ids: Collection[int]) -> datetime | None:
    """Changes with every step of a request of these frameworks. One query over an index."""
    rows = MaterialEvent.objects.filter(framework__in=framework_ids)
    last: datetime | None = rows.aggregate(last=Max("at"))["last"]
    return last
