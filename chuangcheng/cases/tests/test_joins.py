"""并案 and its undoing, and the re-check of what was fixed on the spot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chuangcheng.cases import services
from chuangcheng.cases.draws import is_drawn, lot_of
from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case, Recheck
from chuangcheng.cases.queries import join_candidates, waiting_requests
from chuangcheng.cases.services import Step
from chuangcheng.cases.services.joining import NotJoinable
from chuangcheng.cases.settings import RECHECK_PERCENT
from chuangcheng.cases.testing import case_in, make_site, stored_photo
from chuangcheng.cases.tests.test_moves import WEDNESDAY, now_is, titles_for
from chuangcheng.cases.workflow import MissingNeed
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.times import today
from chuangcheng.orgs.testing import Cast, actor_of, signed_in


def joined(cast: Cast, case: Case, main: Case) -> Case:
    services.join_case(actor=actor_of(cast.chief), step=Step(case.pk), main_case_id=main.pk)
    return Case.objects.get(pk=case.pk)


def test_joined_case_closes_as_duplicate_and_its_reporter_hears_of_the_main_one(cast: Cast) -> None:
    main, case = case_in("fed_back", cast), case_in("filed", cast)
    found = joined(cast, case, main)
    assert (found.state, found.outcome, found.main_case, found.joined_from) == ("closed", "duplicate", main, "filed")
    assert titles_for(cast.inspector) == [f"您上报的问题{case.number}与其他问题重复，已并案办理"]
    services.close_case(actor=actor_of(cast.chief), step=Step(main.pk))
    assert titles_for(cast.inspector)[1:] == [f"您上报的问题{main.number}已结案"]


def test_reporter_of_a_joined_case_hears_when_the_main_one_is_closed(cast: Cast) -> None:
    main, case = case_in("fed_back", cast), case_in("filed", cast)
    Case.objects.filter(pk=case.pk).update(reporter=cast.keeper)
    joined(cast, case, main)
    services.close_case(actor=actor_of(cast.chief), step=Step(main.pk))
    assert titles_for(cast.keeper)[-1] == f"您上报的问题已随主案{main.number}结案"


def test_joining_to_a_joined_case_joins_its_main(cast: Cast) -> None:
    main, middle, case = case_in("filed", cast), case_in("filed", cast), case_in("filed", cast)
    joined(cast, middle, main)
    assert joined(cast, case, middle).main_case == main


def test_chains_cycles_and_closed_mains_are_refused(cast: Cast) -> None:
    main, case, closed = case_in("filed", cast), case_in("filed", cast), case_in("closed", cast)
    joined(cast, case, main)
    other = case_in("filed", cast)
    with pytest.raises(NotJoinable, match="其他问题的主案"):
        joined(cast, main, other)
    with pytest.raises(NotJoinable, match="不能并入自己"):
        joined(cast, other, other)
    with pytest.raises(NotJoinable, match="已经办结"):
        joined(cast, other, closed)
    with pytest.raises(MissingNeed, match="没有选定主案"):
        services.join_case(actor=actor_of(cast.chief), step=Step(other.pk), main_case_id=None)


def test_undoing_a_join_brings_back_the_state_and_its_clock(cast: Cast, monkeypatch: Any) -> None:
    main, case = case_in("filed", cast), case_in("filed", cast)
    chief = actor_of(cast.chief)
    now_is(monkeypatch, WEDNESDAY)
    term = Limit(3, LimitUnit.WORKING_DAYS)  # due Saturday 10 October, worked
    services.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.sanitation.pk, term=term)
    joined(cast, case, main)
    with pytest.raises(MissingNeed, match="不能单独重开"):
        services.reopen_case(actor=chief, step=Step(case.pk), reason="还在。")
    now_is(monkeypatch, WEDNESDAY + timedelta(days=9))  # Friday 9 October: two working days later
    services.unjoin_case(actor=chief, step=Step(case.pk), reason="不是同一处。")
    case.refresh_from_db()
    assert (case.state, case.outcome, case.main_case, case.closed_at) == ("fixing", "", None, None)
    assert case.due_at is not None
    assert f"{case.due_at:%m-%d %H:%M}" == "10-13 10:00"  # UTC: Monday and Tuesday were given back


def test_suspended_case_is_suspended_again_after_a_join_undone(cast: Cast) -> None:
    main, case = case_in("filed", cast), case_in("fixing", cast)
    chief = actor_of(cast.chief)
    services.suspend_case(actor=chief, step=Step(case.pk), reason="等待施工。")
    since = Case.objects.get(pk=case.pk).suspended_at
    joined(cast, case, main)
    services.unjoin_case(actor=chief, step=Step(case.pk), reason="不是同一处。")
    case.refresh_from_db()
    assert (case.state, case.suspended_at) == ("suspended", since)


def test_joined_cases_of_a_voided_main_return_to_where_they_were(cast: Cast) -> None:
    main, filed, fixing = case_in("filed", cast), case_in("filed", cast), case_in("fixing", cast)
    for each in (filed, fixing):
        joined(cast, each, main)
    step = Step(main.pk)
    services.void_case(actor=actor_of(cast.chief), step=step, reason="录入有误。")
    services.void_case(actor=actor_of(cast.chief), step=step, reason="录入有误。")
    for each, state in ((filed, "filed"), (fixing, "fixing")):
        each.refresh_from_db()
        assert (each.state, each.main_case, each.outcome, each.closed_at) == (state, None, "", None)
    told = filed.history.get(move="unjoin")
    assert (told.actor_name, told.reason) == ("系统", f"主案{main.number}已由程主任作废，本案恢复为并案前的状态。")


def test_rejection_of_a_main_case_is_told_on_each_joined_one_and_its_join_can_be_undone(cast: Cast) -> None:
    main, case = case_in("reported", cast), case_in("filed", cast)
    Case.objects.filter(pk=case.pk).update(reporter=cast.keeper)
    joined(cast, case, main)
    step = Step(main.pk)
    services.reject_case(actor=actor_of(cast.chief), step=step, reason="现场没有此问题。")
    services.reject_case(actor=actor_of(cast.chief), step=step, reason="现场没有此问题。")

    case.refresh_from_db()
    assert (case.state, case.outcome, case.main_case) == ("closed", "duplicate", main)
    told = case.history.get(move="main_rejected")
    assert (told.actor_name, told.reason, case.latest_event_id) == ("程主任", "现场没有此问题。", told.pk)
    assert titles_for(cast.keeper)[-1] == f"您上报的问题{case.number}所并入的主案不予立案"
    page = signed_in(cast.chief).get(f"/cases/{case.pk}/").content.decode()
    for words in ("主案不予立案", f"主案{main.number}不予立案，本案随之办结", "撤销并案", "现场没有此问题。"):
        assert words in page

    services.unjoin_case(actor=actor_of(cast.chief), step=Step(case.pk), reason="现场确有问题。")
    case.refresh_from_db()
    assert (case.state, case.main_case, case.outcome, case.closed_at) == ("filed", None, "", None)


def test_near_cases_of_the_class_are_offered_first(cast: Cast) -> None:
    case = case_in("filed", cast, lon=112.0, lat=28.0)
    far, near = case_in("filed", cast, lon=112.1, lat=28.0), case_in("fixing", cast, lon=112.0001, lat=28.0)
    case_in("closed", cast, lon=112.0, lat=28.0)
    chief = actor_of(cast.chief)
    found = join_candidates(actor=chief, case=case)
    assert [each.case.pk for each in found] == [near.pk, far.pk]
    assert found[0].metres == 10
    assert [each.case.pk for each in join_candidates(actor=chief, case=case, words=far.number)] == [far.pk]


# 立行立改抽查


def percent(cast: Cast, value: int) -> None:
    change_setting(actor=SYSTEM, key="cases.recheck_percent", value=value, valid_from=today(), reason="试验。")
    assert RECHECK_PERCENT.on(today()) == value


def fixed_on_spot(cast: Cast) -> Case:
    case = case_in("reported", cast, site_id=make_site(cast, area=cast.lane).pk, area_id=None)
    services.fix_on_spot(
        actor=actor_of(cast.keeper), step=Step(case.pk), before=[stored_photo(1)], after=[stored_photo(2)]
    )
    return Case.objects.get(pk=case.pk)


def test_tenth_of_the_fixes_is_drawn_and_anybody_can_draw_again() -> None:
    lots = [lot_of("立行立改", f"2026-{number:06d}") for number in range(1, 20_001)]
    assert lots == [lot_of("立行立改", f"2026-{number:06d}") for number in range(1, 20_001)]
    assert abs(sum(is_drawn(lot, 0.1) for lot in lots) / 20_000 - 0.1) < 0.01
    assert lot_of("别的种子", "2026-000001") != lots[0]


def test_drawn_case_is_looked_at_by_somebody_else(cast: Cast) -> None:
    percent(cast, 100)
    case = fixed_on_spot(cast)
    drawn = Recheck.objects.get(case=case)
    assert (drawn.lot, drawn.share) == (lot_of("立行立改", case.number), 1.0)
    assert [request.move for request in waiting_requests(actor=actor_of(cast.inspector))] == ["pass_recheck"]
    services.pass_recheck(actor=actor_of(cast.inspector), step=Step(case.pk), check=[stored_photo(3)])
    case.refresh_from_db()
    assert (case.state, case.recheck_drawn_at, drawn.result.is_good) == ("closed", None, True)
    with pytest.raises(MissingNeed, match="没有待办的抽查"):
        services.pass_recheck(actor=actor_of(cast.chief), step=Step(case.pk))


def test_fixer_does_not_recheck_and_a_bad_fix_is_reopened(cast: Cast) -> None:
    percent(cast, 100)
    case = case_in("reported", cast, photo_ids=[stored_photo(1)])
    chief = actor_of(cast.chief)
    services.fix_on_spot(actor=chief, step=Step(case.pk), after=[stored_photo(2)])
    assert waiting_requests(actor=chief) == []
    with pytest.raises(MissingNeed, match="不能由处置人本人"):
        services.pass_recheck(actor=chief, step=Step(case.pk))
    services.fail_recheck(actor=actor_of(cast.inspector), step=Step(case.pk), reason="垃圾仍在。")
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == ("filed", "", None)
    assert Recheck.objects.get().result.is_good is False
    assert titles_for(cast.chief)[-1] == f"问题{case.number}立行立改抽查不合格，已重开"


def test_nothing_is_drawn_at_no_percent_and_nothing_twice(cast: Cast) -> None:
    percent(cast, 0)
    case = fixed_on_spot(cast)
    assert (case.recheck_drawn_at, Recheck.objects.count()) == (None, 0)
