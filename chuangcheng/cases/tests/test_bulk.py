"""One move over many cases: told case by case, the same press once, by a job when there are many."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases.jobs_bulk import move_many, start_bulk
from chuangcheng.cases.models import Case, CaseEvent, DispatchRule
from chuangcheng.cases.services import AT_ONCE, Press, Step, file_case, move_cases
from chuangcheng.cases.services.bulk import dispatching
from chuangcheng.cases.testing import case_in, problem_class, report
from chuangcheng.core.errors import NotPermitted
from chuangcheng.core.ids import derived_id, is_client_id, new_id
from chuangcheng.core.models import AuditEntry, Job, Notice, SearchEntry
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

API = "/api/v1/cases/bulk"


def send(person: Any, move: str, cases: list[Case], **fields: Any) -> Any:
    given = {"move": move, "case_ids": [str(case.pk) for case in cases], **fields}
    return signed_in(person).post(API, json.dumps(given, default=str), content_type="application/json")


def states(cases: list[Case]) -> list[str]:
    known = dict(Case.objects.filter(pk__in=[case.pk for case in cases]).values_list("pk", "state"))
    return [known[case.pk] for case in cases]


def make_rule(lead: str, **fields: Any) -> DispatchRule:
    return DispatchRule.objects.create(name="属地", lead=lead, starts_on=date(2020, 1, 1), **fields)


def test_derived_id_is_one_that_a_form_may_send_and_always_the_same() -> None:
    press, case = new_id(), new_id()
    assert derived_id(press, case) == derived_id(press, case)
    assert derived_id(press, case) != derived_id(press, new_id())
    assert is_client_id(derived_id(press, case))
    assert derived_id(press, case).variant == new_id().variant


def test_chosen_cases_are_filed_and_the_others_told_why_not(cast: Cast) -> None:
    fresh, filed = report(cast), case_in("filed", cast)
    answer = send(cast.chief, "file", [fresh, filed]).json()
    assert (answer["done"], answer["not_done"]) == (1, 1)
    assert [each["status"] for each in answer["outcomes"]] == ["done", "refused"]
    assert "尚待派遣" in answer["outcomes"][1]["sentence"]
    assert states([fresh, filed]) == ["filed", "filed"]


def test_case_of_somebody_else_is_told_like_one_that_is_not_there(cast: Cast) -> None:
    missing = Case(pk=new_id())
    answer = send(cast.chief, "file", [missing]).json()
    assert answer["outcomes"][0]["status"] == "not_found"
    assert answer["outcomes"][0]["number"] == ""


def test_same_press_twice_makes_each_step_once(cast: Cast) -> None:
    cases, press = [report(cast), report(cast)], new_id()
    first = send(cast.chief, "file", cases, press_id=press).json()
    assert send(cast.chief, "file", cases, press_id=press).json() == first
    assert CaseEvent.objects.filter(move="file").count() == 2


def test_case_moved_on_meanwhile_is_told(cast: Cast) -> None:
    case = report(cast)
    seen = {str(case.pk): str(case.latest_event_id)}
    file_case(actor=actor_of(cast.chief), step=Step(case.pk))
    answer = send(cast.chief, "void", [case], seen=seen, reason="录入有误。").json()
    assert answer["outcomes"][0]["status"] == "moved_on"
    assert "程主任" in answer["outcomes"][0]["sentence"]


@pytest.mark.parametrize(
    ("move", "came_to", "state"),
    [("reject", "reported", "rejected"), ("void", "filed", "void"), ("close", "fed_back", "closed")],
)
def test_moves_without_photos_go_in_bulk(cast: Cast, move: str, came_to: str, state: str) -> None:
    cases = [case_in(came_to, cast) for _each in range(2)]
    assert send(cast.chief, move, cases, reason="批量核实。").json()["done"] == 2
    assert states(cases) == [state, state]


def test_rework_in_bulk_counts_for_each(cast: Cast) -> None:
    cases = [case_in("fed_back", cast) for _each in range(2)]
    send(cast.chief, "fail_check", cases, reason="问题仍然存在。")
    assert list(Case.objects.filter(pk__in=[case.pk for case in cases]).values_list("rework_count", flat=True)) == [
        1,
        1,
    ]


@pytest.mark.parametrize("move", ["feed_back", "fix_on_spot", "open", "nonsense"])
def test_move_that_needs_a_photo_of_each_is_refused(cast: Cast, move: str) -> None:
    assert send(cast.chief, move, [report(cast)]).status_code == 422


def test_reassigning_asks_for_a_unit_and_keeps_the_deadline(cast: Cast) -> None:
    cases = [case_in("fixing", cast), case_in("fixing", cast)]
    assert send(cast.chief, "reassign", cases, reason="改由西苑办理。").status_code == 422
    answer = send(cast.chief, "reassign", cases, reason="改由西苑办理。", lead_unit_id=cast.west.pk)
    assert answer.json()["done"] == 2
    assert [case.due_at for case in cases] == list(Case.objects.order_by("pk").values_list("due_at", flat=True))
    assert set(Case.objects.values_list("lead_unit", flat=True)) == {cast.west.pk}


def test_suspending_and_resuming_in_bulk(cast: Cast) -> None:
    cases = [case_in("fixing", cast), case_in("fixing", cast)]
    assert send(cast.chief, "suspend", cases, reason="雨季停工。").json()["done"] == 2
    assert states(cases) == ["suspended", "suspended"]
    assert send(cast.chief, "resume", cases).json()["done"] == 2
    assert states(cases) == ["fixing", "fixing"]


def test_reason_is_asked_once_for_all(cast: Cast) -> None:
    case = report(cast)
    assert send(cast.chief, "reject", [case]).status_code == 422
    assert states([case]) == ["reported"]


def test_person_without_the_permission_moves_nothing(cast: Cast) -> None:
    case = report(cast)
    assert send(cast.liaison, "file", [case]).status_code == 403
    with pytest.raises(NotPermitted):
        move_cases(actor=actor_of(cast.liaison), press=Press(new_id(), "file"), case_ids=[case.pk])


def test_dispatch_by_rules_sends_each_where_it_belongs_and_says_why(cast: Cast) -> None:
    make_rule("unit", unit=cast.sanitation, problem_class=problem_class(), order=1)
    make_rule("street", order=2)
    garbage = case_in("filed", cast)
    dogs = case_in("filed", cast, problem_class=problem_class("不文明养犬"), area_id=cast.lane.pk)
    answer = send(cast.chief, "dispatch", [garbage, dogs]).json()
    assert answer["done"] == 2
    assert "规则2" in answer["outcomes"][1]["sentence"]
    leads = dict(Case.objects.values_list("pk", "lead_unit"))
    assert (leads[garbage.pk], leads[dogs.pk]) == (cast.sanitation.pk, cast.east.pk)
    event = CaseEvent.objects.get(case=garbage, move="dispatch")
    assert event.data["rule"]["followed"] is True
    assert AuditEntry.objects.filter(action="cases.dispatch").count() == 2
    assert Notice.objects.filter(recipient=cast.liaison, key=f"cases:{event.pk}").count() == 1
    assert SearchEntry.objects.get(object_id=str(garbage.pk)).scopes.split()


def test_dispatch_to_one_unit_gives_each_case_the_limit_of_its_class(cast: Cast) -> None:
    cases = [case_in("filed", cast), case_in("filed", cast, problem_class=problem_class("乱拉乱挂"))]
    assert send(cast.chief, "dispatch", cases, lead_unit_id=cast.west.pk).json()["done"] == 2
    limits = {case.limit_unit for case in Case.objects.all()}
    assert limits == {"working_hours", "working_days"}
    assert set(Case.objects.values_list("lead_unit", flat=True)) == {cast.west.pk}


def test_dispatch_without_rules_says_that_there_are_none(cast: Cast) -> None:
    case = case_in("filed", cast)
    answer = send(cast.chief, "dispatch", [case]).json()
    assert "没有启用的派遣规则" in answer["outcomes"][0]["sentence"]
    assert states([case]) == ["filed"]


def test_dispatch_in_bulk_is_what_dispatch_one_by_one_is(cast: Cast) -> None:
    alone, together = case_in("fixing", cast), case_in("filed", cast)
    send(cast.chief, "dispatch", [together], lead_unit_id=cast.sanitation.pk)
    together.refresh_from_db()
    alone.refresh_from_db()
    plain = ("state", "lead_unit_id", "limit_amount", "limit_unit")
    assert [getattr(together, name) for name in plain] == [getattr(alone, name) for name in plain]
    assert together.clock_started_at is not None
    assert together.latest_event_id == CaseEvent.objects.get(case=together, move="dispatch").pk
    assert bool(together.next_reminder_at) == bool(alone.next_reminder_at)


def test_batch_of_dispatches_costs_the_same_for_five_and_for_forty(cast: Cast) -> None:
    make_rule("street")
    costs = []
    for count in (5, 40):
        cases = [case_in("filed", cast) for _each in range(count)]
        press = Press(new_id(), "dispatch")
        with CaptureQueriesContext(connection) as queries:
            outcomes = move_cases(actor=actor_of(cast.chief), press=press, case_ids=[case.pk for case in cases])
        assert all(each.status == "done" for each in outcomes)
        costs.append(sum("core_searchwords" not in query["sql"] for query in queries))
    assert costs[1] - costs[0] <= 1
    assert costs[1] <= 40


def test_many_cases_go_by_a_job_with_a_result(cast: Cast) -> None:
    cases = [report(cast) for _each in range(AT_ONCE + 1)]
    filed = case_in("filed", cast)
    press = new_id()
    answer = send(cast.chief, "file", [*cases, filed], press_id=press)
    assert answer.status_code == 202
    assert send(cast.chief, "file", [*cases, filed], press_id=press).json() == answer.json()
    run_all_jobs()
    done = Job.objects.get(pk=answer.json()["job_id"])
    assert done.state == Job.State.DONE
    assert "已办理51件，没有办理1件" in done.message
    page = signed_in(cast.chief).get(f"/cases/bulk/{done.pk}/").content.decode()
    assert filed.number in page
    assert "尚待派遣" in page
    assert signed_in(cast.inspector).get(f"/cases/bulk/{done.pk}/").status_code == 404


class Killed(BaseException):
    """The worker is gone."""


class Hands:
    """A job's context that is lost after some batches."""

    def __init__(self, cast: Cast, turns: int) -> None:
        self.actor = actor_of(cast.chief)
        self.job_id = new_id()
        self.turns = turns

    def progress(self, _done: int, _total: int = 0, _message: str = "") -> None:
        self.turns -= 1
        if self.turns < 0:
            raise Killed


def test_job_that_lost_its_worker_goes_on_where_it_was(cast: Cast) -> None:
    make_rule("street")
    cases = [case_in("filed", cast) for _each in range(2 * AT_ONCE + 5)]
    press = Press(new_id(), "dispatch", {"reason": ""})
    found = start_bulk(actor=actor_of(cast.chief), press=press, case_ids=[case.pk for case in cases])
    run: Callable[..., dict[str, Any]] = move_many
    with pytest.raises(Killed):
        run(Hands(cast, turns=1), **found.arguments)
    assert states(cases).count("fixing") == AT_ONCE
    result = run(Hands(cast, turns=99), **found.arguments)
    assert result["done"] == len(cases)
    assert CaseEvent.objects.filter(move="dispatch").count() == len(cases)


def test_batch_that_fails_in_the_middle_writes_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make_rule("street")
    cases = [case_in("filed", cast) for _each in range(3)]

    def fall(_events: list[CaseEvent]) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(dispatching, "announce_dispatches", fall)
    with pytest.raises(OSError, match="disk full"):
        move_cases(actor=actor_of(cast.chief), press=Press(new_id(), "dispatch"), case_ids=[case.pk for case in cases])
    assert set(states(cases)) == {"filed"}
    assert not CaseEvent.objects.filter(move="dispatch").exists()


def test_office_chooses_rows_and_files_them(cast: Cast) -> None:
    client, cases = signed_in(cast.chief), [report(cast), report(cast)]
    page = client.get("/cases/").content.decode()
    assert "data-bulk" in page
    assert f'value="{cases[0].pk}~' in page
    chosen = [f"{case.pk}~{case.latest_event_id}" for case in cases]
    form = client.post("/cases/bulk/", {"move": "file", "case": chosen}).content.decode()
    assert "共2件" in form
    done = client.post("/cases/bulk/", {"move": "file", "case": chosen, "press_id": str(new_id())})
    assert cases[0].number in done.content.decode()
    assert states(cases) == ["filed", "filed"]


def test_all_of_a_filter_are_taken(cast: Cast) -> None:
    inside = [report(cast), report(cast)]
    outside = report(cast, problem_class=problem_class("不文明养犬"))
    given = {"move": "void", "everything": "1", "query": f"problem_class={problem_class().pk}", "reason": "测试记录。"}
    signed_in(cast.chief).post("/cases/bulk/", {**given, "press_id": str(new_id())})
    assert states(inside) == ["void", "void"]
    assert states([outside]) == ["reported"]


def test_form_without_reason_keeps_what_was_chosen(cast: Cast) -> None:
    case = report(cast)
    answer = signed_in(cast.chief).post(
        "/cases/bulk/", {"move": "void", "case": [str(case.pk)], "press_id": str(new_id())}
    )
    assert answer.status_code == 422
    assert str(case.pk) in answer.content.decode()


def test_whoever_may_move_nothing_gets_no_boxes(cast: Cast) -> None:
    case_in("fixing", cast)
    page = signed_in(cast.leader).get("/cases/").content.decode()
    assert "data-bulk" not in page
    assert signed_in(cast.leader).post("/cases/bulk/", {"move": "file", "case": [str(UUID(int=1))]}).status_code == 403
