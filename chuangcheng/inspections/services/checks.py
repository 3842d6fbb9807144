"""What counts: one check for every standard that an answered item is linked to, written once a visit counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chuangcheng.inspections.models import Answer, Check, Visit


def write_checks(answers: Sequence[Answer], seen_at: Mapping[UUID, datetime] | None = None) -> None:
    """The checks of these answers, which bring visit, round, item and its standards along. One statement."""
    made = [check for answer in answers for check in _checks_of(answer, seen_at or {})]
    Check.objects.bulk_create(made, batch_size=1_000)


def write_checks_of_visits(visit_ids: Sequence[UUID]) -> None:
    """The checks of visits that count from now on, all of one visit under the time its site was seen."""
    answers = Answer.objects.filter(visit__in=visit_ids).select_related("visit__round", "item")
    write_checks(list(answers.prefetch_related("item__standards").order_by("pk")), _seen_at(visit_ids))


def _checks_of(answer: Answer, seen_at: Mapping[UUID, datetime]) -> Iterator[Check]:
    visit = answer.visit
    for standard in answer.item.standards.all():
        if standard.framework_id == visit.round.framework_id:
            yield Check(
                answer=answer,
                round_id=visit.round_id,
                standard=standard,
                site_id=visit.site_id,
                verdict=answer.verdict,
                violations=answer.violations,
                checked_at=seen_at.get(visit.pk, visit.submitted_at),
            )


def _seen_at(visit_ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """When the site of an amended visit was seen: as its first version says. One query a version at most."""
    found: dict[UUID, datetime] = {}
    earlier = {pk: pk for pk in visit_ids}  # the version reached → the visit asked about
    while earlier:
        rows: Any = Visit.objects.filter(pk__in=earlier, amends__isnull=False)
        reached = list(rows.values_list("pk", "amends_id", "amends__submitted_at"))
        found |= {earlier[pk]: at for pk, _amends, at in reached}
        earlier = {amends: earlier[pk] for pk, amends, _at in reached}
    return found
