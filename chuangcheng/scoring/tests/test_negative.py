from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from chuangcheng.cases.testing import case_in, problem_class, report
from chuangcheng.core.access import SYSTEM, Actor
from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.files import DOCUMENTS, store
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import deliver_events, photo, photo_upload
from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import Unit
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person, signed_in
from chuangcheng.scoring.models import HitStep, NegativeHit
from chuangcheng.scoring.queries import SheetChoice, sheet_for
from chuangcheng.scoring.queries.hits import months_later
from chuangcheng.scoring.services import HitGiven, move_hit, record_hit, watch_class
from chuangcheng.scoring.workflow import RECORD_HITS
from chuangcheng.standards.models import Framework, NegativeEntry
from chuangcheng.standards.testing import make_draft, make_framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def framework() -> Framework:
    return with_entries(make_framework(make_draft("1.1")))


def with_entries(framework: Framework) -> Framework:
    for order, (code, sanction) in enumerate([("N1", "void"), ("N2", "deduct:3"), ("N3", "suspend")]):
        NegativeEntry.objects.create(
            framework=framework, code=code, domain="安全", text=f"事故{code}", sanction=sanction, order=order
        )
    return framework


def entry(framework: Framework, code: str = "N1") -> NegativeEntry:
    return framework.negative_entries.get(code=code)


def given(row: NegativeEntry, **more: Any) -> HitGiven:
    return HitGiven(row.pk, more.pop("happened_on", today()), "一起事故", "通报〔2026〕1号", **more)


def standing(cast: Cast, row: NegativeEntry, **more: Any) -> NegativeHit:
    """Recorded by the creation office, confirmed by the system's own hand."""
    hit = record_hit(actor=actor_of(cast.chief), given=given(row, evidence=[(stored(), "通报.jpg")], **more))
    return move_hit(actor=SYSTEM, hit_id=hit.pk, move="confirm", note="属实")


def colleague(cast: Cast) -> Actor:
    """Another person of the creation office."""
    return actor_of(make_person("colleague", unit=cast.office, role="creation_office"))


def stored() -> Any:
    return store(photo(), name="通报.jpg", limits=DOCUMENTS)


def outcome(framework: Framework, subject: Unit | None = None, day: date | None = None, **more: Any) -> Any:
    choice = SheetChoice(day or today(), subject, **more)
    return sheet_for(actor=SYSTEM, framework_id=framework.pk, choice=choice).sheet.outcome


def test_recorded_hit_counts_only_after_a_second_person_confirmed(cast: Cast, framework: Framework) -> None:
    client = signed_in(cast.chief)
    form = {
        "hit_id": str(new_id()),
        "entry": entry(framework).pk,
        "happened_on": today().isoformat(),
        "unit": "",
        "account": "发生一起重大事故",
        "source": "通报〔2026〕1号",
        "evidence": photo_upload("通报.jpg"),
    }
    made = client.post(reverse("scoring:record_hit"), form)
    hit = NegativeHit.objects.get()
    own = client.post(reverse("scoring:hit_step", args=[hit.pk, "confirm"]), {"step_id": str(new_id()), "note": "是"})

    assert made.status_code == 302
    assert own.status_code == 422
    assert "须由不同的人办理" in own.content.decode()
    assert not outcome(framework).is_void

    second = colleague(cast)
    move_hit(actor=second, hit_id=hit.pk, move="confirm", note="属实")

    assert outcome(framework).is_void
    sheet = client.get(reverse("scoring:sheet", args=[framework.pk])).content.decode()
    assert "结果无效：负面清单N1成立" in sheet
    assert "事故N1" in client.get(reverse("scoring:negative", args=[framework.pk])).content.decode()


def test_appealed_and_lifted_hits_count_no_more_and_an_upheld_one_again(cast: Cast, framework: Framework) -> None:
    hit = standing(cast, entry(framework))
    appellant = colleague(cast)
    move_hit(actor=appellant, hit_id=hit.pk, move="appeal", note="事实有出入")
    appealed = outcome(framework).is_void
    move_hit(actor=SYSTEM, hit_id=hit.pk, move="uphold", note="复核无误")
    upheld = outcome(framework).is_void
    move_hit(actor=SYSTEM, hit_id=hit.pk, move="lift", note="处理完毕")

    assert (appealed, upheld, outcome(framework).is_void) == (False, True, False)
    assert list(HitStep.objects.filter(hit=hit).values_list("move", flat=True)) == [
        "record",
        "confirm",
        "appeal",
        "uphold",
        "lift",
    ]


def test_deduction_and_suspension(cast: Cast, framework: Framework) -> None:
    standing(cast, entry(framework, "N2"))
    standing(cast, entry(framework, "N3"))

    found = outcome(framework)

    assert (found.deducted, found.suspended, found.is_void) == (3, ("N3",), False)


def test_hit_counts_to_the_end_of_its_look_back(cast: Cast, framework: Framework) -> None:
    happened = months_later(today(), -12)
    standing(cast, entry(framework), happened_on=happened)
    before = standing(cast, entry(framework, "N3"), happened_on=happened - timedelta(days=1))

    found = outcome(framework)

    assert found.is_void
    assert found.suspended == ()
    assert outcome(framework, day=today() - timedelta(days=1)).suspended == ("N3",)
    assert before.state == "standing"


def test_entry_with_its_own_look_back_follows_that(cast: Cast, framework: Framework) -> None:
    row = entry(framework)
    row.look_back_months = 1
    row.save()
    standing(cast, row, happened_on=months_later(today(), -2))

    assert not outcome(framework).is_void


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 27), 12, date(2027, 11, 27)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_later(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


def test_hit_of_a_street_voids_the_place_and_the_street_and_not_its_neighbour(cast: Cast, framework: Framework) -> None:
    standing(cast, entry(framework), unit=cast.east)

    assert outcome(framework).is_void
    assert outcome(framework, cast.east).is_void
    assert not outcome(framework, cast.west).is_void


def test_two_hits_of_an_entry_stand_until_both_are_lifted(cast: Cast, framework: Framework) -> None:
    first, second = (standing(cast, entry(framework)) for _each in range(2))
    move_hit(actor=SYSTEM, hit_id=second.pk, move="lift", note="处理完毕")
    one = outcome(framework).is_void
    move_hit(actor=SYSTEM, hit_id=first.pk, move="lift", note="处理完毕")

    assert (one, outcome(framework).is_void) == (True, False)


def test_sheet_of_the_past_knows_what_was_known_then(cast: Cast, framework: Framework) -> None:
    hit = standing(cast, entry(framework))
    moment = now()
    move_hit(actor=SYSTEM, hit_id=hit.pk, move="lift", note="处理完毕")

    assert outcome(framework, known_at=moment).is_void
    assert not outcome(framework).is_void


def test_same_form_sent_twice_is_one_hit_and_one_step(cast: Cast, framework: Framework) -> None:
    hit_id, step_id = new_id(), new_id()
    for _each in range(2):
        record_hit(actor=actor_of(cast.chief), given=given(entry(framework), hit_id=hit_id))
        move_hit(actor=SYSTEM, hit_id=hit_id, move="refuse", note="不属实", step_id=step_id)

    assert NegativeHit.objects.count() == 1
    assert HitStep.objects.count() == 2


def test_hits_are_seen_by_few_and_made_for_the_own_area(cast: Cast, framework: Framework) -> None:
    hit = standing(cast, entry(framework), unit=cast.east)
    outsider = signed_in(cast.liaison)
    list_page = outsider.get(reverse("scoring:negative", args=[framework.pk])).content.decode()
    west = grant(cast.west_liaison, cast.west, RECORD_HITS, "scoring.view_hits")

    assert "一起事故" not in list_page
    assert "结果无效" in list_page
    assert outsider.get(reverse("scoring:hit", args=[hit.pk])).status_code in {403, 404}
    with pytest.raises(NotPermitted):
        record_hit(actor=west, given=given(entry(framework), unit=cast.east))
    with pytest.raises(NotPermitted):
        record_hit(actor=west, given=given(entry(framework)))


def test_case_of_a_watched_class_warns_once_and_counts_for_nothing(cast: Cast, framework: Framework) -> None:
    watch_class(actor=actor_of(cast.chief), entry_id=entry(framework).pk, class_id=problem_class().pk)
    case = case_in("filed", cast)
    deliver_events()
    deliver_events()

    warning = NegativeHit.objects.get()
    page = signed_in(cast.chief).get(reverse("scoring:hit", args=[warning.pk])).content.decode()

    assert (warning.state, warning.source_id) == ("suspected", str(case.pk))
    assert case.number in page
    assert not outcome(framework).is_void


def test_class_not_watched_warns_nobody(cast: Cast, framework: Framework) -> None:
    case_in("filed", cast)
    deliver_events()

    assert not NegativeHit.objects.exists()


def test_case_is_marked_as_a_possible_hit_by_hand(cast: Cast, framework: Framework) -> None:
    case = report(cast)
    client = signed_in(cast.chief)
    address = f"{reverse('scoring:record_hit')}?case={case.pk}"
    shown = client.get(address).content.decode()
    form = {
        "hit_id": str(new_id()),
        "entry": entry(framework).pk,
        "happened_on": today().isoformat(),
        "unit": "",
        "account": "可能触碰清单",
        "source": case.number,
    }
    client.post(address, form)

    assert case.number in shown
    assert NegativeHit.objects.get().state == "suspected"
    assert address.split("?", maxsplit=1)[0] in client.get(reverse("cases:case", args=[case.pk])).content.decode()


def test_list_asks_no_more_with_more_hits(
    cast: Cast, framework: Framework, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    for _each in range(5):
        standing(cast, entry(framework))
    client = signed_in(cast.chief)
    client.get(reverse("scoring:negative", args=[framework.pk]))

    with django_assert_max_num_queries(21):
        client.get(reverse("scoring:negative", args=[framework.pk]))


def test_hostile_steps_and_ids_are_refused(cast: Cast, framework: Framework) -> None:
    client = signed_in(cast.chief)
    hit = record_hit(actor=SYSTEM, given=given(entry(framework)))

    assert client.get(reverse("scoring:hit", args=[UUID(int=5)])).status_code == 404
    assert client.get(reverse("scoring:hit_step", args=[hit.pk, "close"])).status_code == 404
    assert client.get(f"{reverse('scoring:record_hit')}?case=zzz").status_code == 404
    assert client.get(f"{reverse('scoring:record_hit')}?framework=²").status_code == 200
