"""Reminders of deadlines: when, to whom, once each, whatever happens to the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases import jobs, reminders, services
from chuangcheng.cases.limits import Limit, Unit
from chuangcheng.cases.models import Case, CaseReminder
from chuangcheng.cases.services import Step
from chuangcheng.cases.services.reminding import plan_unplanned, send_due_reminders
from chuangcheng.cases.testing import case_in
from chuangcheng.cases.tests.test_concurrency import all_at_once
from chuangcheng.cases.tests.test_moves import now_is
from chuangcheng.core.models import Notice
from chuangcheng.core.models.append_only import AppendOnlyViolated
from chuangcheng.core.times import SHANGHAI, now
from chuangcheng.orgs.models import Person, Post
from chuangcheng.orgs.testing import Cast, actor_of, make_person

MOMENT = timedelta(microseconds=1)
HALF, LAST, OVERDUE = "half_time", "last_call", "overdue"


@pytest.fixture
def head(cast: Cast) -> Person:
    return make_person("head", unit=cast.sanitation, role="unit_head", duty=Post.Duty.HEAD, name="贺局长")


def fixing(cast: Cast) -> Case:
    """A case that the bureau has to fix in two working days from Monday 10:00, 23 November 2026."""
    case = case_in("fixing", cast)
    start = datetime(2026, 11, 23, 10, tzinfo=SHANGHAI)
    Case.objects.filter(pk=case.pk).update(
        due_at=datetime(2026, 11, 25, 18, tzinfo=SHANGHAI), limit_unit="working_days", next_reminder_at=None
    )
    case.history.filter(move="dispatch").update(at=start)
    case.history.exclude(move="dispatch").update(at=start - timedelta(hours=1))
    plan_unplanned(now=start)
    return Case.objects.get(pk=case.pk)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


def told() -> list[tuple[str, str]]:
    """Who got which sentence, in order."""
    notices = Notice.objects.filter(key__contains="-").exclude(title__contains="派遣给").order_by("id")
    return [(notice.recipient.username, notice.title) for notice in notices.select_related("recipient")]


def planned_of(case: Case) -> datetime | None:
    return Case.objects.get(pk=case.pk).next_reminder_at


def sent() -> list[str]:
    return list(CaseReminder.objects.filter(is_superseded=False).order_by("pk").values_list("kind", flat=True))


def test_liaison_is_told_at_half_time_and_the_head_as_well_at_last_call_and_when_overdue(
    cast: Cast, head: Person
) -> None:
    fixing(cast)
    steps = [
        (at(24, 15), 0),
        (at(24, 15) + MOMENT, 1),
        (at(25, 17) + MOMENT, 2),
        (at(25, 18), 0),
        (at(25, 18) + MOMENT, 2),
    ]
    for moment, count in steps:
        before = len(told())
        send_due_reminders(now=moment)
        send_due_reminders(now=moment)
        assert len(told()) - before == count, moment
    assert sent() == [HALF, LAST, OVERDUE]
    assert [who for who, _title in told()] == ["liaison", "liaison", head.username, "liaison", head.username]
    assert "时限已过半" in told()[0][1]
    assert "11-25 18:00" in told()[1][1]
    assert "已超期" in told()[4][1]
    assert Case.objects.get().next_reminder_at == reminders.NO_MORE


def test_after_a_stop_the_case_gets_the_latest_reminder_and_the_missed_one_is_on_record(cast: Cast) -> None:
    fixing(cast)
    send_due_reminders(now=at(27, 9))
    assert sent() == [OVERDUE]
    assert len(told()) == 1
    assert list(CaseReminder.objects.filter(is_superseded=True).values_list("kind", flat=True)) == [HALF, LAST]
    row = CaseReminder.objects.get(kind=OVERDUE)
    assert (row.planned_at, row.at, row.recipient_count) == (at(25, 18), at(27, 9), 1)


def test_head_is_told_at_half_time_where_there_is_no_liaison(cast: Cast, head: Person) -> None:
    fixing(cast)
    Post.objects.filter(person=cast.liaison).update(ends_on=at(1, 0).date())
    send_due_reminders(now=at(24, 16))
    assert [who for who, _title in told()] == [head.username]


@pytest.mark.parametrize("state", ["suspended", "closed", "fed_back", "filed", "void"])
def test_nobody_is_reminded_of_a_case_that_nobody_is_fixing(cast: Cast, state: str) -> None:
    case = fixing(cast)
    Case.objects.filter(pk=case.pk).update(state=state)
    assert send_due_reminders(now=at(27, 9)) == 0
    assert told() == []


def test_nobody_is_reminded_of_a_held_case(cast: Cast) -> None:
    case = fixing(cast)
    Case.objects.filter(pk=case.pk).update(is_held=True)
    assert send_due_reminders(now=at(27, 9)) == 0
    assert CaseReminder.objects.count() == 0


def test_every_step_plans_anew(cast: Cast) -> None:
    case = case_in("filed", cast)
    assert planned_of(case) is None
    services.dispatch_case(actor=actor_of(cast.chief), step=Step(case.pk), lead_unit_id=cast.sanitation.pk)
    case.refresh_from_db()
    assert case.next_reminder_at is not None
    assert case.due_at is not None
    assert case.clock_started_at is not None
    assert case.clock_started_at < case.next_reminder_at <= case.due_at
    services.send_back(actor=actor_of(cast.liaison), step=Step(case.pk), reason="不归我们。")
    assert planned_of(case) is None


def test_rework_is_reminded_of_for_its_own_deadline(cast: Cast) -> None:
    case = case_in("fed_back", cast)
    assert planned_of(case) is None
    services.fail_check(actor=actor_of(cast.chief), step=Step(case.pk), reason="仍有垃圾。")
    case.refresh_from_db()
    assert case.due_at is not None
    assert case.next_reminder_at is not None
    assert now() <= case.next_reminder_at <= case.due_at
    send_due_reminders(now=case.due_at + MOMENT)
    assert sent() == [OVERDUE]


def test_another_deadline_is_reminded_of_anew(cast: Cast) -> None:
    case = fixing(cast)
    send_due_reminders(now=at(25, 17) + MOMENT)
    later = at(30, 18)  # an extension
    Case.objects.filter(pk=case.pk).update(due_at=later, next_reminder_at=None)
    plan_unplanned(now=at(25, 17) + 2 * MOMENT)
    for moment in (at(25, 18), at(26, 18), at(30, 17) + MOMENT, later + MOMENT):
        send_due_reminders(now=moment)
    assert sent() == [LAST, HALF, LAST, OVERDUE]


# With the moves that shift a deadline or stop its clock. `now_is` is the clock of the services.


def dispatched(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case dispatched on Monday 10:00, 23 November 2026, to be fixed in two working days."""
    case = case_in("filed", cast)
    now_is(monkeypatch, at(23, 10))
    term = Limit(2, Unit.WORKING_DAYS)
    services.dispatch_case(actor=actor_of(cast.chief), step=Step(case.pk), lead_unit_id=cast.sanitation.pk, term=term)
    case.refresh_from_db()
    assert (case.due_at, case.next_reminder_at) == (at(25, 18), at(24, 15))
    return case


def test_extension_granted_moves_the_reminders_with_the_deadline(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = dispatched(cast, monkeypatch)
    send_due_reminders(now=at(25, 17) + MOMENT)
    now_is(monkeypatch, at(25, 17) + 2 * MOMENT)
    more = Limit(3, Unit.WORKING_DAYS)
    services.ask_extension(actor=actor_of(cast.liaison), step=Step(case.pk), term=more, reason="需要施工。")
    services.grant_extension(actor=actor_of(cast.chief), step=Step(case.pk))
    case.refresh_from_db()
    assert case.due_at == at(30, 18)
    assert send_due_reminders(now=at(25, 18) + MOMENT) == 0
    for moment in (at(26, 18), at(30, 17) + MOMENT, at(30, 18) + MOMENT):
        send_due_reminders(now=moment)
    assert sent() == [LAST, HALF, LAST, OVERDUE]
    assert "11-30 18:00" in told()[-1][1]


def test_refused_extension_leaves_the_reminders(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case = dispatched(cast, monkeypatch)
    term = Limit(3, Unit.WORKING_DAYS)
    services.ask_extension(actor=actor_of(cast.liaison), step=Step(case.pk), term=term, reason="需要施工。")
    services.refuse_extension(actor=actor_of(cast.chief), step=Step(case.pk), reason="可以按期。")
    assert planned_of(case) == at(24, 15)


def test_suspended_case_is_quiet_and_is_reminded_of_its_moved_deadline_once_it_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = dispatched(cast, monkeypatch)
    chief = actor_of(cast.chief)
    now_is(monkeypatch, at(24, 10))
    services.suspend_case(actor=chief, step=Step(case.pk), reason="等待施工。")
    assert planned_of(case) is None
    plan_unplanned(now=at(25, 9))
    assert send_due_reminders(now=at(27, 9)) == 0
    now_is(monkeypatch, at(27, 10))
    services.resume_case(actor=chief, step=Step(case.pk))
    case.refresh_from_db()
    assert case.due_at == at(30, 18)  # three working days later
    assert case.next_reminder_at == at(27, 15)  # the half of the time that runs, three working days later, too
    for moment in (at(27, 15) + MOMENT, at(30, 17) + MOMENT, at(30, 18) + MOMENT):
        send_due_reminders(now=moment)
    assert sent() == [HALF, LAST, OVERDUE]


def test_joined_case_is_quiet_until_the_join_is_undone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    case, main = dispatched(cast, monkeypatch), case_in("filed", cast)
    chief = actor_of(cast.chief)
    services.join_case(actor=chief, step=Step(case.pk), main_case_id=main.pk)
    assert planned_of(case) is None
    assert send_due_reminders(now=at(27, 9)) == 0
    now_is(monkeypatch, at(25, 10))
    services.unjoin_case(actor=chief, step=Step(case.pk), reason="不是同一处。")
    case.refresh_from_db()
    assert case.due_at == at(27, 18)
    assert case.next_reminder_at == at(26, 15)


def test_case_of_a_ledger_is_planned_from_now_on(cast: Cast) -> None:
    case = fixing(cast)
    Case.objects.filter(pk=case.pk).update(next_reminder_at=None)
    assert plan_unplanned(now=at(27, 9)) == 1
    assert plan_unplanned(now=at(27, 9)) == 0
    assert send_due_reminders(now=at(28, 9)) == 0
    assert told() == []


def test_a_deadline_in_a_year_without_published_calendar_is_told_as_such(cast: Cast) -> None:
    case = fixing(cast)
    due = datetime(2029, 1, 8, 18, tzinfo=SHANGHAI)
    Case.objects.filter(pk=case.pk).update(due_at=due, next_reminder_at=due)
    send_due_reminders(now=due + MOMENT)
    assert "2029年放假安排尚未公布" in Notice.objects.latest("id").body


def test_reminders_are_never_changed(cast: Cast) -> None:
    fixing(cast)
    send_due_reminders(now=at(24, 16))
    with pytest.raises(AppendOnlyViolated):
        CaseReminder.objects.get().save()
    with pytest.raises(AppendOnlyViolated):
        CaseReminder.objects.all().delete()


def test_worker_does_it_by_itself(cast: Cast) -> None:
    fixing(cast)
    Case.objects.update(next_reminder_at=now() - timedelta(days=1), due_at=now() - timedelta(hours=1))
    jobs.remind_of_deadlines()
    jobs.remind_of_deadlines()
    assert sent() == [OVERDUE]


def test_cases_to_remind_of_are_looked_up_together(cast: Cast) -> None:
    costs = []
    for count in (1, 4):
        CaseReminder.objects.all()._raw_delete(using="default")
        for _each in range(count):
            fixing(cast)
        with CaptureQueriesContext(connection) as queries:
            send_due_reminders(now=at(24, 16))
        costs.append((len(queries), count))
    (one, _), (four, _count) = costs
    assert (four - one) / 3 <= 5  # claim, row, notice, and the two ends of the transaction


class Killed(BaseException):
    """The end of the process, as seen from inside."""


def killed_before(statement: int) -> Callable[..., Any]:
    """Lets so many statements through and then ends everything."""
    passed = 0

    def wrapper(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 - Django's signature
        nonlocal passed
        passed += 1
        if passed > statement:
            raise Killed
        return execute(sql, parameters, many, context)

    return wrapper


@pytest.mark.django_db(transaction=True)
def test_reminder_is_sent_once_wherever_the_worker_is_killed(cast: Cast, head: Person) -> None:
    case, statements = fixing(cast), 0
    planned, moment = case.next_reminder_at, at(25, 17) + MOMENT
    while True:
        try:
            with connection.execute_wrapper(killed_before(statements)):
                send_due_reminders(now=moment)
        except Killed:
            statements += 1
            connection.close()
            assert len(told()) == CaseReminder.objects.exclude(is_superseded=True).count() * 2
            send_due_reminders(now=moment)
            assert len(told()) == 2
            Notice.objects.all().delete()
            CaseReminder.objects.all()._raw_delete(using="default")
            Case.objects.update(next_reminder_at=planned)
            continue
        break
    assert statements >= 6
    assert len(told()) == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_a_reminder_once(cast: Cast) -> None:
    fixing(cast)
    found = all_at_once(*[lambda: send_due_reminders(now=at(24, 16))] * 2)
    assert sorted(found) == [0, 1]  # type: ignore[type-var] # numbers
    assert sent() == [HALF]
    assert len(told()) == 1
