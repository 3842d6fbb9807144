"""What a decision costs is told before it is made; what does not hold any more is put right on boards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in
from chuangcheng.supervision.models import Decision, Matter, Merit, Objection, Run
from chuangcheng.supervision.services import publish_run
from chuangcheng.supervision.services.accountability import move_matter
from chuangcheng.supervision.services.appraisals.formulas import save_formula
from chuangcheng.supervision.services.appraisals.merits import withdraw_merit
from chuangcheng.supervision.services.appraisals.objecting import raise_objection
from chuangcheng.supervision.services.appraisals.publishing import CountedBeforeWithdrawal, open_to_objections
from chuangcheng.supervision.testing import after_objections, compute, make_board, make_merit, opened
from chuangcheng.supervision.tests.accounted import by_hand, decided, late_cases, make_head, make_supervisor

OCTOBER = date(2026, 10, 15)
PRICED = {"kind": "deduct", "name": "扣分事项", "what": "faults", "points": {"held_to_account": "5"}}
RATE = {"kind": "rate", "name": "按期结案率", "of": "on_time", "full": "100", "line": "100", "per_point": "1"}


def board_by(cast: Cast, *lines: dict[str, Any], name: str = "部门榜") -> Any:
    body = {"name": f"{name}办法", "valid_from": "2020-01-01", "source": "创文办〔2026〕2号", "lines": list(lines)}
    given: dict[str, Any] = {"formula_id": new_id(), "version_id": new_id(), "body": body, "reason": "依据"}
    formula = save_formula(actor=actor_of(cast.chief), **given).formula
    return make_board(cast, formula=formula, name=name)


def merit_of_october(cast: Cast) -> Merit:
    return make_merit(cast, kind="held_to_account", on=OCTOBER, source="创督问〔2026〕1号", reason="行动迟缓，约谈")


@pytest.fixture
def run(cast: Cast) -> Run:
    """October of the bureaus, with a fault of 5 points on the sheet of the sanitation bureau; 2 of 10 late."""
    late_cases(cast, 2, of=10)
    merit_of_october(cast)
    return compute(cast, board_by(cast, RATE, PRICED), OCTOBER)


def test_whoever_decides_is_told_what_it_costs_on_each_board(cast: Cast) -> None:
    make_head(cast)
    board_by(cast, RATE, PRICED)
    board_by(cast, RATE, name="效能榜")
    make_board(cast, name="街道榜", kinds=["street"])
    proposed = by_hand(cast)
    form = signed_in(make_supervisor(cast)).get(f"/accountability/{proposed.pk}/decide/").content.decode()
    assert "部门榜：受到问责扣5分。" in form
    assert "效能榜：本期方案“效能榜办法”未对这些事项计分，得分不变。" in form
    assert "街道榜" not in form
    matter = decided(cast, proposed, make_other(cast))
    page = signed_in(cast.chief).get(f"/accountability/{matter.pk}/").content.decode()
    assert "效能榜：本期方案“效能榜办法”未对受到问责计分，得分不变。" in page


def make_other(cast: Cast) -> Any:
    """Somebody who decides and did not propose."""
    return type(cast.chief).objects.get(name="督主任")


def test_a_board_whose_formula_does_not_count_decisions_says_so(cast: Cast, run: Run) -> None:
    page = signed_in(cast.chief).get(f"/supervision/boards/{run.pk}/").content.decode()
    assert "本期方案未对受到表彰计分" in page
    plain = compute(cast, board_by(cast, RATE, name="效能榜"), OCTOBER)
    page = signed_in(cast.chief).get(f"/supervision/boards/{plain.pk}/").content.decode()
    assert "本期方案未对受到问责、受到表彰计分" in page


def test_an_open_board_is_recounted_when_what_it_counted_is_withdrawn(cast: Cast, run: Run) -> None:
    opened(cast, run)
    assert run.results.get(unit=cast.sanitation).points == 75
    withdraw_merit(actor=actor_of(cast.chief), merit_id=Merit.objects.get().pk, reason="查无实据")
    result = run.results.get(unit=cast.sanitation)
    assert (result.points, result.shown_points) == (Decimal(80), Decimal(75))
    objection = Objection.objects.get()
    assert (objection.raised_by_name, objection.line_name, objection.decision.is_upheld) == (
        "依职权更正",
        "扣分事项",
        True,
    )
    assert Notice.objects.filter(recipient=cast.liaison, title__contains="考核单已更正").count() == 1


def test_a_published_board_stays_and_the_sheet_has_both_figures(cast: Cast, run: Run) -> None:
    opened(cast, run)
    after_objections(run)
    publish_run(actor=actor_of(cast.chief), run_id=run.pk)
    before = list(run.results.order_by("pk").values())
    withdraw_merit(actor=actor_of(cast.chief), merit_id=Merit.objects.get().pk, reason="查无实据")

    assert list(run.results.order_by("pk").values()) == before
    client = signed_in(cast.liaison)
    result = run.results.get(unit=cast.sanitation)
    assert "发布后更正为80.00分，名次不重排" in client.get(f"/supervision/boards/{run.pk}/").content.decode()
    sheet = client.get(f"/supervision/sheets/{result.pk}/").content.decode()
    assert "发布时75.00分，更正后80.00分" in sheet
    assert "查无实据" in sheet
    told = client.get(f"/api/v1/appraisal-sheets/{result.pk}").json()
    assert (Decimal(told["points"]), Decimal(told["points_put_right"])) == (Decimal(75), Decimal(80))
    rows = client.get(f"/api/v1/appraisals/{run.pk}").json()["rows"]
    assert {Decimal(row["points_put_right"]) for row in rows if row["name"] == "区城管局"} == {Decimal(80)}


def test_a_matter_that_ends_puts_its_boards_right_and_says_where(cast: Cast, run: Run) -> None:
    opened(cast, run)
    after_objections(run)
    publish_run(actor=actor_of(cast.chief), run_id=run.pk)
    make_head(cast)
    supervisor = make_supervisor(cast)
    matter = decided(cast, by_hand(cast), supervisor, merit_kind="")
    Matter.objects.filter(pk=matter.pk).update(merit=Merit.objects.get())
    result = run.results.get(unit=cast.sanitation)
    address = f"/accountability/{matter.pk}/"
    page = signed_in(cast.chief).get(address).content.decode()
    assert ("已计入" in page, f"/supervision/sheets/{result.pk}/" in page) == (True, True)
    given: dict[str, Any] = {"event_id": new_id(), "move": "withdraw", "text": "事实有误"}
    for _each in range(2):
        move_matter(actor=actor_of(supervisor), matter_id=matter.pk, **given)
    assert Decision.objects.count() == 1
    assert "已更正的考核单" in signed_in(cast.chief).get(address).content.decode()


def test_the_unit_s_own_objection_is_upheld_by_it(cast: Cast, run: Run) -> None:
    opened(cast, run)
    merit = Merit.objects.get()
    result = run.results.get(unit=cast.sanitation)
    given: dict[str, Any] = {"objection_id": new_id(), "result_id": result.pk, "line": 2, "record_id": merit.pk.hex}
    made = raise_objection(actor=actor_of(cast.liaison), reason="正在申诉", **given)
    withdraw_merit(actor=actor_of(cast.chief), merit_id=merit.pk, reason="申诉成立")
    assert (Objection.objects.count(), Decision.objects.get().objection_id) == (1, made.pk)
    assert run.results.get(unit=cast.sanitation).points == 80


def test_a_preview_that_still_counts_it_is_computed_again_first(cast: Cast, run: Run) -> None:
    withdraw_merit(actor=actor_of(cast.chief), merit_id=Merit.objects.get().pk, reason="查无实据")
    with pytest.raises(CountedBeforeWithdrawal, match="重新计算"):
        open_to_objections(actor=actor_of(cast.chief), run_id=run.pk)
    again = compute(cast, run.board, OCTOBER)
    open_to_objections(actor=actor_of(cast.chief), run_id=again.pk)
    assert again.results.get(unit=cast.sanitation).points == 80
    assert today() > again.last
