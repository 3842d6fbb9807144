"""Supervision orders begun in the list of cases: an order to each unit, nothing that must not be named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from chuangcheng.cases.testing import case_at, case_in
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.models import SupervisionOrder
from chuangcheng.supervision.services.orders import OrderGiven, draft_order
from chuangcheng.supervision.tests.escalated import late_case, make_head, make_supervisor

ACT = "/cases/bulk/acts/supervision-order/"
ORDERS = "/orders/for-cases/"


@pytest.fixture
def supervisor(cast: Cast) -> Person:
    return make_supervisor(cast)


def typed(cases: list[Any], **more: str) -> dict[str, Any]:
    return {
        "press_id": str(new_id()),
        "case": [str(case.pk) for case in cases],
        "requirement": "立即整改",
        "answer_days": "3",
        **more,
    }


def hold(case: Any) -> None:
    apps.get_model("cases", "Case").objects.filter(pk=case.pk).update(is_held=True)


def test_list_offers_orders_to_who_issues_them_and_to_nobody_else(cast: Cast, supervisor: Person) -> None:
    late_case(cast)
    assert ACT in signed_in(supervisor).get("/cases/?view=overdue").content.decode()
    assert ACT not in signed_in(cast.liaison).get("/cases/").content.decode()


def test_chosen_cases_of_a_unit_become_one_order(cast: Cast, supervisor: Person) -> None:
    late, in_time = late_case(cast), case_in("fixing", cast)
    office = signed_in(supervisor)
    page = office.post(ACT, {"case": [f"{late.pk}~{late.latest_event_id}", str(in_time.pk)]}).content.decode()
    assert late.number in page
    assert in_time.number in page
    answer = office.post(ORDERS, typed([late, in_time]))
    order = SupervisionOrder.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/orders/{order.pk}/")
    assert (order.unit, order.state, order.entries.count()) == (cast.sanitation, "draft", 2)
    assert f"超过整改期限的问题1件：{late.number}" in order.grounds
    assert f"没有超期的问题1件：{in_time.number}" in order.grounds


def test_cases_of_several_units_become_one_order_each(cast: Cast, supervisor: Person) -> None:
    ours, theirs = late_case(cast), case_at(cast.east, cast)
    answer = signed_in(supervisor).post(ORDERS, typed([ours, theirs], issue="on"))
    assert answer["Location"] == "/orders/?state=issued"
    issued = SupervisionOrder.objects.order_by("serial")
    assert {order.unit_id: [row.case_id for row in order.entries.all()] for order in issued} == {
        cast.sanitation.pk: [ours.pk],
        cast.east.pk: [theirs.pk],
    }
    assert sorted(order.number for order in issued) == [f"督办〔{now().year}〕{place}号" for place in (1, 2)]


def test_what_goes_up_soon_is_ordered_for_a_whole_unit(cast: Cast, supervisor: Person) -> None:
    case = late_case(cast, deadline=now() - timedelta(minutes=1))
    page = signed_in(supervisor).get("/escalations/coming/").content.decode()
    assert f'name="case" value="{case.pk}"' in page
    assert case.number in signed_in(supervisor).post(ORDERS, {"case": [str(case.pk)]}).content.decode()
    assert "拟督办单" not in signed_in(cast.liaison).get("/escalations/coming/").content.decode()


def test_the_same_press_twice_drafts_nothing_again(cast: Cast, supervisor: Person) -> None:
    given = typed([late_case(cast), case_at(cast.east, cast)])
    for _time in range(2):
        assert signed_in(supervisor).post(ORDERS, given).status_code == 302
    assert SupervisionOrder.objects.count() == 2


def test_the_whole_filter_may_be_chosen(cast: Cast, supervisor: Person) -> None:
    late, in_time = late_case(cast), case_in("fixing", cast)
    chosen = {"everything": "1", "query": "view=overdue"}
    page = signed_in(supervisor).post(ACT, chosen).content.decode()
    assert late.number in page
    assert in_time.number not in page


def test_a_held_case_stands_on_no_order(cast: Cast) -> None:
    held, shown = case_in("fixing", cast), late_case(cast)
    hold(held)
    office = signed_in(cast.chief)  # sees held cases
    page = office.post(ACT, {"case": [str(held.pk), str(shown.pk)]}).content.decode()
    assert "所在检查轮次还没有发布" in page
    office.post(ORDERS, typed([held, shown]))
    order = SupervisionOrder.objects.get()
    assert [row.case_id for row in order.entries.all()] == [shown.pk]
    assert held.number not in order.grounds
    assert held.number not in signed_in(make_head(cast)).get(f"/orders/{order.pk}/").content.decode()
    alone = OrderGiven(cast.sanitation.pk, "事由", "依据", "要求", case_ids=[held.pk])
    with pytest.raises(InvalidInput, match="没有发布"):
        draft_order(actor=actor_of(cast.chief), order_id=new_id(), given=alone)
    assert held.number not in office.get(f"/orders/new/?case={held.pk}").content.decode()


def test_who_does_not_see_held_cases_is_not_told_of_them(cast: Cast, supervisor: Person) -> None:
    held = case_in("fixing", cast)
    hold(held)
    answer = signed_in(supervisor).post(ACT, {"case": [str(held.pk)]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1件没有找到" in page
    assert held.number not in page


def test_what_is_on_an_order_or_not_being_fixed_is_left_out_with_the_reason(cast: Cast, supervisor: Person) -> None:
    ordered, closed, fresh = late_case(cast), case_in("closed", cast), case_in("fixing", cast)
    office = signed_in(supervisor)
    office.post(ORDERS, typed([ordered]))
    page = office.post(ACT, {"case": [str(each.pk) for each in (ordered, closed, fresh)]}).content.decode()
    assert "已列入待签发的督办单" in page
    assert "不在整改" in page
    office.post(ORDERS, typed([ordered, closed, fresh]))
    latest = SupervisionOrder.objects.latest("pk")
    assert [row.case_id for row in latest.entries.all()] == [fresh.pk]
    assert office.post(ACT, {"case": [str(closed.pk)]}).status_code == 422


def test_a_unit_cannot_start_an_order(cast: Cast) -> None:
    case = late_case(cast)
    assert signed_in(cast.liaison).post(ACT, {"case": [str(case.pk)]}).status_code == 403
    assert signed_in(cast.liaison).post(ORDERS, typed([case])).status_code == 403
    assert not SupervisionOrder.objects.exists()


def test_an_order_without_a_requirement_is_asked_for_again(cast: Cast, supervisor: Person) -> None:
    answer = signed_in(supervisor).post(ORDERS, typed([late_case(cast)], requirement=""))
    assert answer.status_code == 422
    assert not SupervisionOrder.objects.exists()


def test_api_drafts_for_each_unit_and_names_what_it_left_out(cast: Cast, supervisor: Person) -> None:
    ours, theirs, closed = late_case(cast), case_at(cast.east, cast), case_in("closed", cast)
    ids = [str(case.pk) for case in (ours, theirs, closed)]
    given = {"press_id": str(new_id()), "case_ids": ids, "requirement": "立即整改"}
    for _time in range(2):
        answer = signed_in(supervisor).post(
            "/api/v1/supervision-orders/for-cases", given, content_type="application/json"
        )
        told = answer.json()
        assert {order["unit_id"] for order in told["orders"]} == {cast.sanitation.pk, cast.east.pk}
        assert [each["case_id"] for each in told["left_out"]] == [str(closed.pk)]
    assert SupervisionOrder.objects.count() == 2


@pytest.mark.parametrize("many", [1, 6])
def test_drafting_page_asks_as_little_for_many_cases(
    cast: Cast, supervisor: Person, django_assert_max_num_queries: Any, many: int
) -> None:
    cases = [late_case(cast) for _number in range(many)]
    office = signed_in(supervisor)
    office.post(ACT, {"case": [str(cases[0].pk)]})
    with django_assert_max_num_queries(15):
        office.post(ACT, {"case": [str(case.pk) for case in cases]})
