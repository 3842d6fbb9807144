"""Red and black lists: from a published board, chosen by one person, approved by another, taken down."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from docx import Document

from chuangcheng.cases.models import Case
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.search import find
from chuangcheng.core.shell import todos
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import SHANGHAI, now
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of, make_unit, signed_in
from chuangcheng.supervision.accountability_access import list_for
from chuangcheng.supervision.accountability_workflow import LIST_LABELS, LIST_MOVES, ListNotThere
from chuangcheng.supervision.models import HonourEvent, HonourList, Run
from chuangcheng.supervision.services.accountability import check_list, move_list, propose_list
from chuangcheng.supervision.services.accountability.honouring import PRESSED, NothingToList
from chuangcheng.supervision.services.accountability.indexing import LIST_KIND
from chuangcheng.supervision.services.appraisals.publishing import publish_run
from chuangcheng.supervision.testing import after_objections, compute, make_board, opened
from chuangcheng.supervision.tests.accounted import make_head, make_supervisor, october_case

JSON: dict[str, Any] = {"content_type": "application/json"}


@pytest.fixture
def supervisor(cast: Cast) -> Person:
    return make_supervisor(cast)


def published(cast: Cast, **more: Any) -> Run:
    """October: the sanitation bureau and another one in time, a third one late."""
    others = [make_unit(name, parent=cast.place) for name in ("区住建局", "区交通局")]
    late = {"fed_back_at": datetime(2026, 10, 29, tzinfo=SHANGHAI)}
    units = [cast.sanitation, *others]
    Case.objects.bulk_create(
        [october_case(cast, at, lead_unit=unit, **(late if unit == others[1] else {})) for at, unit in enumerate(units)]
    )
    run = compute(cast, make_board(cast, red=1, black=1, **more), date(2026, 10, 15))
    opened(cast, run)
    after_objections(run)
    return publish_run(actor=actor_of(cast.chief), run_id=run.pk)


def checked(cast: Cast, **more: Any) -> HonourList:
    made = propose_list(actor=actor_of(cast.chief), run_id=published(cast).pk)
    given = {"event_id": new_id(), "left_out": {}, "is_for_public": False, **more}
    return check_list(actor=actor_of(cast.chief), list_id=made.pk, **given)


def press(person: Person, found: HonourList, move: str, text: str = "") -> HonourList:
    return move_list(actor=actor_of(person), list_id=found.pk, event_id=new_id(), move=move, text=text)


def test_a_published_board_proposes_its_list_once_with_all_ties(cast: Cast) -> None:
    run = published(cast)
    deliver_events()
    made = propose_list(actor=actor_of(cast.chief), run_id=run.pk)
    assert HonourList.objects.count() == 1
    assert [(entry.name, entry.listed) for entry in made.entries.order_by("place", "name")] == [
        ("区住建局", "red"),
        ("区城管局", "red"),
        ("区交通局", "black"),
    ]


def test_a_board_that_is_not_published_or_not_shown_to_all_makes_none(cast: Cast) -> None:
    run = published(cast, is_shown_to_all=False)
    deliver_events()
    with pytest.raises(NothingToList):
        propose_list(actor=actor_of(cast.chief), run_id=run.pk)
    assert not HonourList.objects.exists()


def test_one_person_chooses_and_another_one_approves(cast: Cast, supervisor: Person) -> None:
    head = make_head(cast)
    found = checked(cast)
    with pytest.raises(NotPermitted, match="不能由核定人自己批准"):
        press(cast.chief, found, "publish")
    with pytest.raises(NotFound):
        list_for(actor_of(head), found.pk)
    press(supervisor, found, "publish")
    assert list_for(actor_of(head), found.pk).state == "published"
    assert Notice.objects.filter(recipient=head, title__contains="列入红榜").count() == 1
    with pytest.raises(InvalidInput, match="理由"):
        press(supervisor, found, "withdraw")
    press(supervisor, found, "withdraw", "数据有误")
    with pytest.raises(NotFound):
        list_for(actor_of(head), found.pk)


def test_whoever_is_left_out_has_a_reason_and_is_not_shown(cast: Cast, supervisor: Person) -> None:
    made = propose_list(actor=actor_of(cast.chief), run_id=published(cast).pk)
    entry = made.entries.get(listed="black")
    given: dict[str, Any] = {"list_id": made.pk, "is_for_public": True}
    with pytest.raises(InvalidInput, match="请写明区交通局不公布的理由"):
        check_list(actor=actor_of(cast.chief), event_id=new_id(), left_out={entry.pk: ""}, **given)
    every = dict.fromkeys(made.entries.values_list("pk", flat=True), "都不")
    with pytest.raises(InvalidInput, match="至少要留一个"):
        check_list(actor=actor_of(cast.chief), event_id=new_id(), left_out=every, **given)
    with pytest.raises(InvalidInput, match="名单已经变化"):
        check_list(actor=actor_of(cast.chief), event_id=new_id(), left_out={0: "谁"}, **given)
    event_id = new_id()
    for _each in range(2):
        check_list(actor=actor_of(cast.chief), event_id=event_id, left_out={entry.pk: "已整改"}, **given)
    assert HonourEvent.objects.count() == 1
    press(supervisor, made, "publish")
    assert "区交通局" not in signed_in(cast.liaison).get(f"/honour-lists/{made.pk}/").content.decode()
    assert "已整改" in signed_in(cast.chief).get(f"/honour-lists/{made.pk}/").content.decode()


def test_every_move_from_every_state(cast: Cast, supervisor: Person) -> None:
    found = checked(cast)
    for state in LIST_LABELS:
        HonourList.objects.filter(pk=found.pk).update(state=state.value)
        for move in PRESSED:
            if state.value not in LIST_MOVES[move][1]:
                with pytest.raises(ListNotThere):
                    press(supervisor, found, move, "由")


def test_pages_lead_from_the_board_to_the_published_list(cast: Cast, supervisor: Person) -> None:
    run = published(cast)
    office, other = signed_in(cast.chief), signed_in(supervisor)
    assert "部门榜" in office.get("/honour-lists/new/").content.decode()
    answer = office.post("/honour-lists/new/", {"run": str(run.pk)})
    found = HonourList.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/honour-lists/{found.pk}/")
    out = found.entries.get(listed="black").pk
    typed = {"event_id": str(new_id()), f"out-{out}": "on"}
    wrong = office.post(f"/honour-lists/{found.pk}/check/", typed)
    assert (wrong.status_code, "不公布的理由" in wrong.content.decode()) == (422, True)
    assert office.post(f"/honour-lists/{found.pk}/check/", {"event_id": str(new_id())}).status_code == 302
    assert "请由其他人批准公布" in office.get(f"/honour-lists/{found.pk}/").content.decode()
    collect = todos.get("supervision-lists")
    assert collect is not None
    assert [str(todo.act) for todo in collect(actor_of(supervisor), now())] == ["去审批"]
    assert [str(todo.act) for todo in collect(actor_of(cast.chief), now())] == []
    other.post(f"/honour-lists/{found.pk}/publish/", {"event_id": str(new_id()), "reason": ""})
    assert "部门榜" in signed_in(cast.inspector).get("/honour-lists/").content.decode()
    assert office.get(f"/honour-lists/{found.pk}/check/").status_code == 409


def test_list_page_does_not_ask_more_for_more_rows(cast: Cast, django_assert_max_num_queries: Any) -> None:
    checked(cast)
    client = signed_in(cast.chief)
    client.get("/honour-lists/")
    with django_assert_max_num_queries(12):
        assert "待审批" in client.get("/honour-lists/").content.decode()


def test_api_walks_the_same_way(cast: Cast, supervisor: Person) -> None:
    run = published(cast)
    office, other = signed_in(cast.chief), signed_in(supervisor)
    made = office.post("/api/v1/honour-lists", {"run_id": str(run.pk)}, **JSON).json()
    address = f"/api/v1/honour-lists/{made['id']}"
    black = next(entry["id"] for entry in made["entries"] if entry["listed"] == "black")
    body = {"left_out": {str(black): "已整改"}, "is_for_public": True}
    assert office.post(f"{address}/check", body, **JSON).json()["state"] == "checked"
    assert other.post(f"{address}/return", {"text": "再核"}, **JSON).json()["state"] == "proposed"
    assert office.post(f"{address}/check", body, **JSON).json()["is_for_public"] is True
    assert office.post(f"{address}/publish", {}, **JSON).status_code == 403
    assert other.post(f"{address}/publish", {}, **JSON).json()["state"] == "published"
    shown = signed_in(cast.liaison).get(address).json()
    assert [entry["listed"] for entry in shown["entries"]] == ["red", "red"]
    assert [row["id"] for row in signed_in(cast.liaison).get("/api/v1/honour-lists").json()] == [made["id"]]
    assert other.post(f"{address}/withdraw", {"text": "有误"}, **JSON).json()["state"] == "withdrawn"


def test_word_and_excel_have_who_stays_and_nobody_else(cast: Cast, supervisor: Person) -> None:
    made = propose_list(actor=actor_of(cast.chief), run_id=published(cast).pk)
    out = made.entries.get(listed="black")
    given: dict[str, Any] = {"event_id": new_id(), "left_out": {out.pk: "已整改"}, "is_for_public": False}
    check_list(actor=actor_of(cast.chief), list_id=made.pk, **given)
    office: Any = signed_in(cast.chief)
    assert "（未公布）" in word_of(office, made)
    press(supervisor, made, "publish")
    told = word_of(signed_in(cast.liaison), made)
    assert [name in told for name in ("部门榜", "区城管局", "区住建局", "区交通局", "已整改", "未公布")] == [
        *(True, True, True),
        *(False, False, False),
    ]
    content = b"".join(office.get(f"/honour-lists/{made.pk}/files/xlsx/").streaming_content)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    listed = {row[:3] for row in rows if row[0] in {"红榜", "黑榜"}}
    assert listed == {("红榜", 1, "区住建局"), ("红榜", 1, "区城管局")}
    pdf = b"".join(office.get(f"/api/v1/honour-lists/{made.pk}/paper.pdf").streaming_content)
    assert pdf.startswith(b"%PDF")
    assert office.get(f"/honour-lists/{made.pk}/files/odt/").status_code == 404


def word_of(client: Any, found: HonourList) -> str:
    content = b"".join(client.get(f"/honour-lists/{found.pk}/files/docx/").streaming_content)
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_a_published_list_is_found_by_its_units_until_it_is_taken_down(cast: Cast, supervisor: Person) -> None:
    found = checked(cast)

    def hits(words: str) -> list[str]:
        return [
            hit.object_id
            for hit in find(actor=actor_of(cast.inspector), query=words, limit=20)
            if hit.kind == LIST_KIND
        ]

    assert hits("区住建局") == []
    press(supervisor, found, "publish")
    assert hits("区住建局") == hits("红黑榜") == [str(found.pk)]
    press(supervisor, found, "withdraw", "有误")
    assert hits("区住建局") == []
