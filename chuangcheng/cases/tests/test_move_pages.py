"""Every move has a page or dialog that shows and works: looked at by somebody who may make it, and pressed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases import services
from chuangcheng.cases.models import Case
from chuangcheng.cases.services import Step
from chuangcheng.cases.settings import WHISTLE_MINUTES
from chuangcheng.cases.testing import case_in
from chuangcheng.cases.tests.test_real_walk import MOVES, REASON, bodies, everything, prepared
from chuangcheng.cases.tests.test_workflow import PAIRS
from chuangcheng.cases.workflow import State
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import SHANGHAI, now, today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in

MOST_QUERIES = 15
SOURCES = {move: next(state for code, state, cell in PAIRS if code == move and cell != "-") for move in MOVES}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_page_of_the_case_offers_the_move_and_its_form_opens(cast: Cast, move: str, language: str) -> None:
    case = prepared(State.FED_BACK if move == "answer_whistle" else SOURCES[move], move, cast)
    client = signed_in(everything(cast))
    client.cookies["django_language"] = language
    page = client.get(f"/cases/{case.pk}/")
    assert page.status_code == 200
    assert f"/cases/{case.pk}/{move}/" in page.content.decode()
    assert client.get(f"/cases/{case.pk}/{move}/").status_code == 200


REACHED = {
    **dict.fromkeys(("claim", "reassign", "change_assists", "note", "resume"), "fixing"),
    **dict.fromkeys(("ask_extension", "grant_extension", "refuse_extension"), "fixing"),
    **dict.fromkeys(("whistle", "end_whistle", "escalate", "decide", "unjoin", "fail_recheck"), "filed"),
    "suspend": "suspended",
    "pass_recheck": "closed",
}


def filled_in(cast: Cast) -> dict[str, dict[str, Any]]:
    """What somebody writes into each form; a reason alone is enough for the others."""
    return {
        "claim": {"lead_unit_id": cast.east.pk},
        "reassign": {"lead_unit_id": cast.west.pk, "reason": "经核实。"},
        "change_assists": {"assisting_unit_ids": [cast.west.pk]},
        "ask_extension": {"term": "3个工作日", "reason": "施工。"},
        "grant_extension": {"term": "2个工作日"},
        "whistle": {"called_unit_ids": [cast.west.pk], "respond_within": 30, "reason": "塌陷。"},
        "decide": {"reason": "由街道牵头。", "decided_on": f"{now().astimezone(SHANGHAI):%Y-%m-%d}"},
    }


@pytest.mark.parametrize("move", sorted(REACHED))
def test_form_makes_the_move(cast: Cast, move: str) -> None:
    case = prepared(SOURCES[move], move, cast)
    client, given = signed_in(everything(cast)), filled_in(cast).get(move, {"reason": "已办理。"})
    answer = client.post(f"/cases/{case.pk}/{move}/", {"event_id": new_id(), **given})
    assert (answer.status_code, Case.objects.get(pk=case.pk).state) == (302, REACHED[move])


def test_called_unit_answers_by_the_form(cast: Cast) -> None:
    case = prepared(State.FILED, "answer_whistle", cast)
    given = {"unit_id": cast.west.pk, "arrived_at": f"{now().astimezone(SHANGHAI):%Y-%m-%dT%H:%M}", "who_came": "两人"}
    address = f"/cases/{case.pk}/answer_whistle/"
    client = signed_in(cast.west_liaison)
    assert client.post(address, {"event_id": new_id(), **given}).status_code == 422
    assert client.post(address, {"event_id": new_id(), **given, "reason": "已围挡。"}).status_code == 302
    assert "已围挡。" in client.get(f"/cases/{case.pk}/").content.decode()


def test_main_case_is_chosen_from_those_that_are_near(cast: Cast) -> None:
    case, main = case_in("filed", cast), case_in("filed", cast)
    client = signed_in(cast.chief)
    address = f"/cases/{case.pk}/join/"
    assert str(main.pk) in client.get(address).content.decode()
    assert str(main.pk) in client.get(address, {"words": main.number}).content.decode()
    assert client.post(address, {"event_id": new_id()}).status_code == 422
    assert client.post(address, {"event_id": new_id(), "main_case_id": main.pk}).status_code == 302
    assert main.number in client.get(f"/cases/{case.pk}/").content.decode()
    assert case.number in client.get(f"/cases/{main.pk}/").content.decode()


def test_lists_of_what_may_be_claimed_is_suspended_and_is_to_be_rechecked(cast: Cast) -> None:
    claimable, suspended = case_in("filed", cast), case_in("fixing", cast)
    services.suspend_case(actor=actor_of(cast.chief), step=Step(suspended.pk), reason="等待管线施工。")
    drawn = prepared(State.CLOSED, "pass_recheck", cast)
    east, chief = signed_in(cast.east_liaison), signed_in(cast.chief)
    assert claimable.number in east.get("/cases/", {"view": "claimable"}).content.decode()
    shown = chief.get("/cases/suspended/").content.decode()
    assert suspended.number in shown
    assert "等待管线施工。" in shown
    assert drawn.number in signed_in(cast.inspector).get("/cases/", {"view": "to_recheck"}).content.decode()


def test_page_of_a_case_with_everything_on_it_stays_cheap(cast: Cast, django_assert_max_num_queries: Any) -> None:
    case, joined = prepared(State.FED_BACK, "answer_whistle", cast), case_in("filed", cast)
    services.join_case(actor=actor_of(cast.chief), step=Step(joined.pk), main_case_id=case.pk)
    client = signed_in(cast.chief)
    client.get(f"/cases/{case.pk}/")
    # Whistles with calls and answers are three of them, the panel of reports one, what phones sent one, and that
    # of special campaigns one.
    with django_assert_max_num_queries(MOST_QUERIES + 7):
        client.get(f"/cases/{case.pk}/")


@pytest.mark.parametrize("move", MOVES)
def test_move_takes_at_most_fifteen_statements(cast: Cast, move: str) -> None:
    case = prepared(State.FED_BACK if move == "answer_whistle" else SOURCES[move], move, cast)
    two = [cast.west.pk, cast.east.pk]
    given = {
        **bodies(cast),
        "answer_whistle": {"unit_id": cast.west.pk, "who_came": "两人", "arrived_at": now(), **REASON},
        "change_assists": {"assisting_unit_ids": two},
        "whistle": {"called_unit_ids": two, **REASON},
    }
    client, body = signed_in(everything(cast)), json.dumps(given.get(move, REASON), default=str)
    office_calendar()
    WHISTLE_MINUTES.on(today())
    with CaptureQueriesContext(connection) as told:
        answer = client.post(f"/api/v1/cases/{case.pk}/{move}", body, content_type="application/json")
    assert answer.status_code == 200
    # What the actor may do is asked within, too, at the first look.
    assert statements_of_transaction(told) <= MOST_QUERIES + 1


def statements_of_transaction(told: CaptureQueriesContext) -> int:
    """From its beginning to its end, without its brackets: not who signed in, nor what is shown afterwards."""
    brackets = ["SAVEPOINT" in each["sql"] for each in told]
    begin, end = brackets.index(True), len(brackets) - brackets[::-1].index(True)
    return brackets[begin:end].count(False)
