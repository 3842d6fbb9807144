"""Of several visits to a site the latest one counts, when a framework says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from chuangcheng.core.times import local_date, now
from chuangcheng.inspections import services
from chuangcheng.inspections.models import Check, Visit
from chuangcheng.inspections.queries import WhatCounts, latest_tallies, tallies
from chuangcheng.inspections.testing import Field, bring_to, make_field, make_round, make_visit
from chuangcheng.orgs.testing import Cast, actor_of

Counted = tuple[int, int, int]  # passed, failed, violations


@pytest.fixture
def field(cast: Cast) -> Field:
    return make_field(cast, sites=2)


def visited(
    cast: Cast, field: Field, days_ago: int, state: str = "released", kind: str = "weekly", **found: object
) -> Visit:
    """A visit to the first site in a round of its own, some days ago."""
    made = make_round(cast, field, kind=kind)
    visit = make_visit(cast, field, made, **found)
    rows: QuerySet[Check] = QuerySet(Check)  # past the guard: a check of the past cannot be made otherwise
    rows.filter(answer__visit=visit).update(checked_at=now() - timedelta(days=days_ago))
    bring_to(cast, made, state)
    return visit


def counted(field: Field, standard: str, **asked: object) -> Counted | None:
    """What the latest visit left for the standard at the first site; None when nothing counts."""
    rows = latest_tallies(WhatCounts(field.framework.pk, now(), **asked))  # type: ignore[arg-type] # its own fields
    found = {(row.standard_id, row.site_id): (row.passed, row.failed, row.violations) for row in rows}
    return found.get((field.standards[standard].pk, field.sites[0].pk))


def test_later_visit_stands_in_place_of_an_earlier_one(cast: Cast, field: Field) -> None:
    visited(cast, field, 9, litter={"faults": 3})
    visited(cast, field, 2, smoking={"faults": 1})
    assert counted(field, "2.1") == (1, 1, 1)  # litter passes, smoking fails: two items of one visit stand together
    both = {row.standard_id: row for row in tallies(WhatCounts(field.framework.pk, until=now()))}
    assert both[field.standards["2.1"].pk].violations == 4


def test_correction_of_the_latest_visit_counts_and_does_not_make_an_old_one_new(cast: Cast, field: Field) -> None:
    old = visited(cast, field, 9, litter={"faults": 3})
    new = visited(cast, field, 2, litter={"faults": 5})
    for visit, violations in ((old, 7), (new, 2)):
        check = Check.objects.get(answer__visit=visit, answer__item__code="litter")
        services.correct_check(
            actor=actor_of(cast.chief), check_id=check.pk, verdict="fail", violations=violations, reason="复看"
        )
    assert counted(field, "2.1") == (1, 1, 2)


def test_unreleased_round_and_other_kinds_leave_the_earlier_visit_in_place(cast: Cast, field: Field) -> None:
    visited(cast, field, 9, litter={"faults": 3})
    visited(cast, field, 5, kind="monthly", litter={"faults": 1})
    visited(cast, field, 2, state="finished")
    assert counted(field, "2.1") == (1, 1, 1)
    assert counted(field, "2.1", kinds=["weekly"]) == (1, 1, 3)
    assert counted(field, "2.1", since=local_date(now() - timedelta(days=3))) is None
    assert counted(field, "2.1", area_ids=[cast.west.pk]) is None


def test_what_does_not_apply_any_more_is_left_out(cast: Cast, field: Field) -> None:
    visited(cast, field, 9, litter={"faults": 3}, smoking={"faults": 1})
    visited(cast, field, 2, litter={"na": True}, smoking={"na": True})
    assert counted(field, "2.1") is None


def test_latest_tallies_take_one_statement(cast: Cast, field: Field) -> None:
    visited(cast, field, 9)
    visited(cast, field, 2)
    with CaptureQueriesContext(connection) as queries:
        assert latest_tallies(WhatCounts(field.framework.pk, until=now()))
    assert len(queries) == 1
