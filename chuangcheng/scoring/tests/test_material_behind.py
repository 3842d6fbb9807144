"""The material behind a standard's marks, as it stood and as whoever looks may see it."""

from __future__ import annotations

from typing import Any

import pytest

from chuangcheng.core.times import now, today
from chuangcheng.evidence.testing import bring, judge, make_material
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.scoring.queries import SheetChoice, materials_of_standard
from chuangcheng.scoring.tests.test_borrowed import linked_pair
from chuangcheng.standards.models import Standard


def behind(person: Any, standard: Standard, **asked: Any) -> list[tuple[int, int, str]]:
    """What a person reads of the material behind a standard: accepted, asked for, state."""
    choice = SheetChoice(today(), **asked)
    found = materials_of_standard(actor=actor_of(person), standard=standard, choice=choice)
    return [(each.line.accepted, each.line.count, each.line.state_words) for each in found]


@pytest.mark.django_db
def test_material_is_listed_as_it_stood_at_the_moment_that_is_asked_about(cast: Cast) -> None:
    civilised, hygiene, _link = linked_pair(cast)
    material = make_material(cast, civilised)
    bring(cast, material, 2)
    before = now()
    judge(cast, material, "accepted")

    assert [each[:2] for each in behind(cast.chief, civilised)] == [(2, 2)]
    assert behind(cast.chief, civilised, known_at=before) == [(0, 2, "")]
    assert [each[:2] for each in behind(cast.chief, hygiene)] == [(2, 2)]
    assert behind(cast.chief, hygiene, known_at=before) == []
    assert behind(cast.chief, civilised, subject=cast.east) == []


@pytest.mark.django_db
def test_lenders_are_not_listed_where_own_requests_decide_that_somebody_does_not_see(cast: Cast) -> None:
    civilised, hygiene, _link = linked_pair(cast)
    material = make_material(cast, civilised)
    bring(cast, material, 2)
    judge(cast, material, "accepted")
    assert [each[:2] for each in behind(cast.liaison, hygiene)] == [(2, 2)]

    make_material(cast, hygiene, unit_id=cast.east.pk)
    assert behind(cast.liaison, hygiene) == []
    assert [each[:2] for each in behind(cast.chief, hygiene)] == [(0, 2)]
