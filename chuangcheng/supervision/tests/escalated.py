"""Helpers of tests that need escalation: a late case, the steps taken about it, an order brought as far as wanted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps

from chuangcheng.cases.testing import case_in
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import SHANGHAI, now
from chuangcheng.orgs.testing import Cast, actor_of, make_person
from chuangcheng.supervision.models import EscalationStep, SupervisionOrder
from chuangcheng.supervision.services.escalations import climb
from chuangcheng.supervision.services.orders import MoveGiven, OrderGiven, draft_order, move_order

if TYPE_CHECKING:
    from chuangcheng.cases.models import Case
    from chuangcheng.orgs.models import Person

NO_MORE = datetime(9999, 1, 1, tzinfo=UTC)  # after the last reminder, as `cases.reminders`
FRIDAY = datetime(2026, 11, 27, 17, tzinfo=SHANGHAI)  # the deadline of a late case
WAY = ("draft", "issued", "signed", "answered", "closed")
MOVES = {"issued": "issue", "signed": "sign", "answered": "answer", "closed": "close"}


def late_case(cast: Cast, *, deadline: datetime = FRIDAY, is_told: bool = True) -> Case:
    """A case of the sanitation bureau with this deadline; of which the reminder of the deadline has told."""
    case = case_in("fixing", cast)
    start = deadline - timedelta(days=4)
    cases = apps.get_model("cases", "Case").objects
    cases.filter(pk=case.pk).update(
        due_at=deadline, limit_unit="working_days", clock_started_at=start, next_reminder_at=NO_MORE
    )
    case.history.update(at=start)
    if is_told:
        apps.get_model("cases", "CaseReminder").objects.create(
            case=case,
            kind="overdue",
            due_at=deadline,
            planned_at=deadline,
            at=deadline,
            unit=cast.sanitation,
            recipient_count=1,
        )
    case.refresh_from_db()
    return case


def make_head(cast: Cast) -> Person:
    """The head of the sanitation bureau."""
    return make_person("head", unit=cast.sanitation, role="unit_head", duty="head", name="贺局长")


def make_supervisor(cast: Cast) -> Person:
    """Somebody of the government's supervision office."""
    return make_person("gov", unit=cast.place, role="government_supervision", name="督主任")


def escalated(cast: Cast, *, days_late: int = 5) -> list[EscalationStep]:
    """A case that is late by so many working days, with its steps, the first one first."""
    moment = now()
    late_case(cast, deadline=moment - timedelta(days=days_late + 4))
    climb(now=moment)
    return list(EscalationStep.objects.order_by("pk"))


def order_in(state: str, cast: Cast, *, supervisor: Person | None = None) -> SupervisionOrder:
    """An order to the sanitation bureau that went the usual way as far as the state."""
    office, liaison = actor_of(supervisor or cast.chief), actor_of(cast.liaison)
    given = OrderGiven(cast.sanitation.pk, "关于垃圾堆放的督办", "多次返工", "三日内清运完毕")
    made = draft_order(actor=office, order_id=new_id(), given=given)
    for reached in WAY[1 : WAY.index(state) + 1]:
        actor = liaison if reached in {"signed", "answered"} else office
        move_order(
            actor=actor,
            order_id=made.pk,
            given=MoveGiven(new_id(), MOVES[reached], "已清运" if reached == "answered" else ""),
        )
    return SupervisionOrder.objects.get(pk=made.pk)
