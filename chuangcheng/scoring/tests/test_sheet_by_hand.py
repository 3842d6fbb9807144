from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.times import now, today
from chuangcheng.scoring.engine import published
from chuangcheng.scoring.queries import SheetChoice, sheet_for
from chuangcheng.scoring.tests.by_hand import sheet_by_hand
from chuangcheng.scoring.tests.ground import Ground
from chuangcheng.standards.models import Framework
from chuangcheng.standards.testing import make_draft, make_framework, make_part

RULES = {
    "1": ("pass_rate", ""),
    "2": ("site_rate", "min_rate=0.5"),
    "3": ("deduct", "per=0.5;cap=2"),
    "4": ("all_or_nothing", ""),
}
KINDS = ("weekly", "patrol", "mystery")
VERDICTS = st.sampled_from([("pass", 0), ("pass", 2), ("fail", 0), ("fail", 1), ("fail", 4), ("na", 0)])
DRAWN = st.fixed_dictionaries(
    {
        "code": st.sampled_from(list(RULES)),
        "chain": st.lists(VERDICTS, min_size=1, max_size=3),
        "site": st.integers(0, 2),
        "days_ago": st.integers(0, 5),
        "kind": st.sampled_from(KINDS),
        "framework": st.sampled_from([0, 0, 0, 1]),
        "released_days_ago": st.sampled_from([0, 0, 2, None]),
    }
)
CHOSEN = st.fixed_dictionaries(
    {
        "area": st.sampled_from([None, "place", "east", "lane", "west"]),
        "kinds": st.sets(st.sampled_from(KINDS), max_size=2),
        "days_ago": st.integers(0, 4),
        "known_days_ago": st.sampled_from([None, None, 0, 1, 3]),
    }
)
WINDOW = st.sampled_from([(None, None), (3, None), (None, 1), (4, 2)])  # days ago


def framework(name: str, **facts: Any) -> Framework:
    drafts = [
        make_draft(code, marks=Decimal(5), parts=(make_part("实地考察", Decimal(1), rule, parameters),))
        for code, (rule, parameters) in RULES.items()
    ]
    return make_framework(*drafts, name=name, **facts)


def days_ago(number: int | None) -> date | None:
    return None if number is None else today() - timedelta(days=number)


class SheetTest(TestCase):
    """Random checks with corrections, of several rounds, frameworks and areas, in and out of the window."""

    ground: Ground

    @classmethod
    def setUpTestData(cls) -> None:
        """The place is the same in every example; only the checks are not."""
        cls.ground = Ground([framework("甲体系"), framework("乙体系")])

    @given(
        drawn=st.lists(DRAWN, max_size=10),
        chosen=CHOSEN,
        window=WINDOW,
        counted=st.sampled_from(["all", "latest"]),
    )
    def test_sheet_equals_the_checks_one_by_one(
        self, drawn: Sequence[dict[str, Any]], chosen: dict[str, Any], window: Any, counted: str
    ) -> None:
        cache.clear()  # each example begins with the same tables
        ground = self.ground.emptied()
        edition = ground.frameworks[0]
        edition.window_from, edition.window_to = days_ago(window[0]), days_ago(window[1])
        edition.counted_checks = counted
        edition.save()
        for row in drawn:
            ground.check(row.pop("code"), *row.pop("chain"), **row)
        known_days = chosen["known_days_ago"]
        choice = SheetChoice(
            day=today() - timedelta(days=chosen["days_ago"]),
            subject=ground.areas[chosen["area"]] if chosen["area"] else None,
            kinds=tuple(sorted(chosen["kinds"])),
            known_at=None if known_days is None else now() - timedelta(days=known_days),
        )

        found = sheet_for(actor=SYSTEM, framework_id=edition.pk, choice=choice)

        assert published(found.sheet) == sheet_by_hand(ground, choice, area=chosen["area"])


@pytest.mark.django_db
def test_later_correction_does_not_change_a_sheet_as_it_was_known() -> None:
    ground = Ground([framework("甲体系")])
    ground.check("1", ("pass", 0), ("fail", 1), days_ago=2, released_days_ago=1)
    before = SheetChoice(day=today(), known_at=now() - timedelta(hours=1))

    def total(choice: SheetChoice) -> Any:
        return published(sheet_for(actor=SYSTEM, framework_id=ground.frameworks[0].pk, choice=choice).sheet)["total"]

    assert total(before) == "100.00"
    assert total(SheetChoice(day=today())) == "0.00"
