"""Supervision orders: drafted, issued, signed for, answered, closed; on screen, on paper, over the API."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest
from docx import Document

from chuangcheng.cases.testing import case_at, case_in
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.shell import todos
from chuangcheng.core.testing import photo_upload
from chuangcheng.core.times import SHANGHAI, now, replayed_at
from chuangcheng.orgs.models import Ask, Person
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.models import OrderEvent, SupervisionOrder
from chuangcheng.supervision.order_workflow import LABELS, TABLE, OrderNotThere
from chuangcheng.supervision.order_workflow import MOVES as TABLE_MOVES
from chuangcheng.supervision.services.orders import (
    MoveGiven,
    OrderGiven,
    draft_order,
    move_order,
    push_late_orders,
)
from chuangcheng.supervision.tests.escalated import MOVES, make_head, make_supervisor, order_in


@pytest.fixture
def head(cast: Cast) -> Person:
    return make_head(cast)


@pytest.fixture
def supervisor(cast: Cast) -> Person:
    return make_supervisor(cast)


def press(person: Person, order: SupervisionOrder, move: str, **typed: Any) -> Any:
    given = {"event_id": str(new_id()), "reason": "", **typed}
    return signed_in(person).post(f"/orders/{order.pk}/{move}/", given)


def state(order: SupervisionOrder) -> str:
    return SupervisionOrder.objects.get(pk=order.pk).state


def test_order_goes_from_draft_to_closed_on_screen(cast: Cast, head: Person, supervisor: Person) -> None:
    case = case_in("fixing", cast)
    page = signed_in(supervisor).get(f"/orders/new/?case={case.pk}")
    assert case.number in page.content.decode()
    typed = {
        "order_id": str(new_id()),
        "unit": str(cast.sanitation.pk),
        "title": "关于垃圾堆放的督办",
        "grounds": "超期1个工作日",
        "requirement": "立即清运",
        "answer_days": "3",
    }
    answer = signed_in(supervisor).post(f"/orders/new/?case={case.pk}", typed)
    order = SupervisionOrder.objects.get()
    assert (answer.status_code, order.state, order.number) == (302, "draft", "")
    assert signed_in(head).get(f"/orders/{order.pk}/").status_code == 404  # a draft is the office's own
    press(supervisor, order, "issue")
    order.refresh_from_db()
    assert (order.state, order.number, order.head, order.issued_by) == (
        "issued",
        f"督办〔{now().year}〕1号",
        head,
        supervisor,
    )
    press(head, order, "sign")
    press(cast.liaison, order, "answer", reason="已清运，增加一名保洁员", files=[photo_upload("清运记录.jpg")])
    assert "清运记录.jpg" in signed_in(supervisor).get(f"/orders/{order.pk}/").content.decode()
    press(supervisor, order, "return", reason="请附照片")
    press(head, order, "answer", reason="照片已附在问题里")
    press(supervisor, order, "close")
    assert state(order) == "closed"
    assert [event.move for event in order.history.all()] == [
        *("issue", "sign", "answer", "return", "answer", "close"),
    ]
    assert Notice.objects.filter(recipient=head, title__contains="已办结").count() == 1
    assert order.number in signed_in(head).get(f"/cases/{case.pk}/").content.decode()


def test_same_press_twice_is_one_move(cast: Cast, supervisor: Person) -> None:
    order, event_id = order_in("draft", cast), new_id()
    for _each in range(2):
        move_order(actor=actor_of(supervisor), order_id=order.pk, given=MoveGiven(event_id, "issue"))
    assert OrderEvent.objects.count() == 1


def test_every_move_from_every_state(cast: Cast) -> None:
    """What the table does not have is refused with the sentence of the state."""
    assert set(TABLE_MOVES) == {move.code for move in TABLE}
    for code in LABELS:
        order = SupervisionOrder.objects.create(
            unit=cast.sanitation, title="题", grounds="因", requirement="求", office_name="督查室"
        )
        numbered = {"serial": SupervisionOrder.objects.count(), "year": 2026, "due_at": now()}
        SupervisionOrder.objects.filter(pk=order.pk).update(state=code.value, **numbered)
        for move in TABLE:
            if code in move.sources:
                continue
            person = cast.liaison if move.is_units else cast.chief
            error = NotFound if move.is_units and code.value in {"draft", "dropped"} else OrderNotThere
            with pytest.raises(error):
                move_order(actor=actor_of(person), order_id=order.pk, given=MoveGiven(new_id(), move.code, "由"))


def test_only_the_unit_signs_and_only_the_office_closes(cast: Cast, supervisor: Person) -> None:
    order = order_in("issued", cast)
    with pytest.raises(NotPermitted, match="由收到它的单位签收"):
        move_order(actor=actor_of(supervisor), order_id=order.pk, given=MoveGiven(new_id(), "sign"))
    with pytest.raises(NotFound):
        move_order(actor=actor_of(cast.west_liaison), order_id=order.pk, given=MoveGiven(new_id(), "sign"))
    order = order_in("answered", cast)
    with pytest.raises(NotPermitted, match="由督查室签发和办结"):
        move_order(actor=actor_of(cast.liaison), order_id=order.pk, given=MoveGiven(new_id(), "close"))


def test_withdrawing_needs_a_reason_and_keeps_the_number(cast: Cast) -> None:
    order, office = order_in("issued", cast), actor_of(cast.chief)
    with pytest.raises(InvalidInput, match="理由"):
        move_order(actor=office, order_id=order.pk, given=MoveGiven(new_id(), "withdraw"))
    move_order(actor=office, order_id=order.pk, given=MoveGiven(new_id(), "withdraw", "重复下发"))
    assert order_in("issued", cast).serial == (order.serial or 0) + 1


def test_order_lists_cases_of_its_unit_alone(cast: Cast) -> None:
    other = case_at(cast.west, cast)
    given = OrderGiven(cast.sanitation.pk, "题", "因", "求", case_ids=[other.pk])
    with pytest.raises(InvalidInput, match="不都由这个单位负责"):
        draft_order(actor=actor_of(cast.chief), order_id=new_id(), given=given)


def test_deadline_is_in_working_days_and_a_return_gives_one_more(cast: Cast) -> None:
    friday = datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)
    with replayed_at(friday):
        order = order_in("issued", cast)
    assert order.due_at == datetime(2026, 12, 2, 18, tzinfo=SHANGHAI)
    assert order.sign_by == datetime(2026, 11, 27, 16, tzinfo=SHANGHAI)
    late = datetime(2026, 12, 4, 10, tzinfo=SHANGHAI)
    with replayed_at(late):
        for person, move, text in (
            (cast.liaison, "sign", ""),
            (cast.liaison, "answer", "好"),
            (cast.chief, "return", "不"),
        ):
            move_order(actor=actor_of(person), order_id=order.pk, given=MoveGiven(new_id(), move, text))
    order.refresh_from_db()
    assert order.due_at == datetime(2026, 12, 7, 18, tzinfo=SHANGHAI)


def test_late_orders_are_pushed_once_a_working_day(cast: Cast, head: Person) -> None:
    with replayed_at(datetime(2026, 11, 27, 10, tzinfo=SHANGHAI)):
        order = order_in("issued", cast)
    pushes = [(27, 15, 0), (27, 16, 1), (27, 17, 0), (28, 10, 0), (30, 9, 1), (30, 15, 0)]  # the 28th is a Saturday
    for day, hour, count in pushes:
        moment = datetime(2026, 11, day, hour, 1, tzinfo=SHANGHAI)
        with replayed_at(moment):
            assert push_late_orders(now=moment) == count, (day, hour)
    with replayed_at(datetime(2026, 12, 3, 9, tzinfo=SHANGHAI)):
        push_late_orders(now=now())
    notices = Notice.objects.filter(recipient=head, key__contains="late").order_by("id")
    titles = list(notices.values_list("title", flat=True))
    assert [title.replace(order.number, "") for title in titles] == [
        "区城管局没有按时签收督办单，请立即签收",
        "区城管局没有按时签收督办单，请立即签收",
        "区城管局没有按期反馈督办单，请立即反馈",
    ]


def test_orders_wait_on_the_to_do_page_of_whoever_acts_next(cast: Cast, supervisor: Person) -> None:
    collect = todos.get("supervision-orders")
    assert collect is not None
    for reached, person, act in (
        ("draft", supervisor, "去签发"),
        ("issued", cast.liaison, "去签收"),
        ("signed", cast.liaison, "去反馈"),
        ("answered", supervisor, "去办结"),
    ):
        order_in(reached, cast)
        assert act in {str(todo.act) for todo in collect(actor_of(person), now())}
    assert collect(actor_of(cast.west_liaison), now()) == []


def test_order_is_found_by_its_number_by_those_who_may_see_it(cast: Cast, supervisor: Person) -> None:
    order = order_in("issued", cast)
    for person, is_found in ((supervisor, True), (cast.liaison, True), (cast.west_liaison, False)):
        page = signed_in(person).get("/search/", {"q": order.number}).content.decode()
        assert (f"/orders/{order.pk}/" in page) is is_found


def test_order_is_printed_as_word_and_listed_as_excel(cast: Cast) -> None:
    order = order_in("closed", cast)
    client: Any = signed_in(cast.chief)
    word = client.get(f"/orders/{order.pk}/files/docx/")
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(b"".join(word.streaming_content))).paragraphs)
    assert text.split("\n")[0] == "政府督查室"
    assert "督办单" in text.split("\n")
    assert order.number in text
    assert "三日内清运完毕" in text
    assert "签收人：廉联络" in text
    pdf = b"".join(client.get(f"/orders/{order.pk}/files/pdf/").streaming_content)
    assert pdf.startswith(b"%PDF")
    assert client.get(f"/orders/{order.pk}/files/xml/").status_code == 404
    for address in ("/orders/workbook/?state=closed", "/api/v1/supervision-orders.xlsx?state=closed"):
        sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content))).active
        assert order.number in {cell.value for row in sheet.iter_rows() for cell in row}


def test_list_narrows_and_does_not_ask_more_for_more_rows(
    cast: Cast, supervisor: Person, django_assert_max_num_queries: Any
) -> None:
    order = order_in("issued", cast)
    for _each in range(4):
        order_in("draft", cast)
    client = signed_in(supervisor)
    client.get("/orders/")
    with django_assert_max_num_queries(15):
        page = client.get("/orders/").content.decode()
    assert page.count("关于垃圾堆放的督办") == 5
    assert order.number in client.get("/orders/", {"state": "issued", "q": "城管"}).content.decode()
    assert "没有符合条件的督办单" in client.get("/orders/", {"state": "late"}).content.decode()
    assert client.get("/orders/", {"q": "x" * 99, "year": "一", "unit": "-1"}).status_code == 200


def test_api_walks_the_same_way(cast: Cast) -> None:
    office, unit = signed_in(cast.chief), signed_in(cast.liaison)
    body = {"unit_id": cast.sanitation.pk, "title": "题", "grounds": "因", "requirement": "求"}
    made = office.post("/api/v1/supervision-orders", body, content_type="application/json").json()
    address = f"/api/v1/supervision-orders/{made['id']}"
    for client, reached in ((office, "issued"), (unit, "signed"), (unit, "answered"), (office, "closed")):
        said = client.post(f"{address}/{MOVES[reached]}", {"text": "办"}, content_type="application/json")
        assert said.json()["state"] == reached, said.json()
    assert [event["move"] for event in unit.get(address).json()["events"]] == ["issue", "sign", "answer", "close"]
    assert [row["id"] for row in unit.get("/api/v1/supervision-orders").json()] == [made["id"]]


def test_who_answered_does_not_close(cast: Cast) -> None:
    order = order_in("signed", cast)
    OrderEvent.objects.create(
        order=order,
        move="answer",
        from_state="signed",
        to_state="answered",
        actor=cast.chief,
        actor_name="程主任",
        at=now() + timedelta(seconds=1),
    )
    SupervisionOrder.objects.filter(pk=order.pk).update(state="answered")
    with pytest.raises(InvalidInput, match="不能办结或退回自己的反馈"):
        move_order(actor=actor_of(cast.chief), order_id=order.pk, given=MoveGiven(new_id(), "close"))


def open_asks(cast: Cast) -> list[tuple[str, bool, bool]]:
    """Of the sanitation bureau: kind, done, taken back."""
    rows = Ask.objects.filter(unit=cast.sanitation, source_kind="supervision.order").order_by("asked_at")
    return [(row.kind, row.ended_on is not None, row.is_taken_back) for row in rows]


def test_order_counts_in_what_the_unit_is_asked_for(cast: Cast) -> None:
    order_in("draft", cast)
    assert open_asks(cast) == []
    order_in("issued", cast)
    assert open_asks(cast) == [("order", False, False)]
    answered = order_in("answered", cast)
    assert open_asks(cast)[-1] == ("order", True, False)
    assert Ask.objects.get(source_id=str(answered.pk)).source_label == answered.number
    page = signed_in(cast.chief).get(f"/load/units/{cast.sanitation.pk}/").content.decode()
    assert answered.title in page
    assert f"/orders/{answered.pk}/" in page
