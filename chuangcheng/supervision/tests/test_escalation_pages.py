"""Pages of escalation: what goes up, what has gone up, what is done about it; the ladder as a table."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from chuangcheng.core.ids import new_id
from chuangcheng.core.shell import todos
from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.escalation_policies import LADDER
from chuangcheng.supervision.ladder import SAMPLE
from chuangcheng.supervision.ladder_rows import checked, read_ladder, written
from chuangcheng.supervision.models import EscalationStep
from chuangcheng.supervision.table_rows import UnusableTable
from chuangcheng.supervision.tests.escalated import escalated, late_case, make_supervisor

ORDER_ROW = {"code": "a", "after": "late", "days": 1, "hours": 0, "step": "order", "by": "supervision_office"}


@pytest.fixture
def supervisor(cast: Cast) -> Person:
    return make_supervisor(cast)


def table(rows: list[dict[str, Any]], **more: str) -> dict[str, str]:
    """The form of the ladder as a browser sends it."""
    sent = {"rung-TOTAL_FORMS": str(len(rows)), "rung-INITIAL_FORMS": "0", "valid_from": str(today()), "reason": "试行"}
    for number, row in enumerate(rows):
        sent |= {f"rung-{number}-{name}": str(value) for name, value in row.items()}
    return sent | more


def test_sample_reads_back_as_itself() -> None:
    assert read_ladder(written(SAMPLE)).rungs == SAMPLE.rungs
    assert checked(written(SAMPLE)) == written(SAMPLE)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"after": "never"}, "请选择按超期、返工还是回潮升级"),
        ({"days": -1}, "工作日应是0到"),
        ({"days": True}, "工作日应是0到"),
        ({"hours": 999}, "工作小时应是0到"),
        ({"after": "rework", "times": 0}, "次数应是1到"),
        ({"step": "shout"}, "请选择采取什么措施"),
        ({"by": "nobody"}, "由谁办理"),
        ({"code": ""}, "没有可用的代号"),
        ({"more": 1}, "看不懂这一行"),
    ],
)
def test_each_fault_is_a_sentence_at_its_row(row: dict[str, Any], words: str) -> None:
    with pytest.raises(UnusableTable) as refused:
        read_ladder([written(SAMPLE)[0], {**ORDER_ROW, **row}])
    assert list(refused.value.problems) == [2]
    assert words in refused.value.problems[2]


def test_rows_that_say_the_same_are_refused() -> None:
    with pytest.raises(UnusableTable, match="代号与前面一行相同"):
        read_ladder([ORDER_ROW, {**ORDER_ROW, "days": 2}])
    with pytest.raises(UnusableTable, match="条件和措施相同"):
        read_ladder([ORDER_ROW, {**ORDER_ROW, "code": "b"}])
    with pytest.raises(UnusableTable, match="至少要有一档"):
        read_ladder([])
    with pytest.raises(UnusableTable, match="最多20档"):
        read_ladder([{**ORDER_ROW, "code": str(number), "days": number} for number in range(21)])


def test_office_changes_the_ladder_as_a_table(cast: Cast) -> None:
    client = signed_in(cast.chief)
    page = client.get("/settings/ladder/").content.decode()
    assert "本系统的选择" in page
    wrong = client.post("/settings/ladder/", table([ORDER_ROW, {**ORDER_ROW, "code": "b", "step": ""}]))
    assert wrong.status_code == 422
    assert "请选择采取什么措施、由谁办理" in wrong.content.decode()
    right = client.post("/settings/ladder/", table([{**ORDER_ROW, "days": 2, "code": ""}, {"after": ""}]))
    assert right.status_code == 302
    (row,) = LADDER.on(today())
    assert (row["days"], row["step"], bool(row["code"])) == (2, "order", True)
    assert client.get(reverse("workbench:setting", args=[LADDER.key])).status_code == 302  # its own page, not raw JSON
    assert "督办升级表" not in client.get(reverse("workbench:settings")).content.decode()


def test_what_goes_up_is_shown_by_unit_and_on_the_case(cast: Cast, supervisor: Person) -> None:
    case = late_case(cast, deadline=now() + timedelta(minutes=1))
    client = signed_in(supervisor)
    page = client.get("/escalations/coming/").content.decode()
    assert "区城管局" in page
    assert case.number in page
    assert "升级为提醒" in client.get(f"/cases/{case.pk}/").content.decode()
    assert "拟督办单" in client.get(f"/cases/{case.pk}/").content.decode()
    assert case.number not in signed_in(cast.west_liaison).get("/escalations/coming/").content.decode()


def test_steps_are_listed_narrowed_and_shown(
    cast: Cast, supervisor: Person, django_assert_max_num_queries: Any
) -> None:
    steps = escalated(cast, days_late=9)
    client = signed_in(supervisor)
    client.get("/escalations/")
    with django_assert_max_num_queries(15):
        page = client.get("/escalations/").content.decode()
    assert page.count(steps[0].case.number) == len(steps)
    narrowed = client.get("/escalations/", {"step": "leader", "unit": str(cast.sanitation.pk)}).content.decode()
    assert narrowed.count(steps[0].case.number) == 1
    assert client.get("/escalations/", {"step": "x", "before": "y", "view": "z"}).status_code == 200
    waiting = client.get("/escalations/?view=waiting").content.decode()
    assert waiting.count(steps[0].case.number) == 2  # the leader, the referral
    detail = client.get(f"/escalations/{steps[0].pk}/").content.decode()
    assert "期限提醒已经通知责任单位" in detail or "已通知" in detail
    assert signed_in(cast.west_liaison).get(f"/escalations/{steps[0].pk}/").status_code == 404


def test_leader_acknowledges_from_the_to_dos(cast: Cast) -> None:
    steps = escalated(cast, days_late=9)
    collect = todos.get("supervision-steps")
    assert collect is not None
    (todo,) = collect(actor_of(cast.leader), now())
    assert todo.act == "去批示"
    step = next(row for row in steps if row.step == "leader")
    sent = {"deed_id": str(new_id()), "kind": "acknowledged", "reason": "请今天办结"}
    assert signed_in(cast.leader).post(f"/escalations/{step.pk}/deeds/", sent).status_code == 302
    assert "请今天办结" in signed_in(cast.liaison).get(f"/escalations/{step.pk}/").content.decode()
    assert collect(actor_of(cast.leader), now()) == []
    assert (
        signed_in(cast.liaison).post(f"/escalations/{step.pk}/deeds/", {**sent, "deed_id": str(new_id())}).status_code
        == 403
    )


def test_referral_is_recorded_and_an_undo_stays_on_record(cast: Cast, supervisor: Person) -> None:
    step = next(row for row in escalated(cast, days_late=9) if row.step == "account")
    client, address = signed_in(supervisor), f"/escalations/{step.pk}/"
    sent = {
        "deed_id": str(new_id()),
        "kind": "referred",
        "party": "区纪委监委第二室",
        "letter": "云督函〔2026〕1号",
        "on": today().isoformat(),
        "reason": "超期五个工作日的线索",
    }
    client.post(f"{address}deeds/", sent)
    assert client.post(f"{address}undo/", {"reason": ""}).status_code == 422
    client.post(f"{address}undo/", {"reason": "期限登记有误"})
    page = client.get(address).content.decode()
    assert "移交区纪委监委第二室" in page
    assert "期限登记有误" in page
    assert client.post(f"{address}deeds/", {**sent, "deed_id": str(new_id())}).status_code == 409


def test_api_tells_and_changes_the_same(cast: Cast) -> None:
    steps = escalated(cast, days_late=9)
    client = signed_in(cast.chief)
    told = client.get("/api/v1/escalations").json()
    assert {row["id"] for row in told} == {str(step.pk) for step in steps}
    assert client.get("/api/v1/escalations/coming").status_code == 200
    undone = client.post(
        f"/api/v1/escalations/{steps[-1].pk}/undo", {"reason": "误登"}, content_type="application/json"
    )
    assert undone.json()["is_undone"] is True
    rung = {"code": "a", "after": "rework", "times": 2, "step": "talk", "by": "organisation"}
    body = {"rungs": [rung, {**rung, "code": "b", "by": "x", "times": 3}], "valid_from": str(today()), "reason": "试"}
    refused = client.put("/api/v1/ladder", body, content_type="application/json")
    assert refused.status_code == 422
    assert "第2行" in refused.json()["detail"]
    body["rungs"] = [rung]
    assert client.put("/api/v1/ladder", body, content_type="application/json").json()["rungs"] == [rung]
    assert EscalationStep.objects.count() == len(steps)
