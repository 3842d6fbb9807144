"""红黄绿牌: from published boards, periods in a row, and what they earn."""

from __future__ import annotations

from datetime import date
from typing import Any

from chuangcheng.core.times import now
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.ladder import Card
from chuangcheng.supervision.models import Result, Run
from chuangcheng.supervision.queries.streaks import unit_streaks
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
