"""整改对比照片: fixed problems of the period with photos of both, from as many units as there are."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from chuangcheng.cases.queries import cases_fixed_with_pairs, chosen_pairs
from chuangcheng.core.times import local_date
from chuangcheng.reports.figures import PhotoPair
from chuangcheng.reports.queries.asking import Asked, Gathered

LOOKED_AT, MOST_OFFERED, MOST_OF_UNIT = 60, 12, 2  # cases read, offered, of one unit; our choice


def photos_told(asked: Asked, found: Gathered) -> None:
    """Adds the pairs that may be chosen, the last fixed first, at most two of a unit."""
    fixed = cases_fixed_with_pairs(actor=asked.actor, since=asked.span.first, until=asked.span.last, at_most=LOOKED_AT)
    pairs = chosen_pairs(actor=asked.actor, case_ids=_of_many_units(fixed))
    for case, before, after in pairs:
        if before is not None and after is not None and case.closed_at is not None:
            found.photos.append(
                PhotoPair(
                    case_id=str(case.pk),
                    number=case.number,
                    place=case.place,
                    what=case.problem_class.name if case.problem_class else "",
                    closed_on=local_date(case.closed_at).isoformat(),
                    before=str(before.pk),
                    after=str(after.pk),
                )
            )


def _of_many_units(fixed: list[tuple[UUID, int | None]]) -> list[UUID]:
    taken: Counter[int | None] = Counter()
    found = []
    for case_id, unit in fixed:
        taken[unit] += 1
        if taken[unit] <= MOST_OF_UNIT:
            found.append(case_id)
    return found[:MOST_OFFERED]
