"""The duty desk: what is overdue and where, what is near, what waits, and reminding units of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases import horizons, services
from chuangcheng.cases.deadlines import time_left
from chuangcheng.cases.limits import Limit, Unit
from chuangcheng.cases.models import Case, UnitReminder
from chuangcheng.cases.queries import SOON, CaseFilter, CaseLists
from chuangcheng.cases.queries.desk import DIMENSIONS, Board, Desk
from chuangcheng.cases.services import Step
from chuangcheng.cases.services.unit_reminders import RemindedAlready, remind_units
from chuangcheng.cases.testing import case_in, make_site, problem_class, report
from chuangcheng.cases.tests.test_concurrency import all_at_once
from chuangcheng.cases.tests.test_moves import now_is
from chuangcheng.cases.wording import deadline_told
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import NotPermitted, Refusal
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import AuditEntry, Notice
from chuangcheng.core.times import SHANGHAI, now
from chuangcheng.core.workdays import built_in_calendar
from chuangcheng.orgs.models import Person, Post
from chuangcheng.orgs.testing import Cast, actor_of, make_person, signed_in

MOMENT = datetime(2026, 11, 26, 10, tzinfo=SHANGHAI)  # a Thursday


def due(case: Case, moment: datetime, **columns: Any) -> Case:
    Case.objects.filter(pk=case.pk).update(due_at=moment, **columns)
    return case


def board_of(person: Person, by: str = "unit", moment: datetime = MOMENT) -> Board:
    calendar = office_calendar()
    until = horizons.working_hours_ahead(moment, horizons.AHEAD, calendar)
    return Desk(actor_of(person), moment, calendar).board(by, until=until)


@pytest.fixture
def three(cast: Cast) -> list[Case]:
    """One overdue by seven working hours, one by fourteen, one near its deadline: all of the bureau."""
    cases = [case_in("fixing", cast) for _each in range(4)]
    due(cases[0], datetime(2026, 11, 25, 10, tzinfo=SHANGHAI), limit_unit="calendar_hours")
    due(cases[1], datetime(2026, 11, 24, 10, tzinfo=SHANGHAI), limit_unit="working_days")
    due(cases[2], datetime(2026, 11, 26, 18, tzinfo=SHANGHAI), limit_unit="working_days")
    due(cases[3], datetime(2026, 12, 4, 18, tzinfo=SHANGHAI), limit_unit="working_days")
    return cases


def test_board_counts_open_near_and_overdue_and_measures_in_working_hours(cast: Cast, three: list[Case]) -> None:
    board = board_of(cast.chief)
    (line,) = board.lines
    assert (line.label, line.query) == ("区城管局", f"lead={cast.sanitation.pk}")
    assert (line.tally.open, line.tally.soon, line.tally.overdue) == (len(three), 1, 2)
    assert (line.tally.longest_hours, line.tally.mean_hours) == (14, 10.5)
    assert board.whole == line.tally
    assert board.next_count == 1


def test_board_is_also_by_class_leader_and_street(cast: Cast, three: list[Case]) -> None:
    site = make_site(cast, area=cast.lane)
    type(site).objects.filter(pk=site.pk).update(contract_leader=cast.leader)
    Case.objects.filter(pk=three[0].pk).update(site=site, area=cast.lane)
    leader = make_person("deputy", unit=cast.sanitation, duty=Post.Duty.LEADER, name="傅局长")
    boards = {by: board_of(cast.chief, by).lines for by in DIMENSIONS}
    found = {by: {line.label: (line.query, line.tally.open) for line in lines} for by, lines in boards.items()}
    assert found["class"] == {"暴露垃圾": (f"problem_class={problem_class().pk}", 4)}
    assert found["leader"] == {"凌领导": (f"leader={cast.leader.pk}", 1), "傅局长": (f"leader={leader.pk}", 3)}
    assert found["street"] == {"东关街道": (f"area={cast.east.pk}", 4)}


@pytest.mark.parametrize("by", DIMENSIONS)
def test_every_number_of_the_board_opens_to_as_many_cases(cast: Cast, three: list[Case], by: str) -> None:
    Case.objects.update(due_at=now() - timedelta(hours=1))
    due(three[2], now() + timedelta(minutes=30), limit_unit="calendar_hours")
    client = signed_in(cast.chief)
    for line in board_of(cast.chief, by, now()).lines:
        counts = {"state=fixing": line.tally.open, "overdue=1": line.tally.overdue, "overdue=soon": line.tally.soon}
        for query, count in counts.items():
            answer = client.get(f"/cases/?{line.query}&{query}")
            assert answer.context["count"] == str(count), (by, query)


def test_near_in_the_list_is_amber_in_the_list(cast: Cast) -> None:
    calendar = office_calendar()
    cases = [case_in("fixing", cast) for _each in range(24)]
    units = [*(unit.value for unit in Unit), ""]
    for number, each in enumerate(cases):
        due(each, MOMENT + timedelta(minutes=197 * number - 600), limit_unit=units[number % len(units)])
    found = {case.pk for case in CaseLists(actor_of(cast.chief), MOMENT).page(CaseFilter(due=SOON)).cases}
    told = {case.pk: deadline_told(case, now=MOMENT, calendar=calendar) for case in Case.objects.all()}
    assert found == {pk for pk, each in told.items() if each.tone == "amber"}
    assert found


def test_the_next_24_working_hours_end_where_the_calendar_says() -> None:
    calendar = built_in_calendar()
    until = horizons.working_hours_ahead(datetime(2026, 9, 29, 10, tzinfo=SHANGHAI), horizons.AHEAD, calendar)
    # Six hours are left on the 29th, seven on the 30th, seven on the 8th, four on the 9th of October.
    assert until == datetime(2026, 10, 9, 15, tzinfo=SHANGHAI)
    left = time_left(until, Unit.WORKING_HOURS, (), datetime(2026, 9, 29, 10, tzinfo=SHANGHAI), calendar)
    assert left.time == timedelta(hours=24)


def test_mean_is_that_of_the_calendar_across_the_holidays(cast: Cast) -> None:
    calendar = built_in_calendar()
    moment = datetime(2026, 10, 12, 15, 30, tzinfo=SHANGHAI)
    moments = [moment - timedelta(minutes=1 + 1973 * number) for number in range(30)]
    for each in moments:
        due(case_in("fixing", cast), each.replace(second=0))
    wanted = [calendar.working_hours_between(each.replace(second=0), moment) for each in moments]
    tally = board_of(cast.chief, moment=moment).whole
    assert tally.mean_hours == pytest.approx(sum(wanted, timedelta()).total_seconds() / 3600 / 30)
    assert tally.longest_hours == pytest.approx(max(wanted).total_seconds() / 3600)


def test_each_sees_the_board_of_what_they_see(cast: Cast, three: list[Case]) -> None:
    assert board_of(cast.west_liaison).lines == []
    assert board_of(cast.liaison).whole.open == len(three)
    assert signed_in(cast.stranger).get("/cases/desk/").status_code == 403
    page = signed_in(cast.west_liaison).get("/cases/desk/").content.decode()
    assert "没有正在处置的问题" in page
    assert "提醒所列" not in signed_in(cast.liaison).get("/cases/desk/").content.decode()


def test_what_waits_is_counted_with_its_age(cast: Cast) -> None:
    first = report(cast)
    report(cast)
    Case.objects.filter(pk=first.pk).update(reported_at=now() - timedelta(hours=5))
    case_in("filed", cast)
    waiting = {each.code: each for each in Desk(actor_of(cast.chief), now(), office_calendar()).waiting()}
    assert (waiting["reported"].count, waiting["filed"].count, waiting["fed_back"].count) == (2, 1, 0)
    since = waiting["reported"].since
    assert since is not None
    assert now() - since > timedelta(hours=4)
    assert "最早的等了5" in signed_in(cast.chief).get("/cases/desk/").content.decode()


def waiting_of(person: Person) -> dict[str, int]:
    """What waits, and how much of it; the list opens to as many."""
    client, found = signed_in(person), Desk(actor_of(person), now(), office_calendar()).waiting()
    for each in found:
        assert client.get(f"/cases/?{each.query}").context["count"] == str(each.count)
    return {each.code: each.count for each in found if each.count}


def asked_for_time(cast: Cast) -> Case:
    case = case_in("fixing", cast)
    term = Limit(3, Unit.WORKING_DAYS)
    services.ask_extension(actor=actor_of(cast.liaison), step=Step(case.pk), term=term, reason="需要施工。")
    return case


def whistled(cast: Cast) -> Case:
    """A case to which the bureau called both streets."""
    case = case_in("fixing", cast)
    called = [cast.west.pk, cast.east.pk]
    services.whistle(actor=actor_of(cast.liaison), step=Step(case.pk), called_unit_ids=called, reason="路面塌陷。")
    return case


def test_what_waits_opens_to_as_many_cases(cast: Cast) -> None:
    asked_for_time(cast)
    whistled(cast)
    report(cast)
    assert waiting_of(cast.chief) == {"reported": 1, "extension": 1, "whistle": 1}
    assert waiting_of(cast.west_liaison) == {"whistle": 1}
    assert signed_in(cast.chief).get("/cases/?waits=nothing").context["count"] == "0"


def test_escalated_case_waits_for_the_meeting_until_it_decides(cast: Cast) -> None:
    case = case_in("filed", cast)
    services.escalate(actor=actor_of(cast.chief), step=Step(case.pk), reason="涉及两家单位。")
    assert waiting_of(cast.chief) == {"filed": 1, "meeting": 1}
    assert "待会议决定" in signed_in(cast.chief).get("/cases/desk/").content.decode()
    services.decide(actor=actor_of(cast.chief), step=Step(case.pk), reason="由城管局牵头。")
    assert waiting_of(cast.chief) == {"filed": 1}


def test_request_waits_until_it_is_answered(cast: Cast) -> None:
    granted, refused = asked_for_time(cast), asked_for_time(cast)
    assert waiting_of(cast.chief) == {"extension": 2}
    services.grant_extension(actor=actor_of(cast.chief), step=Step(granted.pk))
    assert waiting_of(cast.chief) == {"extension": 1}
    services.refuse_extension(actor=actor_of(cast.chief), step=Step(refused.pk), reason="可以按期。")
    assert waiting_of(cast.chief) == {}


def test_whistle_waits_until_the_last_called_unit_has_come(cast: Cast) -> None:
    case = whistled(cast)
    for who, unit, left in ((cast.west_liaison, cast.west, {"whistle": 1}), (cast.east_liaison, cast.east, {})):
        services.answer_whistle(
            actor=actor_of(who),
            step=Step(case.pk),
            unit_id=unit.pk,
            arrived_at=now(),
            who_came="两人",
            reason="已围挡。",
        )
        assert waiting_of(cast.chief) == left


def test_unit_that_did_not_come_to_an_earlier_whistle_is_not_waited_for_by_a_later_one(cast: Cast) -> None:
    case, chief = whistled(cast), actor_of(cast.chief)
    services.end_whistle(actor=actor_of(cast.liaison), step=Step(case.pk), reason="改由其他方式处理。")
    assert waiting_of(cast.chief) == {}
    services.whistle(actor=chief, step=Step(case.pk), called_unit_ids=[cast.west.pk], reason="再来。")
    assert waiting_of(cast.chief) == {"whistle": 1}


@pytest.mark.parametrize("wait", [asked_for_time, whistled])
def test_joined_and_void_cases_wait_for_nothing(cast: Cast, wait: Any) -> None:
    case, void, main = wait(cast), wait(cast), case_in("filed", cast)
    chief = actor_of(cast.chief)
    services.void_case(actor=chief, step=Step(void.pk), reason="重复登记。")
    join = services.join_case(actor=chief, step=Step(case.pk), main_case_id=main.pk)
    assert waiting_of(cast.chief) == {"filed": 1}
    assert board_of(cast.chief).whole.open == 0
    services.unjoin_case(actor=chief, step=Step(join.case_id), reason="不是同一处。")
    assert sum(waiting_of(cast.chief).values()) == 2
    assert board_of(cast.chief).whole.open == 1


def test_suspended_case_leaves_the_board_and_comes_back_with_its_moved_deadline(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, chief = case_in("fixing", cast), actor_of(cast.chief)
    due(case, MOMENT + timedelta(hours=3), limit_unit="working_days")
    now_is(monkeypatch, MOMENT)
    services.suspend_case(actor=chief, step=Step(case.pk), reason="等待施工。")
    assert board_of(cast.chief, moment=MOMENT + timedelta(days=3)).whole.open == 0
    now_is(monkeypatch, MOMENT + timedelta(days=4))  # a Monday, two working days later
    services.resume_case(actor=chief, step=Step(case.pk))
    tally = board_of(cast.chief, moment=MOMENT + timedelta(days=4)).whole
    assert (tally.open, tally.overdue) == (1, 0)


def test_board_of_many_cases_costs_no_more_statements(cast: Cast) -> None:
    costs: list[dict[tuple[str, str], int]] = []
    for count in (2, 6):
        for _each in range(count):
            case_in("fixing", cast)
        costs.append(
            {
                (person.username, by): statements_of(signed_in(person), by)
                for person in (cast.chief, cast.liaison, cast.east_liaison)
                for by in DIMENSIONS
            }
        )
    assert costs[0] == costs[1]
    assert max(costs[1].values()) <= 11, costs[1]


def statements_of(client: Client, by: str) -> int:
    """What the desk costs when it asks again; the least of three, since what is kept for seconds may run out."""
    costs = []
    for _each in range(3):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/cases/desk/?by={by}", headers={"HX-Request": "true"})
        costs.append(len(queries))
    return min(costs)


# Reminding


def test_one_press_reminds_liaison_and_head_and_says_so(cast: Cast, three: list[Case]) -> None:
    head = make_person("head", unit=cast.sanitation, role="unit_head", duty=Post.Duty.HEAD, name="贺局长")
    Case.objects.update(due_at=now() + timedelta(days=30))
    Case.objects.filter(pk__in=[three[0].pk, three[1].pk]).update(due_at=now() - timedelta(days=1))
    client = signed_in(cast.chief)
    press = {"press_id": str(new_id()), "unit": [cast.sanitation.pk, cast.west.pk]}
    for _twice in range(2):
        answer = client.post("/cases/desk/remind/", press, follow=True)
        assert answer.redirect_chain[-1][0] == "/cases/desk/?by=unit"
    row = UnitReminder.objects.get()
    assert (row.actor_name, row.overdue_count, row.recipient_count) == ("程主任", 2, 2)
    notices = Notice.objects.filter(key__startswith="cases:remind-")
    assert {notice.recipient for notice in notices} == {cast.liaison, head}
    assert "您单位有2件问题超期" in notices[0].title
    assert AuditEntry.objects.filter(action="cases.remind_units").count() == 1
    page = answer.content.decode()
    assert "程主任已提醒" in page
    assert f'name="unit" value="{cast.sanitation.pk}"' not in page


def test_a_unit_is_not_reminded_again_within_the_quiet_time(cast: Cast, three: list[Case]) -> None:
    Case.objects.filter(pk=three[0].pk).update(due_at=now() - timedelta(days=1))
    chief = actor_of(cast.chief)
    remind_units(actor=chief, press_id=new_id(), unit_ids=[cast.sanitation.pk])
    with pytest.raises(RemindedAlready, match="4小时内不再重复提醒"):
        remind_units(actor=chief, press_id=new_id(), unit_ids=[cast.sanitation.pk])
    assert UnitReminder.objects.count() == 1


def test_only_units_with_something_near_or_overdue_are_reminded_and_only_by_who_may(
    cast: Cast, three: list[Case]
) -> None:
    with pytest.raises(Refusal, match="没有超期或临期"):
        remind_units(actor=actor_of(cast.chief), press_id=new_id(), unit_ids=[cast.west.pk])
    with pytest.raises(NotPermitted):
        remind_units(actor=actor_of(cast.liaison), press_id=new_id(), unit_ids=[cast.sanitation.pk])
    assert signed_in(cast.liaison).post("/cases/desk/remind/", {}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_remind_once(cast: Cast) -> None:
    due(case_in("fixing", cast), now() - timedelta(days=1))
    chief, unit = actor_of(cast.chief), cast.sanitation.pk
    found = all_at_once(*[lambda: remind_units(actor=chief, press_id=new_id(), unit_ids=[unit])] * 2)
    assert sum(isinstance(each, RemindedAlready) for each in found) == 1
    assert UnitReminder.objects.count() == 1


def test_desk_over_the_api_is_the_desk_on_screen(cast: Cast, three: list[Case]) -> None:
    Case.objects.filter(pk=three[0].pk).update(due_at=now() - timedelta(days=1))
    client = signed_in(cast.chief)
    desk = client.get("/api/v1/cases/desk?by=street").json()
    assert desk["lines"][0]["label"] == "东关街道"
    assert desk["whole"]["open"] == len(three)
    body = {"unit_ids": [cast.sanitation.pk]}
    done = client.post("/api/v1/cases/desk/remind", body, content_type="application/json").json()
    assert done["reminded"][0]["unit_id"] == cast.sanitation.pk
