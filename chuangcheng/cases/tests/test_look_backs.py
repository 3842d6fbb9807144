"""Look-backs: planned by themselves, done on a small form, lapsed when the case goes on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from chuangcheng.cases import services
from chuangcheng.cases.models import Case, LookBack, Relapse
from chuangcheng.cases.queries import look_back_page, steadiness_of_units
from chuangcheng.cases.services import LookedBackAlready, Step
from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.cases.tests.test_concurrency import all_at_once
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import deliver_events, photo_upload
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SPOT: Any = {"place_text": "东关大街", "lon": 114.5, "lat": 36.6}


def closed(cast: Cast, **where: Any) -> Case:
    case = case_in("closed", cast, **(where or SPOT))
    deliver_events()
    return case


def look(cast: Cast, case: Case, days: int, finding: str, person: Any = None, **more: Any) -> LookBack:
    found = LookBack.objects.get(case=case, after_days=days)
    given: dict[str, Any] = {"photo_ids": [stored_photo()], "case_id": new_id(), **more}
    actor = actor_of(person or cast.inspector)
    return services.record_look_back(actor=actor, look_back_id=found.pk, finding=finding, **given)


def test_closing_as_fixed_plans_looks_at_30_90_and_180_days_once(cast: Cast) -> None:
    case = closed(cast)
    services.plan_look_backs(case.pk)
    rows = LookBack.objects.filter(case=case).order_by("due_on")
    assert [(row.after_days, (row.due_on - today()).days) for row in rows] == [(30, 30), (90, 90), (180, 180)]


def test_reopened_case_lets_them_lapse_and_closed_anew_plans_new_ones(cast: Cast) -> None:
    case, chief = closed(cast), actor_of(cast.chief)
    services.reopen_case(actor=chief, step=Step(case.pk), reason="没有解决。")
    deliver_events()
    assert set(LookBack.objects.values_list("state", flat=True)) == {"lapsed"}
    services.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.sanitation.pk)
    services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[stored_photo(5)])
    services.close_case(actor=chief, step=Step(case.pk))
    deliver_events()
    assert LookBack.objects.filter(case=case, state="planned").count() == 3


def test_case_closed_without_fault_and_imported_history_are_not_looked_back_at(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    services.close_case(actor=actor_of(cast.chief), step=Step(case.pk), outcome="no_fault")
    old = case_in("closed", cast)
    Case.objects.filter(pk=old.pk).update(is_imported=True)
    deliver_events()
    assert not LookBack.objects.exists()


def test_still_fixed_is_kept_and_earlier_looks_lapse(cast: Cast) -> None:
    case = closed(cast)
    look(cast, case, 90, "still_fixed")
    assert list(LookBack.objects.order_by("after_days").values_list("state", flat=True)) == [
        "lapsed",
        "done",
        "planned",
    ]
    page = _page(cast.chief, f"/cases/{case.pk}/")
    assert "已保持90天" in page


def test_came_back_opens_a_confirmed_relapse_with_the_photo_once(cast: Cast) -> None:
    case, case_id, photo = closed(cast), new_id(), stored_photo(9)
    found = look(cast, case, 30, "came_back", note="又堆了", case_id=case_id, photo_ids=[photo])
    again = look(cast, case, 30, "came_back", case_id=case_id, photo_ids=[photo])
    assert found.opened_case_id == again.opened_case_id == case_id
    back = Case.objects.get(pk=case_id)
    relapse = Relapse.objects.get(case=back)
    assert (relapse.earlier, relapse.ruling, relapse.reason) == (case, "confirmed", "seen")
    assert (back.relapse_count, back.description, back.problem_class) == (1, "又堆了", case.problem_class)
    assert [each.file_id for each in back.photos.all()] == [photo]
    assert not LookBack.objects.filter(case=case, state="planned").exists()


def test_look_needs_a_photo_or_a_reason(cast: Cast) -> None:
    case = closed(cast)
    with pytest.raises(InvalidInput, match="照片"):
        look(cast, case, 30, "still_fixed", photo_ids=[])
    with pytest.raises(InvalidInput, match="原因"):
        look(cast, case, 30, "cannot_tell", photo_ids=[])
    assert look(cast, case, 30, "cannot_tell", photo_ids=[], note="现场围挡").state == "done"


def test_second_person_is_told_who_looked_first(cast: Cast) -> None:
    case = closed(cast)
    look(cast, case, 30, "still_fixed")
    with pytest.raises(LookedBackAlready, match="简检查"):
        look(cast, case, 30, "came_back", person=cast.chief)


def test_who_may_not_look_back_is_refused_and_what_is_held_is_not_seen(cast: Cast) -> None:
    case = closed(cast)
    with pytest.raises(NotPermitted):
        look(cast, case, 30, "still_fixed", person=cast.leader)
    with pytest.raises(NotFound):  # who fixes sees only what was given to the unit
        look(cast, case, 30, "still_fixed", person=cast.liaison)
    Case.objects.filter(pk=case.pk).update(is_held=True)
    with pytest.raises(NotFound):
        look(cast, case, 30, "still_fixed")


def test_list_bundles_what_is_due_by_area_and_is_taken_and_done_by_the_form(cast: Cast) -> None:
    case = closed(cast)
    LookBack.objects.filter(after_days=30).update(due_on=today() - timedelta(days=2))
    client = _client(cast.inspector)
    page = client.get("/look-backs/").content.decode()
    assert "东关街道" in page
    assert "已过期" in page
    found = LookBack.objects.get(after_days=30)
    client.post("/look-backs/take/", {"look_back": [str(found.pk)]})
    assert LookBack.objects.get(pk=found.pk).assignee == cast.inspector
    assert client.get(f"/look-backs/{found.pk}/").status_code == 200
    form = {"case_id": str(new_id()), "finding": "still_fixed", "note": ""}
    assert client.post(f"/look-backs/{found.pk}/", form).status_code == 422
    client.post(f"/look-backs/{found.pk}/", {**form, "photos": photo_upload()})
    assert LookBack.objects.get(pk=found.pk).finding == "still_fixed"
    assert case.number in client.get("/look-backs/?view=done").content.decode()


def test_list_costs_the_same_for_few_and_many(cast: Cast, django_assert_num_queries: Any) -> None:
    for _time in range(3):
        closed(cast, place_text=str(_time), lon=115.0 + _time, lat=36.6)
    LookBack.objects.update(due_on=today())
    actor = actor_of(cast.inspector)
    with django_assert_num_queries(1):
        assert look_back_page(actor=actor, view="due", today=today()).count == 9


def test_steadiness_counts_fixes_returns_and_looks_of_a_unit(cast: Cast) -> None:
    first = closed(cast)
    closed(cast, place_text="别处", lon=115.0, lat=36.6)
    look(cast, first, 30, "came_back")
    found = steadiness_of_units(unit_ids=[cast.sanitation.pk], since=today(), until=today())[cast.sanitation.pk]
    assert (found.fixed, found.returned, found.looked_at, found.kept, found.rate) == (2, 1, 1, 0, 0.5)


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_leave_one_finding(cast: Cast) -> None:
    case = closed(cast)
    outcome = all_at_once(
        lambda: look(cast, case, 30, "still_fixed"),
        lambda: look(cast, case, 30, "came_back", person=cast.chief),
    )
    assert sum(isinstance(each, Refusal) for each in outcome) == 1
    assert Relapse.objects.count() == (LookBack.objects.get(after_days=30).finding == "came_back")


def _client(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def _page(person: Any, address: str) -> str:
    return str(_client(person).get(address).content.decode())
