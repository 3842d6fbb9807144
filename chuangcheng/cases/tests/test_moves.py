"""Each move on screen: what it does, who may make it, what it refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chuangcheng.cases import services
from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Assist, Case, CaseEvent
from chuangcheng.cases.services import CaseMovedOn, EventIdTaken, Step
from chuangcheng.cases.testing import case_in, make_site, problem_class, stored_photo
from chuangcheng.cases.workflow import MissingNeed, MoveNotAllowed
from chuangcheng.core.access import SYSTEM
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry, Notice
from chuangcheng.orgs.testing import Cast, actor_of, grant, make_person

WEDNESDAY = datetime(2026, 9, 30, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai, the last day before 国庆节


def now_is(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def titles_for(person: Any) -> list[str]:
    return list(Notice.objects.filter(recipient=person).order_by("pk").values_list("title", flat=True))


# 立案、不予立案、作废


def test_office_files_a_report_and_sets_its_class_right(cast: Cast) -> None:
    case = case_in("reported", cast)
    wanted = problem_class("道路不洁")
    event = services.file_case(
        actor=actor_of(cast.chief), step=Step(case.pk), problem_class_id=wanted.pk, severity="urgent"
    )
    case.refresh_from_db()
    assert (case.state, case.problem_class, case.severity) == ("filed", wanted, "urgent")
    assert (event.from_state, event.to_state, event.actor_name) == ("reported", "filed", "程主任")
    assert case.latest_event_id == event.pk
    assert AuditEntry.objects.filter(action="cases.file", subject_id=str(case.pk)).exists()


def test_filed_case_is_not_filed_again(cast: Cast) -> None:
    case = case_in("filed", cast)
    with pytest.raises(MoveNotAllowed, match="尚待派遣"):
        services.file_case(actor=actor_of(cast.chief), step=Step(case.pk))


@pytest.mark.parametrize("who", ["inspector", "leader", "admin"])
def test_only_the_office_files(cast: Cast, who: str) -> None:
    case = case_in("reported", cast)
    with pytest.raises((NotPermitted, NotFound)):
        services.file_case(actor=actor_of(getattr(cast, who)), step=Step(case.pk))
    case.refresh_from_db()
    assert case.state == "reported"


def test_rejection_needs_a_reason_and_tells_the_reporter(cast: Cast) -> None:
    case = case_in("reported", cast)
    with pytest.raises(MissingNeed, match="没有写明原因"):
        services.reject_case(actor=actor_of(cast.chief), step=Step(case.pk), reason="  ")
    services.reject_case(actor=actor_of(cast.chief), step=Step(case.pk), reason="现场未发现该问题。")
    case.refresh_from_db()
    assert case.state == "rejected"
    assert titles_for(cast.inspector) == [f"您上报的问题{case.number}不予立案"]


@pytest.mark.parametrize("state", ["reported", "filed", "fixing", "fed_back"])
def test_open_case_is_voided_with_a_reason(cast: Cast, state: str) -> None:
    case = case_in(state, cast)
    services.void_case(actor=actor_of(cast.chief), step=Step(case.pk), reason="录入有误。")
    case.refresh_from_db()
    assert case.state == "void"


def test_closed_case_is_not_voided(cast: Cast) -> None:
    case = case_in("closed", cast)
    with pytest.raises(MoveNotAllowed):
        services.void_case(actor=actor_of(cast.chief), step=Step(case.pk), reason="录入有误。")


# 派遣、回退


def test_dispatch_names_units_starts_the_clock_and_tells_the_liaison(cast: Cast, monkeypatch: Any) -> None:
    case = case_in("filed", cast, problem_class=problem_class("建筑垃圾乱倒"))
    now_is(monkeypatch, WEDNESDAY)
    services.dispatch_case(
        actor=actor_of(cast.chief),
        step=Step(case.pk),
        lead_unit_id=cast.sanitation.pk,
        assisting_unit_ids=[cast.east.pk],
    )
    case.refresh_from_db()
    assert (case.state, case.lead_unit, case.clock_started_at) == ("fixing", cast.sanitation, WEDNESDAY)
    # Two working days from 30 September 2026: 8 and 9 October follow the holiday.
    assert case.due_at == datetime(2026, 10, 9, 10, 0, tzinfo=UTC)
    assert [assist.unit for assist in case.assists.all()] == [cast.east]
    assert titles_for(cast.liaison) == [f"问题{case.number}派遣给您单位，10-09 18:00到期"]


def test_deadline_counts_the_weekend_that_is_worked(cast: Cast, monkeypatch: Any) -> None:
    case = case_in("filed", cast)
    now_is(monkeypatch, WEDNESDAY)
    term = Limit(3, LimitUnit.WORKING_DAYS)
    services.dispatch_case(actor=actor_of(cast.chief), step=Step(case.pk), lead_unit_id=cast.sanitation.pk, term=term)
    case.refresh_from_db()
    assert case.due_at == datetime(2026, 10, 10, 10, 0, tzinfo=UTC)  # a Saturday, worked to make up
    assert (case.limit_amount, case.limit_unit) == (3, "working_days")


def test_dispatch_to_a_stated_date(cast: Cast, monkeypatch: Any) -> None:
    case = case_in("filed", cast)
    now_is(monkeypatch, WEDNESDAY)
    term = date(2026, 10, 20)
    services.dispatch_case(actor=actor_of(cast.chief), step=Step(case.pk), lead_unit_id=cast.sanitation.pk, term=term)
    case.refresh_from_db()
    assert (case.due_at, case.limit_amount) == (datetime(2026, 10, 20, 10, 0, tzinfo=UTC), None)


def test_dispatch_without_unit_or_deadline_is_refused(cast: Cast) -> None:
    chief = actor_of(cast.chief)
    case = case_in("filed", cast, problem_class=None)
    with pytest.raises(InvalidInput, match="牵头单位"):
        services.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=None)
    with pytest.raises(InvalidInput, match="整改时限"):
        services.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.sanitation.pk)
    case.refresh_from_db()
    assert (case.state, case.due_at) == ("filed", None)


def test_dispatch_to_a_unit_that_is_not_there_is_refused(cast: Cast) -> None:
    case = case_in("filed", cast)
    with pytest.raises(InvalidInput, match="不归您派遣"):
        services.dispatch_case(actor=actor_of(cast.chief), step=Step(case.pk), lead_unit_id=10**9)


def test_street_dispatches_to_its_own_units_only(cast: Cast) -> None:
    case = case_in("filed", cast)
    street_office = grant(make_person("街办"), cast.east, "cases.view", "cases.dispatch")
    with pytest.raises(InvalidInput, match="不归您派遣"):
        services.dispatch_case(actor=street_office, step=Step(case.pk), lead_unit_id=cast.sanitation.pk)
    services.dispatch_case(actor=street_office, step=Step(case.pk), lead_unit_id=cast.lane.pk)
    case.refresh_from_db()
    assert case.lead_unit == cast.lane


def test_unit_sends_a_case_back_and_no_longer_sees_it(cast: Cast) -> None:
    case = case_in("fixing", cast)
    step = Step(case.pk)
    event = services.send_back(actor=actor_of(cast.liaison), step=step, reason="不属于本单位职责。")
    case.refresh_from_db()
    assert (case.state, case.lead_unit, case.due_at, case.send_back_count) == ("filed", None, None, 1)
    assert (event.unit, event.reason) == (cast.sanitation, "不属于本单位职责。")
    # The same press again is answered alike, a new one finds nothing.
    assert services.send_back(actor=actor_of(cast.liaison), step=step, reason="不属于本单位职责。") == event
    with pytest.raises(NotFound):
        services.send_back(actor=actor_of(cast.liaison), step=Step(case.pk), reason="再次回退。")


def test_sending_back_needs_a_reason(cast: Cast) -> None:
    case = case_in("fixing", cast)
    with pytest.raises(MissingNeed):
        services.send_back(actor=actor_of(cast.liaison), step=Step(case.pk), reason="")


def test_assisting_unit_sees_the_case_but_cannot_send_it_back(cast: Cast) -> None:
    case = case_in("fixing", cast)
    Assist.objects.create(case=case, unit=cast.west)
    with pytest.raises(NotPermitted):
        services.send_back(actor=actor_of(cast.west_liaison), step=Step(case.pk), reason="不归我们。")


def test_area_without_the_lead_cannot_feed_back(cast: Cast) -> None:
    case = case_in("fixing", cast)
    with pytest.raises(NotPermitted):
        services.feed_back(actor=actor_of(cast.east_liaison), step=Step(case.pk), after=[stored_photo()])


# 反馈、立行立改


def test_feedback_needs_an_after_photo(cast: Cast) -> None:
    case = case_in("fixing", cast)
    with pytest.raises(MissingNeed, match="没有整改后的照片"):
        services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[])
    services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[stored_photo()], reason="已清运。")
    case.refresh_from_db()
    assert (case.state, case.fixer) == ("fed_back", cast.liaison)
    assert [photo.moment for photo in case.photos.all()] == ["after"]


def test_feedback_with_a_file_that_is_no_photo_is_refused(cast: Cast) -> None:
    case = case_in("fixing", cast)
    with pytest.raises(services.PhotoUnusable):
        services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[new_id()])
    case.refresh_from_db()
    assert case.state == "fixing"
    assert not case.history.filter(move="feed_back").exists()


def test_office_cannot_feed_back_for_a_unit(cast: Cast) -> None:
    case = case_in("fixing", cast)
    with pytest.raises(NotPermitted):
        services.feed_back(actor=actor_of(cast.chief), step=Step(case.pk), after=[stored_photo()])


def test_lane_chief_fixes_on_the_spot_with_two_photos(cast: Cast) -> None:
    case = case_in("reported", cast, site_id=make_site(cast, area=cast.lane).pk, area_id=None)
    keeper = actor_of(cast.keeper)
    with pytest.raises(MissingNeed, match="整改前和整改后"):
        services.fix_on_spot(actor=keeper, step=Step(case.pk), after=[stored_photo(2)])
    services.fix_on_spot(actor=keeper, step=Step(case.pk), before=[stored_photo(1)], after=[stored_photo(2)])
    case.refresh_from_db()
    assert (case.state, case.outcome, case.fixer) == ("closed", "fixed", cast.keeper)


def test_photo_of_the_report_counts_as_the_one_before(cast: Cast) -> None:
    case = case_in("reported", cast, photo_ids=[stored_photo(1)])
    services.fix_on_spot(actor=actor_of(cast.chief), step=Step(case.pk), after=[stored_photo(2)])
    case.refresh_from_db()
    assert case.state == "closed"


def test_lane_chief_of_another_lane_does_not_see_it(cast: Cast) -> None:
    case = case_in("reported", cast, area_id=cast.west.pk)
    with pytest.raises(NotFound):
        services.fix_on_spot(actor=actor_of(cast.keeper), step=Step(case.pk), after=[stored_photo(2)])


# 核查、返工、重开


def test_second_person_closes_and_the_reporter_hears_of_it(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    services.close_case(actor=actor_of(cast.chief), step=Step(case.pk), reason="现场合格。", check=[stored_photo(3)])
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "fixed")
    assert case.closed_at is not None
    assert titles_for(cast.inspector) == [f"您上报的问题{case.number}已结案"]


def test_fixer_cannot_close_own_fix(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    both = grant(cast.liaison, cast.place, "cases.verify")
    with pytest.raises(MissingNeed, match="不能由处置人本人"):
        services.close_case(actor=both, step=Step(case.pk))
    with pytest.raises(MissingNeed, match="不能由处置人本人"):
        services.fail_check(actor=both, step=Step(case.pk), reason="不合格。")


def test_who_fed_back_before_cannot_close_after_rework_by_another(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    services.fail_check(actor=actor_of(cast.chief), step=Step(case.pk), reason="仍有垃圾。")
    colleague = make_person("同事", unit=cast.sanitation, role="liaison")
    services.feed_back(actor=actor_of(colleague), step=Step(case.pk), after=[stored_photo(9)])
    both = grant(cast.liaison, cast.place, "cases.verify")
    with pytest.raises(MissingNeed, match="不能由处置人本人"):
        services.close_case(actor=both, step=Step(case.pk))


def test_unit_cannot_close(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    with pytest.raises(NotPermitted):
        services.close_case(actor=actor_of(cast.liaison), step=Step(case.pk))


def test_outcome_that_closing_does_not_have_is_refused(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    with pytest.raises(InvalidInput):
        services.close_case(actor=actor_of(cast.chief), step=Step(case.pk), outcome="duplicate")
    services.close_case(actor=actor_of(cast.chief), step=Step(case.pk), outcome="no_fault")
    case.refresh_from_db()
    assert case.outcome == "no_fault"


def test_rework_gets_the_time_that_was_left_and_at_least_a_working_day(cast: Cast, monkeypatch: Any) -> None:
    case = case_in("filed", cast)
    chief, liaison = actor_of(cast.chief), actor_of(cast.liaison)
    now_is(monkeypatch, WEDNESDAY)
    term = Limit(4, LimitUnit.WORKING_HOURS)
    services.dispatch_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.sanitation.pk, term=term)
    now_is(monkeypatch, WEDNESDAY + timedelta(hours=1))
    services.feed_back(actor=liaison, step=Step(case.pk), after=[stored_photo(4)])
    now_is(monkeypatch, WEDNESDAY + timedelta(hours=8))
    event = services.fail_check(actor=chief, step=Step(case.pk), reason="仍有垃圾。")
    case.refresh_from_db()
    assert (case.state, case.rework_count, case.fed_back_at) == ("fixing", 1, None)
    assert case.due_at == datetime(2026, 10, 8, 10, 0, tzinfo=UTC)  # the next working day, after the holiday
    assert event.data["former_due_at"] == datetime(2026, 9, 30, 7, 0, tzinfo=UTC).isoformat()
    assert titles_for(cast.liaison)[-1] == f"问题{case.number}核查未通过，请返工，10-08 18:00到期"


def test_reopened_case_waits_for_dispatch_and_its_unit_hears_of_it(cast: Cast) -> None:
    case = case_in("closed", cast)
    services.reopen_case(actor=actor_of(cast.chief), step=Step(case.pk), reason="垃圾又出现了。")
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at, case.due_at) == ("filed", "", None, None)
    assert case.lead_unit == cast.sanitation
    assert titles_for(cast.liaison)[-1] == f"问题{case.number}已重开，将重新派遣"


def test_reporter_may_reopen_within_fifteen_days_and_not_later(cast: Cast, monkeypatch: Any) -> None:
    early, late = case_in("closed", cast), case_in("closed", cast)
    reporter = actor_of(cast.inspector)
    closed_at = Case.objects.get(pk=early.pk).closed_at
    assert closed_at is not None
    now_is(monkeypatch, closed_at + timedelta(days=14))
    services.reopen_case(actor=reporter, step=Step(early.pk), reason="没有解决。")
    now_is(monkeypatch, closed_at + timedelta(days=16))
    with pytest.raises(NotPermitted):
        services.reopen_case(actor=reporter, step=Step(late.pk), reason="没有解决。")


def test_someone_else_may_not_reopen(cast: Cast) -> None:
    case = case_in("closed", cast)
    with pytest.raises(NotPermitted):
        services.reopen_case(actor=actor_of(cast.liaison), step=Step(case.pk), reason="没有解决。")


# The same press, the old screen, the forged id


def test_same_press_again_gives_the_same_step_and_changes_nothing(cast: Cast) -> None:
    case = case_in("fixing", cast)
    step, liaison, photo = Step(case.pk), actor_of(cast.liaison), stored_photo()
    first = services.feed_back(actor=liaison, step=step, after=[photo])
    services.fail_check(actor=actor_of(cast.chief), step=Step(case.pk), reason="仍有垃圾。")
    again = services.feed_back(actor=liaison, step=step, after=[photo])
    case.refresh_from_db()
    assert again == first
    assert case.state == "fixing"
    assert case.history.filter(move="feed_back").count() == 1


def test_old_screen_is_told_what_happened_meanwhile(cast: Cast) -> None:
    case = case_in("fixing", cast)
    seen = case.latest_event_id
    services.send_back(actor=actor_of(cast.liaison), step=Step(case.pk), reason="不归我们。")
    with pytest.raises(CaseMovedOn, match=r"廉联络已于.*办理“回退”，该问题现为“待派遣”"):
        services.void_case(actor=actor_of(cast.chief), step=Step(case.pk, seen=seen), reason="作废。")


def test_id_of_another_step_is_refused(cast: Cast) -> None:
    case, other = case_in("fixing", cast), case_in("filed", cast)
    used = CaseEvent.objects.filter(case=other, move="file").get().pk
    with pytest.raises(EventIdTaken):
        services.void_case(actor=actor_of(cast.chief), step=Step(case.pk, used), reason="作废。")


def test_reason_longer_than_a_thousand_characters_is_refused(cast: Cast) -> None:
    case = case_in("filed", cast)
    with pytest.raises(InvalidInput, match="不能超过1000字"):
        services.void_case(actor=actor_of(cast.chief), step=Step(case.pk), reason="长" * 1001)


def test_absent_case_and_foreign_case_are_told_alike(cast: Cast) -> None:
    case = case_in("fixing", cast)
    said = set()
    for case_id in (case.pk, new_id()):
        with pytest.raises(NotFound) as caught:
            services.feed_back(actor=actor_of(cast.west_liaison), step=Step(case_id), after=[stored_photo()])
        said.add(str(caught.value))
    assert len(said) == 1


def test_system_moves_cases_too(cast: Cast) -> None:
    case = case_in("reported", cast)
    event = services.file_case(actor=SYSTEM, step=Step(case.pk))
    assert (event.actor_id, event.actor_name) == (None, "系统")
