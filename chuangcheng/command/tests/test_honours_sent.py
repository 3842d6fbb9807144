"""A published red and black list goes to units as a circular, and back when it is taken down."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chuangcheng.cases.models import Case
from chuangcheng.cases.testing import problem_class, unsaved_case
from chuangcheng.command.models import Circular, CircularUnit
from chuangcheng.command.services.circulars import PassGiven, send_list
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import SHANGHAI
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of, make_person, make_unit, signed_in
from chuangcheng.supervision.models import HonourList
from chuangcheng.supervision.services import publish_run
from chuangcheng.supervision.services.accountability import check_list, move_list, propose_list
from chuangcheng.supervision.testing import after_objections, compute, make_board, opened

JSON: dict[str, Any] = {"content_type": "application/json"}


@pytest.fixture
def supervisor(cast: Cast) -> Person:
    return make_person("gov", unit=cast.place, role="government_supervision", name="督主任")


@pytest.fixture
def honours(cast: Cast, supervisor: Person) -> HonourList:
    """The sanitation bureau on the red list of October, published; another one was late."""
    at = datetime(2026, 10, 12, 9, tzinfo=SHANGHAI)
    moments = {"reported_at": at, "filed_at": at, "due_at": at + timedelta(days=3), "fed_back_at": at}
    late = {**moments, "fed_back_at": at + timedelta(days=9)}
    facts = {"closed_at": at + timedelta(days=9), "state": "closed", "problem_class": problem_class()}
    other = make_unit("区交通局", parent=cast.place)
    cases = [
        unsaved_case(1, cast, lead_unit=cast.sanitation, **moments, **facts),
        unsaved_case(2, cast, lead_unit=other, **late, **facts),
    ]
    Case.objects.bulk_create(cases)
    run = compute(cast, make_board(cast, red=1), date(2026, 10, 15))
    opened(cast, run)
    after_objections(run)
    publish_run(actor=actor_of(cast.chief), run_id=run.pk)
    made = propose_list(actor=actor_of(cast.chief), run_id=run.pk)
    given: dict[str, Any] = {"event_id": new_id(), "left_out": {}, "is_for_public": False}
    check_list(actor=actor_of(cast.chief), list_id=made.pk, **given)
    return press(supervisor, made, "publish")


def press(person: Person, found: HonourList, move: str, text: str = "") -> HonourList:
    return move_list(actor=actor_of(person), list_id=found.pk, event_id=new_id(), move=move, text=text)


def test_units_sign_for_a_list_that_was_sent_from_its_page(cast: Cast, honours: HonourList) -> None:
    office = signed_in(cast.chief)
    address = f"/honour-lists/{honours.pk}/"
    form = f"/command/circulars/lists/{honours.pk}/"
    assert form in office.get(address).content.decode()
    assert "部门榜" in office.get(form).content.decode()
    nobody = office.post(form, {})
    assert (nobody.status_code, Circular.objects.exists()) == (422, False)
    assert office.post(form, {"kinds": ["bureau"]}).status_code == 302

    circular = Circular.objects.get()
    assert [name.rpartition(".")[2] for name in circular.files.values_list("name", flat=True).order_by("pk")] == [
        *("pdf", "docx", "xlsx")
    ]
    sent = f"/api/v1/circulars/{circular.pk}/sign"
    assert signed_in(cast.liaison).post(sent, {"unit_id": cast.sanitation.pk}, **JSON).status_code == 200
    page = office.get(address).content.decode()
    assert (circular.number in page, "已签收1个" in page, form in page) == (True, True, False)


def test_sent_again_it_is_the_same_and_a_list_taken_down_is_withdrawn(
    cast: Cast, honours: HonourList, supervisor: Person
) -> None:
    office = signed_in(cast.chief)
    address = f"/api/v1/honour-lists/{honours.pk}/circular"
    first, second = (office.post(address, {"unit_ids": [cast.sanitation.pk]}, **JSON) for _each in range(2))
    assert (first.status_code, second.json()["id"]) == (201, first.json()["id"])
    assert CircularUnit.objects.count() == 1
    press(supervisor, honours, "withdraw", "数据有误")
    deliver_events()
    assert Circular.objects.get().withdraw_reason == "数据有误"
    assert office.post(address, {"unit_ids": [cast.sanitation.pk]}, **JSON).status_code == 409


def test_only_who_keeps_circulars_sends_and_only_what_is_published(
    cast: Cast, honours: HonourList, supervisor: Person
) -> None:
    address = f"/api/v1/honour-lists/{honours.pk}/circular"
    for person in (cast.liaison, cast.inspector, supervisor):
        assert signed_in(person).post(address, {"unit_ids": [cast.sanitation.pk]}, **JSON).status_code == 403
    HonourList.objects.filter(pk=honours.pk).update(state="checked")
    assert signed_in(cast.chief).get(f"/command/circulars/lists/{honours.pk}/").status_code == 409
    HonourList.objects.filter(pk=honours.pk).update(state="published")
    with pytest.raises(InvalidInput, match="请选择要发给的单位"):
        send_list(actor=actor_of(cast.chief), list_id=honours.pk, given=PassGiven())
    assert not Circular.objects.exists()
