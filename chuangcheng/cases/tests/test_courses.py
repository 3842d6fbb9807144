"""Moves by which a case changes hands, waits, or gets more time: claim, reassign, assist, suspend, extend."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chuangcheng.cases import services
from chuangcheng.cases.jobs import tell_unclaimed
from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.cases.models import Case, Extension, Pause
from chuangcheng.cases.queries import unclaimed_cases
from chuangcheng.cases.services import NotForClaiming, Step
from chuangcheng.cases.testing import case_in, problem_class, stored_photo
from chuangcheng.cases.tests.test_moves import WEDNESDAY, now_is, titles_for
from chuangcheng.cases.workflow import MissingNeed, MoveNotAllowed
from chuangcheng.core.errors import InvalidInput, NotFound, NotPermitted
from chuangcheng.orgs.testing import Cast, actor_of

THREE_DAYS = Limit(3, LimitUnit.WORKING_DAYS)


def dispatched(cast: Cast, monkeypatch: pytest.MonkeyPatch, term: Any = THREE_DAYS, **more: Any) -> Case:
    """A case dispatched to the sanitation bureau on Wednesday before 国庆节."""
    case = case_in("filed", cast)
    now_is(monkeypatch, WEDNESDAY)
    units = {"lead_unit_id": cast.sanitation.pk, **more}
    services.dispatch_case(actor=actor_of(cast.chief), step=Step(case.pk), term=term, **units)
    return Case.objects.get(pk=case.pk)


# 认领


def test_street_claims_what_lies_in_its_area_and_the_clock_starts(cast: Cast, monkeypatch: Any) -> None:
    case = case_in("filed", cast, problem_class=problem_class("建筑垃圾乱倒"))
    now_is(monkeypatch, WEDNESDAY)
    event = services.claim_case(actor=actor_of(cast.east_liaison), step=Step(case.pk), lead_unit_id=cast.east.pk)
    case.refresh_from_db()
    assert (case.state, case.lead_unit, case.clock_started_at) == ("fixing", cast.east, WEDNESDAY)
    assert case.due_at == datetime(2026, 10, 9, 10, 0, tzinfo=UTC)  # two working days after the holiday
    assert event.unit == cast.east


def test_bureau_claims_what_is_usually_its_own(cast: Cast) -> None:
    usual = problem_class("建筑垃圾乱倒")
    usual.default_unit = cast.sanitation
    usual.save(update_fields=["default_unit"])
    case = case_in("filed", cast, problem_class=usual)
    other = case_in("filed", cast)
    liaison = actor_of(cast.liaison)
    services.claim_case(actor=liaison, step=Step(case.pk), lead_unit_id=cast.sanitation.pk)
    case.refresh_from_db()
    assert case.lead_unit == cast.sanitation
    with pytest.raises(NotFound):
        services.claim_case(actor=liaison, step=Step(other.pk), lead_unit_id=cast.sanitation.pk)


def test_unit_that_sent_a_case_back_is_not_offered_it_again(cast: Cast) -> None:
    usual = problem_class("建筑垃圾乱倒")
    usual.default_unit = cast.sanitation
    usual.save(update_fields=["default_unit"])
    case = case_in("fixing", cast, problem_class=usual)
    services.send_back(actor=actor_of(cast.liaison), step=Step(case.pk), reason="不归我们。")
    with pytest.raises(NotFound):
        services.claim_case(actor=actor_of(cast.liaison), step=Step(case.pk), lead_unit_id=cast.sanitation.pk)


def test_nobody_claims_for_somebody_else_or_without_a_class(cast: Cast) -> None:
    east = actor_of(cast.east_liaison)
    case, unclear = case_in("filed", cast), case_in("filed", cast, problem_class=None)
    with pytest.raises(NotForClaiming, match="不能认领"):
        services.claim_case(actor=east, step=Step(case.pk), lead_unit_id=cast.west.pk)
    with pytest.raises(NotForClaiming, match="没有类别"):
        services.claim_case(actor=east, step=Step(unclear.pk), lead_unit_id=cast.east.pk)
    with pytest.raises(MissingNeed, match="牵头单位"):
        services.claim_case(actor=east, step=Step(case.pk), lead_unit_id=None)


def test_what_nobody_claims_in_time_is_told_to_the_office_once(cast: Cast, monkeypatch: Any) -> None:
    now_is(monkeypatch, WEDNESDAY)
    case, claimed = case_in("filed", cast), case_in("filed", cast)
    services.claim_case(actor=actor_of(cast.east_liaison), step=Step(claimed.pk), lead_unit_id=cast.east.pk)
    early, late = WEDNESDAY + timedelta(hours=5), WEDNESDAY + timedelta(hours=7)  # 14:00, 16:00: 3 and 5 working hours
    assert list(unclaimed_cases(early)) == []
    assert [found.pk for found in unclaimed_cases(late)] == [case.pk]
    now_is(monkeypatch, late)
    tell_unclaimed()
    tell_unclaimed()
    case.refresh_from_db()
    assert (case.state, case.claim_ended_at) == ("filed", late)
    assert case.history.filter(move="end_claim").count() == 1
    assert titles_for(cast.chief) == ["1件问题无人认领，请派遣"]
    # It may still be claimed, and waits for claiming anew when it is sent back.
    services.claim_case(actor=actor_of(cast.east_liaison), step=Step(case.pk), lead_unit_id=cast.east.pk)
    services.send_back(actor=actor_of(cast.chief), step=Step(case.pk), reason="不归街道。")
    assert list(unclaimed_cases(late)) == []


def test_held_case_is_not_for_claiming(cast: Cast) -> None:
    case = case_in("filed", cast, held=True)
    with pytest.raises(NotFound):
        services.claim_case(actor=actor_of(cast.east_liaison), step=Step(case.pk), lead_unit_id=cast.east.pk)
    assert not unclaimed_cases(case.reported_at + timedelta(days=30)).exists()


# 改派、配合单位、补充情况


def test_reassigning_keeps_the_deadline_and_tells_both_units(cast: Cast, monkeypatch: Any) -> None:
    case = dispatched(cast, monkeypatch)
    services.reassign_case(
        actor=actor_of(cast.chief), step=Step(case.pk), lead_unit_id=cast.west.pk, reason="属于西苑街道。"
    )
    moved = Case.objects.get(pk=case.pk)
    assert (moved.state, moved.lead_unit, moved.due_at) == ("fixing", cast.west, case.due_at)
    assert titles_for(cast.west_liaison) == [f"问题{case.number}改派给您单位，10-10 18:00到期"]
    assert titles_for(cast.liaison)[-1] == f"问题{case.number}已改派给其他单位，不再由您单位牵头"
    with pytest.raises(NotFound):
        services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[stored_photo()])


def test_reassigning_to_the_same_unit_or_without_reason_is_refused(cast: Cast) -> None:
    case = case_in("fixing", cast)
    chief = actor_of(cast.chief)
    with pytest.raises(InvalidInput, match="已经是牵头单位"):
        services.reassign_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.sanitation.pk, reason="再派。")
    with pytest.raises(MissingNeed, match="没有写明原因"):
        services.reassign_case(actor=chief, step=Step(case.pk), lead_unit_id=cast.west.pk, reason="")


def test_assisting_unit_sees_the_case_and_tells_what_it_did(cast: Cast) -> None:
    case = case_in("fixing", cast)
    services.change_assists(actor=actor_of(cast.chief), step=Step(case.pk), assisting_unit_ids=[cast.west.pk])
    assert titles_for(cast.west_liaison) == [f"请您单位配合处置问题{case.number}"]
    event = services.add_note(
        actor=actor_of(cast.west_liaison), step=Step(case.pk), reason="已出动洒水车。", scene=[stored_photo(5)]
    )
    case.refresh_from_db()
    assert (case.state, event.unit, event.reason) == ("fixing", cast.west, "已出动洒水车。")
    assert [photo.moment for photo in case.photos.filter(event=event)] == ["scene"]
    with pytest.raises(NotPermitted):
        services.feed_back(actor=actor_of(cast.west_liaison), step=Step(case.pk), after=[stored_photo()])


def test_who_has_no_part_adds_no_note(cast: Cast) -> None:
    case = case_in("fixing", cast)
    with pytest.raises(NotPermitted):
        services.add_note(actor=actor_of(cast.east_liaison), step=Step(case.pk), reason="路过。")
    with pytest.raises(MissingNeed, match="没有写明做了什么"):
        services.add_note(actor=actor_of(cast.liaison), step=Step(case.pk), reason=" ")


def test_unit_that_assists_no_longer_does_not_see_the_case(cast: Cast) -> None:
    case = case_in("fixing", cast)
    chief, west = actor_of(cast.chief), actor_of(cast.west_liaison)
    services.change_assists(actor=chief, step=Step(case.pk), assisting_unit_ids=[cast.west.pk])
    services.change_assists(actor=chief, step=Step(case.pk), assisting_unit_ids=[])
    with pytest.raises(NotFound):
        services.add_note(actor=west, step=Step(case.pk), reason="已出动洒水车。")


# 挂账


@pytest.mark.parametrize(
    ("term", "began", "ended", "due"),
    [
        # 国庆节 2026 with Saturday 10 October worked; the clock of working days stood from 30 September to 9 October.
        (THREE_DAYS, "2026-09-30 15:00", "2026-10-09 10:00", "2026-10-13 18:00"),
        (Limit(8, LimitUnit.WORKING_HOURS), "2026-09-30 11:00", "2026-10-10 09:00", "2026-10-10 17:00"),
        (Limit(72, LimitUnit.CALENDAR_HOURS), "2026-09-30 21:00", "2026-10-08 21:00", "2026-10-11 09:00"),
        (date(2026, 10, 20), "2026-09-30 18:00", "2026-10-08 18:00", "2026-10-28 18:00"),
    ],
    ids=["working days", "working hours", "calendar hours", "stated date"],
)
def test_pause_across_a_holiday_moves_the_deadline_in_its_own_clock(
    cast: Cast, monkeypatch: Any, term: Any, began: str, ended: str, due: str
) -> None:
    case = dispatched(cast, monkeypatch, term)
    assert paused(cast, monkeypatch, case, began, ended).due_at == moment(due)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def paused(cast: Cast, monkeypatch: Any, case: Case, began: str, ended: str) -> Case:
    """The case after a pause."""
    chief = actor_of(cast.chief)
    now_is(monkeypatch, moment(began))
    services.suspend_case(actor=chief, step=Step(case.pk), reason="等待管线施工。")
    now_is(monkeypatch, moment(ended))
    services.resume_case(actor=chief, step=Step(case.pk))
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize(
    ("term", "start", "began", "ended", "due"),
    [
        # 春节 2026: 15 to 23 February off, Saturdays 14 and 28 February worked.
        (THREE_DAYS, "2026-02-12 10:00", "2026-02-13 15:00", "2026-02-24 10:00", "2026-02-26 18:00"),
        (
            Limit(8, LimitUnit.WORKING_HOURS),
            "2026-02-13 14:00",
            "2026-02-14 10:00",
            "2026-02-28 11:00",
            "2026-02-28 16:00",
        ),
        (
            Limit(48, LimitUnit.CALENDAR_HOURS),
            "2026-02-13 14:00",
            "2026-02-14 14:00",
            "2026-02-24 14:00",
            "2026-02-25 14:00",
        ),
        # No notice for 2027: 国庆节 is counted as Monday to Friday.
        (THREE_DAYS, "2027-09-29 10:00", "2027-09-30 10:00", "2027-10-08 10:00", "2027-10-12 18:00"),
        (
            Limit(8, LimitUnit.WORKING_HOURS),
            "2027-09-30 09:00",
            "2027-09-30 11:00",
            "2027-10-01 09:00",
            "2027-10-01 17:00",
        ),
        (
            Limit(48, LimitUnit.CALENDAR_HOURS),
            "2027-09-30 09:00",
            "2027-09-30 21:00",
            "2027-10-08 21:00",
            "2027-10-10 09:00",
        ),
    ],
)
def test_pause_across_spring_festival_and_in_a_year_without_notice(
    cast: Cast, monkeypatch: Any, term: Any, start: str, began: str, ended: str, due: str
) -> None:
    case = case_in("filed", cast)
    now_is(monkeypatch, moment(start))
    services.dispatch_case(actor=actor_of(cast.chief), step=Step(case.pk), lead_unit_id=cast.sanitation.pk, term=term)
    assert paused(cast, monkeypatch, case, began, ended).due_at == moment(due)


def test_two_pauses_and_an_extension_add_up(cast: Cast, monkeypatch: Any) -> None:
    case = dispatched(cast, monkeypatch)
    case = paused(cast, monkeypatch, case, "2026-10-08 09:00", "2026-10-09 09:00")
    assert case.due_at == moment("2026-10-12 18:00")
    now_is(monkeypatch, moment("2026-10-09 10:00"))
    services.ask_extension(actor=actor_of(cast.liaison), step=Step(case.pk), term=THREE_DAYS, reason="需要施工。")
    services.grant_extension(actor=actor_of(cast.chief), step=Step(case.pk))
    case = paused(cast, monkeypatch, case, "2026-10-12 09:00", "2026-10-13 09:00")
    assert case.due_at == moment("2026-10-16 18:00")
    assert Pause.objects.filter(case=case, end__isnull=False).count() == 2


def test_suspended_case_is_fed_back_only_after_it_goes_on(cast: Cast, monkeypatch: Any) -> None:
    case = dispatched(cast, monkeypatch)
    chief = actor_of(cast.chief)
    services.suspend_case(actor=chief, step=Step(case.pk), reason="等待施工。", expected_on=date(2026, 10, 20))
    case.refresh_from_db()
    assert (case.state, case.suspended_at) == ("suspended", WEDNESDAY)
    assert case.pauses.get().expected_on == date(2026, 10, 20)
    with pytest.raises(MoveNotAllowed, match="挂账"):
        services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[stored_photo()])
    services.resume_case(actor=chief, step=Step(case.pk))
    case.refresh_from_db()
    assert (case.state, case.suspended_at) == ("fixing", None)
    assert titles_for(cast.liaison)[-2:] == [
        f"问题{case.number}已挂账，暂停计时",
        f"问题{case.number}恢复处置，10-10 18:00到期",
    ]


def test_suspension_needs_a_reason_and_a_day_ahead(cast: Cast, monkeypatch: Any) -> None:
    case = dispatched(cast, monkeypatch)
    chief = actor_of(cast.chief)
    with pytest.raises(MissingNeed):
        services.suspend_case(actor=chief, step=Step(case.pk), reason="")
    with pytest.raises(InvalidInput, match="今天以后"):
        services.suspend_case(actor=chief, step=Step(case.pk), reason="施工。", expected_on=date(2026, 9, 1))
    with pytest.raises(NotPermitted):
        services.suspend_case(actor=actor_of(cast.liaison), step=Step(case.pk), reason="施工。")


def test_rework_after_a_pause_gets_what_was_left(cast: Cast, monkeypatch: Any) -> None:
    case = dispatched(cast, monkeypatch, Limit(5, LimitUnit.WORKING_DAYS))  # due Tuesday 13 October
    paused(cast, monkeypatch, case, "2026-10-08 09:00", "2026-10-10 09:00")  # two days, due Thursday 15
    now_is(monkeypatch, moment("2026-10-12 10:00"))
    services.feed_back(actor=actor_of(cast.liaison), step=Step(case.pk), after=[stored_photo()])
    now_is(monkeypatch, moment("2026-10-14 10:00"))
    services.fail_check(actor=actor_of(cast.chief), step=Step(case.pk), reason="仍有垃圾。")
    case.refresh_from_db()
    assert (case.due_at, case.rework_count) == (moment("2026-10-17 18:00") + timedelta(days=2), 1)


# 延期


def test_extension_moves_the_deadline_and_is_counted(cast: Cast, monkeypatch: Any) -> None:
    case = dispatched(cast, monkeypatch)
    liaison, chief = actor_of(cast.liaison), actor_of(cast.chief)
    services.ask_extension(actor=liaison, step=Step(case.pk), term=THREE_DAYS, reason="需要施工。")
    assert titles_for(cast.chief) == [f"问题{case.number}申请延期，请批复"]
    with pytest.raises(MissingNeed, match="已有待批"):
        services.ask_extension(actor=liaison, step=Step(case.pk), term=THREE_DAYS, reason="再来。")
    services.grant_extension(actor=chief, step=Step(case.pk), term=Limit(1, LimitUnit.WORKING_DAYS))
    case.refresh_from_db()
    assert (case.due_at, case.extension_count) == (moment("2026-10-12 18:00"), 1)
    asked = Extension.objects.select_related("answer").get()
    assert (asked.term, asked.answer.term, asked.answer.is_granted) == (
        THREE_DAYS,
        Limit(1, LimitUnit.WORKING_DAYS),
        True,
    )
    assert titles_for(cast.liaison)[-1] == f"问题{case.number}的延期已同意，10-12 18:00到期"
    with pytest.raises(MissingNeed, match="没有待批"):
        services.grant_extension(actor=chief, step=Step(case.pk))


def test_refused_extension_leaves_the_deadline(cast: Cast, monkeypatch: Any) -> None:
    case = dispatched(cast, monkeypatch)
    services.ask_extension(actor=actor_of(cast.liaison), step=Step(case.pk), term=date(2026, 10, 30), reason="施工。")
    services.refuse_extension(actor=actor_of(cast.chief), step=Step(case.pk), reason="可以按期完成。")
    moved = Case.objects.get(pk=case.pk)
    assert (moved.due_at, moved.extension_count, moved.extension_asked_at) == (case.due_at, 0, None)


def test_extension_to_an_earlier_date_is_refused(cast: Cast, monkeypatch: Any) -> None:
    case = dispatched(cast, monkeypatch)
    with pytest.raises(InvalidInput, match="不晚于现在的期限"):
        services.ask_extension(
            actor=actor_of(cast.liaison), step=Step(case.pk), term=date(2026, 10, 9), reason="需要施工。"
        )


def test_unit_cannot_grant_its_own_extension(cast: Cast, monkeypatch: Any) -> None:
    case = dispatched(cast, monkeypatch)
    services.ask_extension(actor=actor_of(cast.liaison), step=Step(case.pk), term=THREE_DAYS, reason="需要施工。")
    with pytest.raises(NotPermitted):
        services.grant_extension(actor=actor_of(cast.liaison), step=Step(case.pk))


def test_request_lapses_when_the_case_moves_on(cast: Cast, monkeypatch: Any) -> None:
    case = dispatched(cast, monkeypatch)
    services.ask_extension(actor=actor_of(cast.liaison), step=Step(case.pk), term=THREE_DAYS, reason="需要施工。")
    services.send_back(actor=actor_of(cast.liaison), step=Step(case.pk), reason="不归我们。")
    case.refresh_from_db()
    assert case.extension_asked_at is None
