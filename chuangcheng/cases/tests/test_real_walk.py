"""Every pair of state and move through the API: what the matrix allows works, all else is refused in its words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from chuangcheng.cases import services
from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import case_in, stored_photo
from chuangcheng.cases.tests.test_workflow import PAIRS
from chuangcheng.cases.workflow import REFUSALS, State
from chuangcheng.core.access import SYSTEM, permissions
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import Role
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOVES = sorted({move for move, _state, _cell in PAIRS} - {"end_claim"})  # what the system does has no address
REASON = {"reason": "原因"}


def bodies(cast: Cast) -> dict[str, dict[str, Any]]:
    """Something sound to send with each move."""
    return {
        "file": {},
        "fix_on_spot": {"before": [stored_photo(1)], "after": [stored_photo(2)]},
        "claim": {"lead_unit_id": cast.east.pk},
        "dispatch": {"lead_unit_id": cast.west.pk},
        "reassign": {"lead_unit_id": cast.west.pk, **REASON},
        "change_assists": {"assisting_unit_ids": [cast.west.pk]},
        "feed_back": {"after": [stored_photo(3)]},
        "close": {},
        "resume": {},
        "join": {"main_case_id": case_in("filed", cast).pk},
        "ask_extension": {"term": "3个工作日", **REASON},
        "grant_extension": {},
        "whistle": {"called_unit_ids": [cast.west.pk], **REASON},
        "answer_whistle": {"unit_id": cast.west.pk, "who_came": "两人", **REASON},
        "end_whistle": REASON,
        "pass_recheck": {},
    }


def prepared(state: State, move: str, cast: Cast) -> Case:
    """A case in the state, with everything waiting that the move answers."""
    chief = actor_of(cast.chief)
    if state is State.CLOSED and move in {"pass_recheck", "fail_recheck", "unjoin"}:
        return joined(cast) if move == "unjoin" else drawn(cast)
    case = case_in("reported", cast)
    if state is State.REJECTED:
        services.reject_case(actor=chief, step=Step(case.pk), reason="不属实。")
    if state in {State.REPORTED, State.REJECTED}:
        return case
    services.file_case(actor=chief, step=Step(case.pk))
    if move in {"answer_whistle", "end_whistle"}:
        services.whistle(actor=chief, step=Step(case.pk), called_unit_ids=[cast.west.pk], reason="塌陷。")
    if move == "decide":
        services.escalate(actor=chief, step=Step(case.pk), reason="请研究。")
    if state is State.VOID:
        services.void_case(actor=chief, step=Step(case.pk), reason="录入有误。")
    if state not in {State.FILED, State.VOID}:
        bring_on(case, state, move, cast)
    return case


def bring_on(case: Case, state: State, move: str, cast: Cast) -> None:
    """Dispatches the case and takes it to the state."""
    chief, liaison = actor_of(cast.chief), actor_of(cast.liaison)
    services.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.sanitation.pk)
    if move in {"grant_extension", "refuse_extension"}:
        term = Limit(3, LimitUnit.WORKING_DAYS)
        services.ask_extension(actor=liaison, step=Step(case.pk), term=term, reason="需要施工。")
    if state is State.SUSPENDED:
        services.suspend_case(actor=chief, step=Step(case.pk), reason="等待施工。")
    if state in {State.FED_BACK, State.CLOSED}:
        services.feed_back(actor=liaison, step=Step(case.pk), after=[stored_photo(4)])
    if state is State.CLOSED:
        services.close_case(actor=chief, step=Step(case.pk))


def joined(cast: Cast) -> Case:
    case, main = case_in("filed", cast), case_in("filed", cast)
    services.join_case(actor=actor_of(cast.chief), step=Step(case.pk), main_case_id=main.pk)
    return case


def drawn(cast: Cast) -> Case:
    change_setting(actor=SYSTEM, key="cases.recheck_percent", value=100, valid_from=today(), reason="全部抽查。")
    case, photos = case_in("reported", cast), [stored_photo(1), stored_photo(2)]
    services.fix_on_spot(actor=actor_of(cast.chief), step=Step(case.pk), before=photos[:1], after=photos[1:])
    return case


def everything(cast: Cast) -> Any:
    """Somebody who may make every move everywhere and has fixed nothing."""
    person = make_person("total", name="全权")
    grant(person, cast.place, *[code for code in permissions() if code.startswith("cases.")])
    Role.objects.filter(code__startswith="test-").update(whole_place=True)
    return person


@pytest.mark.parametrize("state", State)
def test_each_move_leads_where_the_matrix_says_or_is_refused_in_its_words(cast: Cast, state: State) -> None:
    client, given = Client(), bodies(cast)
    client.force_login(everything(cast), backend=BACKEND)
    for move, _source, cell in [pair for pair in PAIRS if pair[1] is state and pair[0] in MOVES]:
        case = prepared(state, move, cast)
        body = {**given.get(move, REASON), **({"arrived_at": now()} if move == "answer_whistle" else {})}
        answer = client.post(
            f"/api/v1/cases/{case.pk}/{move}", json.dumps(body, default=str), content_type="application/json"
        )
        reached = Case.objects.get(pk=case.pk).state
        if cell == "-":
            assert (move, answer.status_code, answer.json()["detail"]) == (move, 409, REFUSALS[state])
            assert reached == state
        else:
            assert (move, answer.status_code, answer.json()) == (move, 200, answer.json())
            assert (move, reached) == (move, {"=": state, "<": State.FILED}.get(cell) or State(cell))
