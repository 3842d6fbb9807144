"""The ladder in the database: what goes up, who hears of it, once, whatever happens to the worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chuangcheng.cases import services
from chuangcheng.cases.models import Case, CaseEvent
from chuangcheng.cases.services import Step
from chuangcheng.cases.testing import case_in
from chuangcheng.core.dated_settings import change_setting
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import Notice
from chuangcheng.core.models.append_only import AppendOnlyViolated
from chuangcheng.core.times import SHANGHAI, replayed_at, today
from chuangcheng.orgs.models import Person
from chuangcheng.orgs.testing import Cast, actor_of
from chuangcheng.supervision.escalation_policies import AT_ONCE, LADDER_ORDERS
from chuangcheng.supervision.models import EscalationStep, EscalationWait, OrderCase, SupervisionOrder
from chuangcheng.supervision.queries.escalations import coming_up, ladder_of_case
from chuangcheng.supervision.services.escalations import DeedGiven, climb, do_about, undo_step
from chuangcheng.supervision.tests.escalated import late_case, make_head, make_supervisor

MOMENT = timedelta(seconds=1)


def at(day: int, hour: int, month: int = 11) -> datetime:
    """That hour of 2026; 27 November is a Friday."""
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture
def head(cast: Cast) -> Person:
    return make_head(cast)


@pytest.fixture
def supervisor(cast: Cast) -> Person:
    return make_supervisor(cast)


def rungs() -> list[str]:
    return list(EscalationStep.objects.order_by("pk").values_list("rung", flat=True))


def told() -> list[tuple[str, str]]:
    """Who got which line of the ladder, in order."""
    notices = Notice.objects.filter(key__startswith="supervision:").select_related("recipient").order_by("id")
    return [(notice.recipient.username, notice.title) for notice in notices]


def issue_at_once(cast: Cast) -> None:
    change_setting(actor=actor_of(cast.chief), key=LADDER_ORDERS.key, value=AT_ONCE, valid_from=today(), reason="试行")


def test_overdue_case_goes_up_rung_by_rung(cast: Cast, head: Person, supervisor: Person) -> None:
    case = late_case(cast)
    assert climb(now=at(27, 17)) == 0  # at the deadline it is not late yet
    assert climb(now=at(27, 17) + MOMENT) == 1
    assert (rungs(), told()) == (["late"], [])  # the reminder of the deadline has told it
    assert climb(now=at(30, 17) + MOMENT) == 1
    assert climb(now=at(2, 17, 12) + MOMENT) == 1
    assert climb(now=at(4, 17, 12) + MOMENT) == 1
    assert rungs() == ["late", "late_1d", "late_3d", "late_5d"]
    assert climb(now=at(30, 17, 12)) == 0
    titles = [title for who, title in told() if who == "gov"]
    assert titles == [
        "区城管局有1件问题超期1个工作日，升级为督办单",
        "区城管局有1件问题超期5个工作日，升级为问责线索移交",
    ]
    assert ("head", "区城管局有1件问题超期3个工作日，升级为领导亲自督办") in told()
    assert ("leader", "区城管局有1件问题超期3个工作日，升级为领导亲自督办") in told()
    order = SupervisionOrder.objects.get()
    assert (order.state, order.number, order.is_by_ladder) == ("draft", "", True)
    assert [entry.case_id for entry in order.entries.all()] == [case.pk]


def test_unit_hears_by_the_ladder_what_no_reminder_told(cast: Cast, head: Person) -> None:
    late_case(cast, is_told=False)
    climb(now=at(27, 17) + MOMENT)
    assert sorted(told()) == [
        ("head", "区城管局有1件问题超期，升级为提醒"),
        ("liaison", "区城管局有1件问题超期，升级为提醒"),
    ]


def test_ladder_lets_the_reminder_of_the_deadline_go_first(cast: Cast) -> None:
    case = late_case(cast, is_told=False)
    Case.objects.filter(pk=case.pk).update(next_reminder_at=case.due_at)
    assert climb(now=at(27, 17) + MOMENT) == 0


def test_cases_of_a_unit_make_one_line_and_one_order(cast: Cast, supervisor: Person) -> None:
    for _each in range(3):
        late_case(cast)
    climb(now=at(30, 17) + MOMENT)
    assert [title for who, title in told() if who == "gov"] == ["区城管局有3件问题超期1个工作日，升级为督办单"]
    order = SupervisionOrder.objects.get()
    assert (order.title, order.entries.count()) == ("关于3件问题超期1个工作日的督办", 3)
    late_case(cast)
    climb(now=at(30, 17) + 2 * MOMENT)
    order.refresh_from_db()
    assert (order.title, order.entries.count()) == ("关于4件问题超期1个工作日的督办", 4)  # the draft takes it up


def test_order_is_issued_at_once_where_the_office_wants_it(cast: Cast, head: Person) -> None:
    issue_at_once(cast)
    late_case(cast)
    with replayed_at(at(30, 17) + MOMENT):
        climb(now=at(30, 17) + MOMENT)
    order = SupervisionOrder.objects.get()
    assert (order.state, order.number, order.head) == ("issued", "督办〔2026〕1号", head)
    assert order.due_at == at(3, 18, 12)
    assert ("head", "收到督办〔2026〕1号督办单，请立即签收，12-03 18:00前反馈") in told()


def test_pauses_and_verification_do_not_count(cast: Cast) -> None:
    """Suspended from Monday 9:00 to 12:00: three of the seven hours do not count."""
    case = late_case(cast)
    for when, before, after in ((at(30, 9), "fixing", "suspended"), (at(30, 12), "suspended", "fixing")):
        CaseEvent.objects.create(
            case=case, move="x", from_state=before, to_state=after, actor_name="程主任", at=when, unit=cast.sanitation
        )
    climb(now=at(1, 11, 12))
    assert rungs() == ["late"]
    climb(now=at(1, 11, 12) + MOMENT)
    assert rungs() == ["late", "late_1d"]


def test_fed_back_and_suspended_cases_do_not_go_up(cast: Cast) -> None:
    for state in ("fed_back", "suspended"):
        case = late_case(cast)
        Case.objects.filter(pk=case.pk).update(state=state, fed_back_at=at(27, 16), suspended_at=at(27, 16))
    assert climb(now=at(30, 17, 12)) == 0


def test_extension_moves_what_comes_and_repeats_nothing(cast: Cast) -> None:
    case = late_case(cast)
    climb(now=at(30, 17) + MOMENT)
    Case.objects.filter(pk=case.pk).update(due_at=at(4, 17, 12))
    assert climb(now=at(7, 17, 12) + MOMENT) == 0
    assert climb(now=at(9, 17, 12) + MOMENT) == 1
    assert rungs() == ["late", "late_1d", "late_3d"]


def test_rework_and_relapse_go_up_by_how_often(cast: Cast) -> None:
    case = late_case(cast, deadline=at(30, 17, 12))
    Case.objects.filter(pk=case.pk).update(rework_count=3, relapse_count=2)
    for hour in (9, 10, 11):
        CaseEvent.objects.create(
            case=case, move="fail_check", from_state="fed_back", to_state="fixing", actor_name="程", at=at(27, hour)
        )
    Case.objects.filter(pk=case.pk).update(reported_at=at(20, 9))
    climb(now=at(27, 12))
    assert sorted(rungs()) == ["relapse_2", "rework_3"]
    assert climb(now=at(27, 13)) == 0


def test_case_on_an_open_order_is_not_ordered_twice(cast: Cast) -> None:
    case = late_case(cast)
    climb(now=at(30, 17) + MOMENT)
    Case.objects.filter(pk=case.pk).update(rework_count=3)
    for hour in (9, 10, 11):
        CaseEvent.objects.create(
            case=case, move="fail_check", from_state="fed_back", to_state="fixing", actor_name="程", at=at(27, hour)
        )
    climb(now=at(30, 17) + 2 * MOMENT)
    assert "rework_3" in rungs()
    assert OrderCase.objects.count() == 1


def test_old_backlog_is_put_on_record_and_nobody_is_flooded(cast: Cast) -> None:
    late_case(cast, deadline=datetime(2026, 6, 1, 17, tzinfo=SHANGHAI))
    assert climb(now=at(27, 17)) == 4
    assert set(EscalationStep.objects.values_list("is_passed_over", flat=True)) == {True}
    assert (told(), SupervisionOrder.objects.count(), climb(now=at(28, 17))) == ([], 0, 0)


def test_hidden_cases_do_not_go_up(cast: Cast) -> None:
    case = late_case(cast)
    Case.objects.filter(pk=case.pk).update(is_held=True)
    assert climb(now=at(30, 17, 12)) == 0


def test_leader_takes_note_talk_is_held_and_undo_needs_a_reason(cast: Cast, head: Person, supervisor: Person) -> None:
    late_case(cast)
    climb(now=at(4, 17, 12) + MOMENT)
    leading = EscalationStep.objects.get(rung="late_3d")
    given = DeedGiven(new_id(), "acknowledged", "请三日内办结，我到现场看。")
    first = do_about(actor=actor_of(cast.leader), step_id=leading.pk, given=given)
    again = do_about(actor=actor_of(cast.leader), step_id=leading.pk, given=given)
    assert first == again
    assert not EscalationWait.objects.filter(pk=leading.pk).exists()
    account = EscalationStep.objects.get(rung="late_5d")
    with pytest.raises(Exception, match="理由"):
        undo_step(actor=actor_of(supervisor), step_id=account.pk, reason=" ")
    undo_step(actor=actor_of(supervisor), step_id=account.pk, reason="期限登记有误")
    assert climb(now=at(7, 17, 12)) == 0  # what was undone is not taken again
    with pytest.raises(AppendOnlyViolated):
        account.delete()


def test_what_goes_up_is_seen_beforehand(cast: Cast, supervisor: Person) -> None:
    case = late_case(cast)
    actor = actor_of(supervisor)
    climb(now=at(30, 10))
    found = coming_up(actor=actor, now=at(30, 10))
    assert [(each.case.pk, each.step.rung.code, each.step.goes_up_in) for each in found] == [
        (case.pk, "late_1d", timedelta(hours=5))
    ]
    standing = ladder_of_case(actor=actor, case=case, now=at(30, 10))
    assert [row.rung for row in standing.taken] == ["late"]
    assert [step.rung.code for step in standing.coming] == ["late_1d", "late_3d", "late_5d"]
    assert coming_up(actor=actor_of(cast.west_liaison), now=at(30, 10)) == []


def test_settled_case_stops_going_up(cast: Cast) -> None:
    case = late_case(cast)
    services.void_case(actor=actor_of(cast.chief), step=Step(case.pk), reason="重复登记")
    assert climb(now=at(30, 17, 12)) == 0


def test_statements_do_not_grow_with_cases(cast: Cast) -> None:
    costs = []
    for count in (1, 6):
        for _each in range(count):
            late_case(cast)
        with CaptureQueriesContext(connection) as queries:
            climb(now=at(30, 17) + MOMENT * count)
        costs.append(len(queries))
    assert costs[1] <= costs[0] + 4  # the draft of before is read, and its cases


def test_closed_cases_do_not_matter(cast: Cast) -> None:
    case_in("closed", cast)
    with CaptureQueriesContext(connection) as queries:
        assert climb(now=at(30, 17, 12)) == 0
    assert len(queries) <= 7  # one for each rung, and the setting


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
def test_worker_killed_between_any_two_statements_loses_and_repeats_nothing(
    cast: Cast, head: Person, supervisor: Person
) -> None:
    """Killed before the 1st, 2nd, 3rd … statement of one climb after another, the last one goes through to the end:
    each step, line and number is there once."""
    issue_at_once(cast)
    moment, statements = at(4, 17, 12) + MOMENT, 0
    late_case(cast)
    with replayed_at(moment):
        while True:
            try:
                with connection.execute_wrapper(killed_before(statements)):
                    climb(now=moment)
            except Killed:
                statements += 1
                connection.close()
                whole = EscalationStep.objects.count()
                assert whole in {0, 4}  # all of it or nothing
                assert SupervisionOrder.objects.count() == whole // 4
                continue
            break
    assert statements >= 20
    assert sorted(rungs()) == ["late", "late_1d", "late_3d", "late_5d"]
    assert SupervisionOrder.objects.get().state == "issued"
    assert len(told()) == len(set(told()))
    assert climb(now=moment) == 0
