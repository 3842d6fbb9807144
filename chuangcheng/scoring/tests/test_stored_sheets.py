from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnlyViolated
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import actor_of, make_person, make_unit
from chuangcheng.scoring.jobs import keep_daily
from chuangcheng.scoring.models import NegativeHit, SheetBody, StoredSheet
from chuangcheng.scoring.queries import SheetChoice, sheet_for, sheet_of_stored
from chuangcheng.scoring.queries.stored import stored_sheet
from chuangcheng.scoring.services import Told, keep_all_sheets, keep_sheet, move_hit, record_hit, record_value
from chuangcheng.scoring.tests.ground import Ground
from chuangcheng.scoring.tests.test_negative import given, stored, with_entries
from chuangcheng.standards.models import Framework, NegativeEntry
from chuangcheng.standards.testing import make_draft, make_framework, make_part

pytestmark = pytest.mark.django_db
HALF = Decimal("0.5")


@pytest.fixture
def framework() -> Framework:
    field = (make_part("实地考察", HALF, "pass_rate", ""), make_part("问卷调查", HALF, "threshold", "target=90"))
    rate = (make_part("实地考察", Decimal(1), "site_rate", "min_rate=0.8"),)
    return make_framework(make_draft("1", parts=field), make_draft("2", parts=rate), make_draft("3", parts=rate))


@pytest.fixture
def ground(framework: Framework) -> Ground:
    """Checks at three sites, one of which a bureau owns."""
    found = Ground([framework])
    bureau = make_unit("区城管局", parent=found.areas["place"], kind="bureau", code="CG")
    found.sites[2].owner = bureau
    found.sites[2].save()
    found.areas["bureau"] = bureau
    found.check("1", ("pass", 0), site=0)
    found.check("1", ("fail", 2), site=1)
    found.check("2", ("fail", 1), ("pass", 0), site=1)
    found.check("2", ("fail", 1), site=2)
    found.check("1", ("pass", 0), site=2, days_ago=3)
    return found


def a_new_fact(framework: Framework) -> None:
    key = framework.standards.get(code="1").pk
    record_value(actor=SYSTEM, standard_id=key, number=Decimal(95), told=Told(today(), "调查"))


def kept_for(framework: Framework, unit: Any) -> StoredSheet:
    return StoredSheet.objects.get(framework=framework, subject=unit)


def read_again(row: StoredSheet) -> Any:
    return sheet_of_stored(stored_sheet(actor=SYSTEM, sheet_id=row.pk))


def test_every_subject_gets_the_sheet_that_it_would_get_alone(framework: Framework, ground: Ground) -> None:
    choice = SheetChoice(today())
    alone = {
        unit.pk if unit else None: sheet_for(
            actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today(), unit, known_at=now())
        )
        for unit in (None, *(ground.areas[name] for name in ("place", "east", "lane", "west", "bureau")))
    }
    count = keep_all_sheets(framework=framework, choice=choice)

    assert count == 6
    for row in StoredSheet.objects.all():
        expected, found = alone[row.subject_id], read_again(row)
        assert found.sheet == expected.sheet
        assert dict(found.bases) == dict(expected.bases)
        assert dict(found.keys) == dict(expected.keys)


def test_kept_sheet_is_what_is_shown_while_no_fact_has_come(framework: Framework, ground: Ground) -> None:
    keep_all_sheets(framework=framework, choice=SheetChoice(today()))
    shown = sheet_for(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today(), ground.areas["east"]))
    assert shown.stored == kept_for(framework, ground.areas["east"])
    assert not shown.is_outdated

    a_new_fact(framework)
    later = sheet_for(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today(), ground.areas["east"]))
    assert later.stored is None


def test_slow_sheet_is_shown_as_it_was_kept_and_says_so(framework: Framework, ground: Ground) -> None:
    keep_all_sheets(framework=framework, choice=SheetChoice(today()))
    slow = StoredSheet.objects.get(subject=None)
    StoredSheet(**{**_columns(slow), "id": new_id(), "version": "0" * 64, "seconds": 9.0, "made_at": now()}).save()
    a_new_fact(framework)

    shown = sheet_for(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today()))

    assert shown.is_outdated
    assert shown.sheet.standards["1"].has_unknown


def confirmed(ground: Ground, entry: NegativeEntry) -> NegativeHit:
    """A hit recorded with evidence by an officer of the place and confirmed by the system's own hand."""
    if (officer := Person.objects.filter(username="officer").first()) is None:
        officer = make_person("officer", unit=ground.areas["place"], role="creation_office")
    hit = record_hit(actor=actor_of(officer), given=given(entry, evidence=[(stored(), "通报.jpg")]))
    return move_hit(actor=SYSTEM, hit_id=hit.pk, move="confirm", note="属实")


def test_one_count_in_a_busy_minute_makes_no_sheet_slow(framework: Framework, ground: Ground) -> None:
    keep_all_sheets(framework=framework, choice=SheetChoice(today()))
    fast = StoredSheet.objects.get(subject=None)
    for number, seconds in enumerate((0.1, 9.0), start=1):
        made = {"id": new_id(), "version": str(number) * 64, "seconds": seconds, "made_at": now()}
        StoredSheet(**{**_columns(fast), **made}).save()
    a_new_fact(framework)
    assert not sheet_for(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today())).is_outdated


def test_veto_does_not_wait_until_a_slow_sheet_is_counted_again(framework: Framework, ground: Ground) -> None:
    with_entries(framework)
    keep_all_sheets(framework=framework, choice=SheetChoice(today()))
    slow = StoredSheet.objects.get(subject=None)
    StoredSheet(**{**_columns(slow), "id": new_id(), "version": "0" * 64, "seconds": 9.0, "made_at": now()}).save()
    before = sheet_for(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today()))
    hit = confirmed(ground, framework.negative_entries.get(code="N1"))
    confirmed(ground, framework.negative_entries.get(code="N2"))  # takes 3 points
    void = sheet_for(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today()))
    move_hit(actor=SYSTEM, hit_id=hit.pk, move="lift", note="处理完毕")
    lifted = sheet_for(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today()))

    assert (void.is_outdated, lifted.is_outdated) == (True, True)
    assert [found.sheet.outcome.is_void for found in (before, void, lifted)] == [False, True, False]
    assert void.sheet.outcome.void_by == ("N1",)
    assert void.sheet.outcome.deducted == 3


def _columns(row: StoredSheet) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in StoredSheet._meta.concrete_fields}


def test_kept_twice_is_kept_once_and_bodies_are_shared(framework: Framework, ground: Ground) -> None:
    first = keep_sheet(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today()))
    again = keep_sheet(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today()))
    keep_all_sheets(framework=framework, choice=SheetChoice(today()))
    keep_all_sheets(framework=framework, choice=SheetChoice(today()))
    keep_all_sheets(framework=framework, choice=SheetChoice(today() - timedelta(days=1)))

    assert first.pk == again.pk
    assert StoredSheet.objects.filter(day=today()).count() == 6
    assert SheetBody.objects.filter(pk__in=StoredSheet.objects.values("framework_body")).count() == 1
    assert SheetBody.objects.count() < StoredSheet.objects.count()
    with pytest.raises(AppendOnlyViolated):
        first.save()


def test_changed_weights_and_new_facts_leave_a_kept_sheet_as_it_was(framework: Framework, ground: Ground) -> None:
    row = keep_sheet(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today()))
    before = read_again(row).sheet
    framework.method_weights = {"实地考察": "90", "问卷调查": "10"}
    framework.save()
    framework.standards.filter(code="2").update(marks=Decimal(50))
    a_new_fact(framework)

    assert read_again(row).sheet == before
    now_shown = sheet_for(actor=SYSTEM, framework_id=framework.pk, choice=SheetChoice(today()))
    assert now_shown.sheet.outcome.score != before.outcome.score


def test_sheets_of_yesterday_are_kept_once_by_themselves(framework: Framework, ground: Ground) -> None:
    for _each in range(2):
        keep_daily()
        run_all_jobs()

    yesterday = today() - timedelta(days=1)
    assert StoredSheet.objects.filter(subject=None, day=yesterday).count() == 1
    assert {row.origin for row in StoredSheet.objects.all()} == {"daily"}


def test_keeping_asks_a_constant_number_of_queries(
    framework: Framework, ground: Ground, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(24):
        keep_all_sheets(framework=framework, choice=SheetChoice(today()))
