"""The moves that units and office make over many cases, beside filing, dispatch and closing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from chuangcheng.cases.models import Case, CaseEvent, Decision, ProblemClass
from chuangcheng.cases.services.bulk.registry import BULK_MOVES
from chuangcheng.cases.testing import case_in
from chuangcheng.cases.tests.test_bulk import send, states
from chuangcheng.cases.workflow import MOVES
from chuangcheng.core.ids import new_id
from chuangcheng.core.testing import run_all_jobs
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, signed_in

ALONE = {  # what needs photos or words of each case, and what the system does itself
    "fix_on_spot",
    "feed_back",
    "whistle",
    "answer_whistle",
    "end_whistle",
    "change_assists",
    "end_claim",
}


def posted(person: Any, move: str, cases: list[Case], **fields: Any) -> Any:
    chosen = {"move": move, "case": [str(case.pk) for case in cases], "press_id": str(new_id())}
    return signed_in(person).post("/cases/bulk/", {**chosen, **fields})


def last_moves(cases: list[Case]) -> list[str]:
    return [CaseEvent.objects.filter(case=case).latest("at", "pk").move for case in cases]


def test_every_move_goes_over_many_cases_but_those_that_each_case_needs_alone() -> None:
    assert set(MOVES) - set(BULK_MOVES) == ALONE


def test_unit_claims_what_waits_for_it(cast: Cast) -> None:
    cases = [case_in("filed", cast), case_in("filed", cast)]
    ProblemClass.objects.update(default_unit=cast.sanitation)  # usually fixed by the bureau
    answer = posted(cast.liaison, "claim", cases, own_unit_id=cast.sanitation.pk)
    assert answer.status_code == 200
    assert states(cases) == ["fixing", "fixing"]
    assert {case.lead_unit_id for case in Case.objects.all()} == {cast.sanitation.pk}


def test_claim_for_a_unit_that_is_not_the_own_is_refused(cast: Cast) -> None:
    case = case_in("filed", cast)
    assert posted(cast.liaison, "claim", [case], own_unit_id=cast.east.pk).status_code == 422
    told = send(cast.liaison, "claim", [case], lead_unit_id=cast.east.pk).json()
    assert told["not_done"] == 1
    assert send(cast.liaison, "claim", [case]).status_code == 422
    assert states([case]) == ["filed"]


def test_unit_sends_back_and_asks_for_more_time_with_one_reason(cast: Cast) -> None:
    foreign, slow = [case_in("fixing", cast) for _ in range(2)], [case_in("fixing", cast) for _ in range(2)]
    assert posted(cast.liaison, "send_back", foreign).status_code == 422
    posted(cast.liaison, "send_back", foreign, reason="不属于本单位职责")
    assert states(foreign) == ["filed", "filed"]
    assert posted(cast.liaison, "ask_extension", slow, reason="连续降雨").status_code == 422
    posted(cast.liaison, "ask_extension", slow, reason="连续降雨", term="3个工作日")
    assert last_moves(slow) == ["ask_extension", "ask_extension"]
    posted(cast.chief, "grant_extension", slow)
    assert last_moves(slow) == ["grant_extension", "grant_extension"]


def test_reports_of_one_problem_are_joined_to_the_main_one_by_its_number(cast: Cast) -> None:
    main, others = case_in("fixing", cast), [case_in("filed", cast), case_in("fixing", cast)]
    answer = posted(cast.chief, "join", others, main_number="2026-999999")
    assert "没有找到这个编号的问题" in answer.content.decode()
    posted(cast.chief, "join", others, main_number=f" {main.number} ")
    assert states([main, *others]) == ["fixing", "closed", "closed"]
    assert set(Case.objects.filter(main_case=main)) == set(others)


def test_job_joins_as_the_press_said(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chuangcheng.cases.views.bulk.AT_ONCE", 1)
    main, others = case_in("fixing", cast), [case_in("fixing", cast), case_in("fixing", cast)]
    assert posted(cast.chief, "join", others, main_number=main.number).status_code == 302
    run_all_jobs()
    assert states(others) == ["closed", "closed"]


def test_cases_go_to_the_joint_meeting_together(cast: Cast) -> None:
    cases = [case_in("fixing", cast), case_in("filed", cast)]
    assert send(cast.chief, "escalate", cases).status_code == 422
    told = send(cast.chief, "escalate", cases, reason="职责不清").json()
    assert (told["done"], last_moves(cases)) == (2, ["escalate", "escalate"])


def test_joins_are_undone_together_with_one_reason(cast: Cast) -> None:
    main, others = case_in("fixing", cast), [case_in("filed", cast), case_in("fixing", cast)]
    posted(cast.chief, "join", others, main_number=main.number)
    assert posted(cast.chief, "unjoin", others).status_code == 422
    told = send(cast.chief, "unjoin", [main, *others], reason="不是同一处").json()
    assert [row["status"] for row in told["outcomes"]] == ["refused", "done", "done"]
    assert states([main, *others]) == ["fixing", "filed", "fixing"]
    assert not Case.objects.exclude(main_case=None).exists()


def test_meeting_decides_several_cases_with_one_sentence_lead_unit_and_term(cast: Cast) -> None:
    brought, other = [case_in("fixing", cast), case_in("fixing", cast)], case_in("fixing", cast)
    send(cast.chief, "escalate", brought, reason="职责不清")
    assert posted(cast.chief, "decide", brought, decided_on=str(today())).status_code == 422
    facts = {"decided_on": str(today()), "lead_unit_id": cast.sanitation.pk, "term": "10个工作日"}
    answer = posted(cast.chief, "decide", [*brought, other], reason="由环卫单位牵头", **facts)
    assert "没有提请联席会议" in answer.content.decode()
    decided = list(Case.objects.filter(pk__in=[case.pk for case in brought]))
    assert {(case.lead_unit_id, case.escalated_at, case.limit_amount) for case in decided} == {
        (cast.sanitation.pk, None, 10)
    }
    assert set(Decision.objects.values_list("decided_on", flat=True)) == {today()}


def test_job_keeps_the_day_of_the_meeting(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chuangcheng.cases.views.bulk.AT_ONCE", 1)
    cases = [case_in("fixing", cast), case_in("fixing", cast)]
    for case in cases:
        send(cast.chief, "escalate", [case], reason="职责不清")
    assert posted(cast.chief, "decide", cases, reason="维持现有分工", decided_on=str(today())).status_code == 302
    run_all_jobs()
    assert last_moves(cases) == ["decide", "decide"]
    assert Decision.objects.filter(decided_on=today()).count() == 2


def test_list_of_one_state_offers_the_moves_that_begin_there(cast: Cast) -> None:
    case_in("filed", cast)

    def offered(person: Any, state: str) -> set[str]:
        client: Client = signed_in(person)
        context = client.get(f"/cases/?state={state}").context
        return {code for code, _label in [*context["bulk_buttons"], *context["bulk_menu"]]}

    assert offered(cast.chief, "filed") == {"claim", "dispatch", "join", "escalate", "decide", "void"}
    assert offered(cast.liaison, "filed") == {"claim"}
    assert offered(cast.liaison, "closed") == set()


def test_case_of_another_unit_is_refused_with_the_unit_that_leads(cast: Cast) -> None:
    own, other = case_in("fixing", cast), case_in("fixing", cast)
    Case.objects.filter(pk=own.pk).update(lead_unit=cast.east)
    for move, fields, why in (
        ("ask_extension", {"term": "3个工作日"}, "这一步只能由该单位办理。"),
        ("send_back", {}, "这一步只能由该单位或创城办办理。"),
    ):
        answer = posted(cast.east_liaison, move, [own, other], reason="需要施工。", **fields)
        page = answer.content.decode()
        assert f"该问题由{cast.sanitation.name}牵头，{why}" in page
        assert page.count("牵头，这一步") == 1


def test_case_that_is_not_seen_is_not_told_of(cast: Cast) -> None:
    hidden = case_in("fixing", cast)
    page = posted(cast.west_liaison, "send_back", [hidden], reason="非本单位职责。").content.decode()
    assert cast.sanitation.name not in page
    assert hidden.number not in page
