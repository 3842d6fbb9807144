"""The leaders' screen: six figures with their change and way down, what to push, and what never counts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.testing import case_in
from chuangcheng.command.testing import make_assessor_visit, make_creation
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.pace import Work
from chuangcheng.core.times import now, today
from chuangcheng.orgs.models import TownLink
from chuangcheng.orgs.testing import PASSWORD, Cast, actor_of
from chuangcheng.scoring.services import CycleFacts, YearTold, close_year, create_cycle
from chuangcheng.standards.testing import make_framework
from chuangcheng.workbench.board.pace import PartDone, Span, mean, worst_and_best
from chuangcheng.workbench.board.whole import LeadersBoard, board_of
from chuangcheng.workbench.models import Urging

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOST_QUERIES = 60  # of the whole page, whatever there is on it


def signed_in(person: Any) -> Client:
    cache.clear()
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def board_for(person: Any) -> LeadersBoard:
    cache.clear()
    return board_of(actor=actor_of(person), now=now())


def values(board: LeadersBoard) -> dict[str, str]:
    return {each.code: each.value for each in board.glances}


def late_case(cast: Cast, *, days: int = 3, **facts: Any) -> Case:
    case = case_in("fixing", cast)
    Case.objects.filter(pk=case.pk).update(due_at=now() - timedelta(days=days), **facts)
    return case


def test_first_day_says_what_will_come(cast: Cast) -> None:
    page = signed_in(cast.leader).get(reverse("workbench:board")).content.decode()
    for words in ("还没有安排迎检", "今天没有要推的事", "昨天以来没有变化", "时段内还没有任务"):
        assert words in page, words


def test_figures_tell_countdown_and_overdue_with_their_change(cast: Cast) -> None:
    creation = make_creation(cast)
    first = today() + timedelta(days=31)
    visit = make_assessor_visit(cast, creation=creation, first_on=first)
    late_case(cast, days=9)
    late_case(cast, days=0)
    board = board_for(cast.leader)
    found = {each.code: each for each in board.glances}
    assert found["visit"].value == "31"
    assert str(visit.pk) in found["visit"].url
    assert found["overdue"].value == "2"
    assert "新超期1件" in found["overdue"].change
    assert len(board.glances) <= 6


def test_every_figure_opens_within_one_press(cast: Cast) -> None:
    late_case(cast)
    client = signed_in(cast.leader)
    board = board_for(cast.leader)
    ways = [each.url for each in board.glances]
    ways += [each.url for each in board.pushes]
    ways += [each.url for each in board.changes]
    ways += [part.url for unit in board.pace.units for part in unit.parts]
    for url in ways:
        assert client.get(url).status_code == 200, url


def test_held_cases_never_count_for_anybody(cast: Cast) -> None:
    late_case(cast, is_held=True)
    for person in (cast.leader, cast.chief):
        board = board_for(person)
        assert values(board)["overdue"] == "0"
        assert not board.pushes
        assert not board.changes
        assert not board.pace.units


def test_leader_reminds_the_unit_once_in_its_quiet_hours(cast: Cast) -> None:
    late_case(cast)
    client = signed_in(cast.leader)
    unit = board_for(cast.leader).pushes[0].unit_id
    for _turn in range(2):
        client.post(reverse("workbench:board_remind"), {"unit": unit, "press_id": new_id()})
    assert Notice.objects.filter(recipient=cast.liaison, key__startswith="cases:remind").count() == 1
    [push] = board_for(cast.leader).pushes
    assert not push.may_press
    assert "凌领导" in push.rested


def test_urging_reaches_who_dispatches_once_in_its_quiet_hours(cast: Cast) -> None:
    case_in("filed", cast)
    client = signed_in(cast.leader)
    first = new_id()
    for press in (first, first, new_id()):
        client.post(reverse("workbench:urge", args=["dispatch"]), {"press_id": press})
    assert Urging.objects.count() == 1
    [notice] = Notice.objects.filter(recipient=cast.chief, key__startswith="workbench:urge")
    assert "1件" in notice.title
    [push] = board_for(cast.leader).pushes
    assert "已催办" in push.rested


def test_urging_what_does_not_wait_is_refused(cast: Cast) -> None:
    client = signed_in(cast.leader)
    assert client.post(reverse("workbench:urge", args=["dispatch"]), {"press_id": new_id()}).status_code == 409
    assert client.post(reverse("workbench:urge", args=["nothing"]), {"press_id": new_id()}).status_code == 404
    assert not Urging.objects.exists()


def test_liaison_leader_sees_own_towns_first(cast: Cast) -> None:
    TownLink.objects.create(town=cast.east, leader=cast.leader, starts_on=today())
    for _turn in range(2):
        late_case(cast)
    late_case(cast, lead_unit=cast.lane)
    board = board_for(cast.leader)
    assert [(town.name, town.open, town.overdue) for town in board.own_towns] == [("东关街道", 1, 1)]
    assert [push.title for push in board.pushes] == ["柳巷社区", "区城管局"]
    assert board.pushes[0].is_own


def test_pace_is_mean_of_kinds_of_work() -> None:
    parts = [PartDone("问题", 1, 3, ""), PartDone("检查", 10, 10, "")]
    assert mean(parts) == Decimal(67)  # (33.33… + 100) ÷ 2


def test_share_of_time_counts_both_ends() -> None:
    span = Span("年度", today() - timedelta(days=4), today() + timedelta(days=5))
    assert span.passed(today()) == Decimal(50)
    assert span.passed(today() - timedelta(days=30)) == Decimal(0)
    assert span.passed(today() + timedelta(days=30)) == Decimal(100)


def test_no_unit_is_among_worst_and_best() -> None:
    assert worst_and_best([]) == ([], [])
    assert Work(1, 2, 3).planned == 3


def test_closing_shows_in_pace_of_its_unit(cast: Cast) -> None:
    case_in("closed", cast)
    late_case(cast, days=0)
    [unit] = board_for(cast.leader).pace.units
    assert unit.name == "区城管局"
    assert [(part.done, part.planned) for part in unit.parts] == [(1, 2)]


def test_leader_begins_here_and_others_at_their_to_dos(cast: Cast) -> None:
    for person, address in ((cast.leader, "/board/"), (cast.chief, "/"), (cast.liaison, "/")):
        client = Client()
        answer = client.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
        assert answer.headers["Location"] == address


def test_fragment_brings_parts_without_the_map(cast: Cast) -> None:
    page = signed_in(cast.leader).get(reverse("workbench:board"), headers={"HX-Request": "true"}).content.decode()
    assert 'id="board-push" hx-swap-oob="true"' in page
    assert "data-map" not in page
    assert "<html" not in page


def test_api_has_the_numbers_of_the_page(cast: Cast) -> None:
    late_case(cast)
    answer = signed_in(cast.leader).get("/api/v1/board").json()
    board = board_for(cast.leader)
    assert {each["code"]: each["value"] for each in answer["figures"]} == values(board)
    assert [each["count"] for each in answer["pushes"]] == [each.count for each in board.pushes]
    assert len(answer["pace"]["units"]) == len(board.pace.units)


@pytest.mark.parametrize("who", ["chief", "leader"])
def test_screen_costs_the_same_however_much_there_is(cast: Cast, who: str) -> None:
    counts = []
    for more in (1, 6):
        for _turn in range(more):
            late_case(cast)
            for state in ("reported", "filed", "fed_back", "closed"):
                case_in(state, cast)
        client = signed_in(getattr(cast, who))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("workbench:board"))
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_way_down_from_what_changed_opens_just_those_cases(cast: Cast) -> None:
    late_case(cast, days=9)
    fed = late_case(cast, days=5)
    closed = case_in("closed", cast)
    Case.objects.filter(pk=fed.pk).update(state="fixing")
    make_step(cast, fed, "feed_back", "fixing", "fed_back")
    Case.objects.filter(pk=fed.pk).update(state="fed_back", fed_back_at=now())
    client = signed_in(cast.leader)
    ways = {each.label: each for each in board_for(cast.leader).changes}

    assert ways["超期后办出"].value == "1"
    listed = client.get(ways["超期后办出"].url).content.decode()
    assert fed.number in listed
    assert closed.number not in listed
    assert "以来：超期后办出" in listed
    assert closed.number in client.get(ways["已结案"].url).content.decode()
    [overdue] = [each for each in board_for(cast.leader).glances if each.code == "overdue"]
    assert "超期后办出1件" in overdue.change


def make_step(cast: Cast, case: Case, move: str, before: str, after: str) -> CaseEvent:
    """A step of now, written straight into the history."""
    return CaseEvent.objects.create(
        case=case, move=move, from_state=before, to_state=after, at=now(), actor=cast.liaison, actor_name="办事员"
    )


def test_nonsense_about_what_happened_does_not_matter(cast: Cast) -> None:
    case, client = late_case(cast), signed_in(cast.leader)
    for query in ("happened=nothing&happened_since=2026-01-01", "happened=closed", "happened=closed&happened_since=x"):
        assert case.number in client.get(f"{reverse('cases:list')}?{query}").content.decode(), query


def test_score_figure_tells_where_the_cycle_stands(cast: Cast) -> None:
    framework = make_framework(name="测试体系")
    make_assessor_visit(cast, creation=make_creation(cast, framework_code=framework.code))
    year = today().year
    facts = CycleFacts("本周期", year, weights=["30", "30", "40"], line=Decimal(88))
    cycle = create_cycle(actor=SYSTEM, framework_id=framework.pk, facts=facts)
    close_year(actor=SYSTEM, cycle_id=cycle.pk, year=year, told=YearTold(total=Decimal(90), source="公布文件"))
    [score] = [each for each in board_for(cast.leader).glances if each.code == "score"]

    assert score.also is not None
    assert score.also.words == "周期已定1/3年，至今90.00分，其余平均还需87.14分"  # (88 - 27) / 0.7
    assert score.also.url == reverse("scoring:cycle", args=[cycle.pk])
    page = signed_in(cast.leader).get(reverse("workbench:board")).content.decode()
    assert "其余平均还需87.14分" in page
    told = {each["code"]: each for each in signed_in(cast.leader).get("/api/v1/board").json()["figures"]}
    assert told["score"]["also"]["url"] == score.also.url


def test_cycle_of_another_framework_is_not_told_beside_the_score(cast: Cast) -> None:
    framework = make_framework(name="测试体系")
    make_assessor_visit(cast, creation=make_creation(cast, framework_code=framework.code))
    facts = CycleFacts("卫生", today().year, weights=["50", "50"])
    create_cycle(actor=SYSTEM, framework_id=make_framework(name="卫生体系").pk, facts=facts)
    [score] = [each for each in board_for(cast.leader).glances if each.code == "score"]
    assert score.also is None
