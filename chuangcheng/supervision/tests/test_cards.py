"""红黄绿牌: from published boards, periods in a row, and what they earn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chuangcheng.core import events
from chuangcheng.core.models import Notice
from chuangcheng.core.models.append_only import AppendOnlyViolated
from chuangcheng.core.testing import deliver_events
from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.events import APPRAISAL_PUBLISHED
from chuangcheng.supervision.ladder import Card
from chuangcheng.supervision.models import Result, Run, StreakStep
from chuangcheng.supervision.queries.streaks import unit_streaks
from chuangcheng.supervision.services.escalations import take_streak_steps
from chuangcheng.supervision.testing import compute, make_board

MONTHS = (9, 10, 11)


def publish(cast: Cast, listed: dict[Any, tuple[str, str, str]]) -> None:
    """Three published months; for each unit what it was listed as."""
    board = make_board(cast)
    for place, month in enumerate(MONTHS):
        run = compute(cast, board, date(2026, month, 10))
        Run.objects.filter(pk=run.pk).update(state=Run.State.FINAL, published_at=now())
        for unit, lists in listed.items():
            Result.objects.filter(run=run, unit=unit).delete()
            Result.objects.create(
                run=run,
                unit=unit,
                name=unit.name,
                order=1,
                place=1,
                listed=lists[place],
                points=0,
                bound=0,
                workload=1,
                good=0,
                counted=1,
            )


def test_card_follows_from_periods_in_a_row(cast: Cast) -> None:
    publish(
        cast, {cast.sanitation: ("", "black", "black"), cast.east: ("red", "black", ""), cast.west: ("", "", "red")}
    )
    found = unit_streaks(actor=actor_of(cast.chief))
    assert [(each.unit, each.card, len(each.streak.periods)) for each in found] == [
        (cast.sanitation, Card.RED, 2),
        (cast.west, Card.GREEN, 1),
    ]
    assert [step.rung.by.value for step in found[0].earned] == ["leader_in_charge", "organisation"]


def test_cards_are_shown_and_a_unit_sees_its_own(cast: Cast, django_assert_max_num_queries: Any) -> None:
    publish(cast, {cast.sanitation: ("", "black", "black"), cast.west: ("", "", "red")})
    client = signed_in(cast.chief)
    client.get("/escalations/cards/")
    with django_assert_max_num_queries(15):
        page = client.get("/escalations/cards/").content.decode()
    assert "组织部门：约谈" in page
    assert "红牌" in page
    own = signed_in(cast.west_liaison).get("/escalations/cards/").content.decode()
    assert "绿牌" in own
    assert "区城管局" not in own


def test_unpublished_boards_give_no_cards(cast: Cast) -> None:
    publish(cast, {cast.sanitation: ("", "", "black")})
    Run.objects.update(state=Run.State.OPEN)
    assert unit_streaks(actor=actor_of(cast.chief)) == []
    assert "没有单位持牌" in signed_in(cast.chief).get("/escalations/cards/").content.decode()


def published_runs() -> list[Run]:
    return list(Run.objects.filter(state=Run.State.FINAL).order_by("last"))


def taken() -> list[tuple[str, str, bool]]:
    rows = StreakStep.objects.order_by("pk").values_list("unit__name", "rung", "is_passed_over")
    return list(rows)


def test_steps_are_recorded_once_when_a_board_is_published(cast: Cast) -> None:
    publish(cast, {cast.sanitation: ("", "black", "black"), cast.west: ("", "", "red")})
    for _twice in range(2):
        assert [take_streak_steps(run_id=run.pk) for run in published_runs()] in ([0, 1, 1], [0, 0, 0])
    assert taken() == [("区城管局", "first", False), ("区城管局", "second", False)]
    lines = Notice.objects.filter(recipient=cast.liaison, key__startswith="supervision:streak-").order_by("pk")
    assert [line.title for line in lines] == [
        "区城管局连续1期列入部门榜黑榜，由分管领导约谈",
        "区城管局连续2期列入部门榜黑榜，由组织部门约谈",
    ]


def test_the_highest_counts_when_several_are_earned_at_once(cast: Cast) -> None:
    publish(cast, {cast.sanitation: ("black", "black", "black")})
    take_streak_steps(run_id=published_runs()[-1].pk)
    assert taken() == [("区城管局", "first", True), ("区城管局", "second", True), ("区城管局", "third", False)]
    assert Notice.objects.filter(recipient=cast.liaison, key__startswith="supervision:streak-").count() == 1


def test_publishing_asks_the_worker_to_record(cast: Cast) -> None:
    publish(cast, {cast.sanitation: ("", "", "black")})
    events.publish(APPRAISAL_PUBLISHED, {"run_id": str(published_runs()[-1].pk)})
    deliver_events()
    assert taken() == [("区城管局", "first", False)]


def test_a_new_streak_earns_its_own_steps(cast: Cast) -> None:
    publish(cast, {cast.sanitation: ("black", "red", "black")})
    for run in published_runs():
        take_streak_steps(run_id=run.pk)
    assert taken() == [("区城管局", "first", False)] * 2


def test_undone_step_stays_and_is_not_taken_again(cast: Cast) -> None:
    publish(cast, {cast.sanitation: ("", "", "black")})
    run = published_runs()[-1]
    take_streak_steps(run_id=run.pk)
    step = StreakStep.objects.get()
    client = signed_in(cast.chief)
    assert client.post(f"/escalations/cards/steps/{step.pk}/undo", {"reason": " "}).status_code == 422
    for _twice in range(2):
        answer = client.post(f"/escalations/cards/steps/{step.pk}/undo", {"reason": "榜单算错"})
        assert answer.status_code == 302
    assert "榜单算错" in client.get("/escalations/cards/").content.decode()
    assert take_streak_steps(run_id=run.pk) == 0
    assert signed_in(cast.liaison).post(f"/escalations/cards/steps/{step.pk}/undo").status_code == 403
    with pytest.raises(AppendOnlyViolated):
        step.delete()


def test_table_is_changed_by_its_form_from_a_day_on(cast: Cast) -> None:
    client = signed_in(cast.chief)
    page = client.get("/settings/streaks/").content.decode()
    assert "江门" in page
    given = {
        "rung-TOTAL_FORMS": "2",
        "rung-INITIAL_FORMS": "0",
        "rung-0-periods": "2",
        "rung-0-step": "talk",
        "rung-0-by": "leader_in_charge",
        "rung-1-periods": "2",
        "rung-1-step": "account",
        "rung-1-by": "discipline",
        "valid_from": "2020-01-01",
        "reason": "区里的办法",
    }
    assert "与前面一行相同" in client.post("/settings/streaks/", given).content.decode()
    assert client.post("/settings/streaks/", {**given, "rung-1-periods": "4"}).status_code == 302
    publish(cast, {cast.sanitation: ("", "black", "black")})
    for run in published_runs():
        take_streak_steps(run_id=run.pk)
    assert [row.periods for row in StreakStep.objects.all()] == [2]


def test_api_tells_cards_and_steps(cast: Cast) -> None:
    publish(cast, {cast.sanitation: ("", "black", "black"), cast.west: ("", "", "red")})
    for run in published_runs():
        take_streak_steps(run_id=run.pk)
    client = signed_in(cast.chief)
    assert [row["card"] for row in client.get("/api/v1/cards").json()] == ["red", "green"]
    steps = client.get("/api/v1/streak-steps").json()
    assert [(row["periods"], row["since"]) for row in steps] == [(2, "2026-10-01"), (1, "2026-10-01")]
    undone = client.post(
        f"/api/v1/streak-steps/{steps[0]['id']}/undo", {"reason": "算错"}, content_type="application/json"
    )
    assert undone.json()["is_undone"] is True
    assert signed_in(cast.west_liaison).get("/api/v1/streak-steps").json() == []
