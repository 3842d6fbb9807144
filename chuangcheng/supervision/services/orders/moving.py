"""The moves of an order: lock, answer a repeated press with what was done then, check, change, append, tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from chuangcheng.core import audit
from chuangcheng.core.access import Actor
from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.errors import InvalidInput
from chuangcheng.core.files.errors import shown_name
from chuangcheng.core.ids import is_client_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.numbers import next_number
from chuangcheng.core.times import local_date, now
from chuangcheng.inspections.services.texts import checked_text
from chuangcheng.orgs.queries import heads_of
from chuangcheng.supervision.escalation_policies import SIGN_HOURS
from chuangcheng.supervision.models import OrderEvent, OrderFile, SupervisionOrder
from chuangcheng.supervision.order_access import order_for, require_move
from chuangcheng.supervision.order_policies import ORDER_WORD
from chuangcheng.supervision.order_workflow import MOVES, moved
from chuangcheng.supervision.services.orders.asking import follow_asks
from chuangcheng.supervision.services.orders.indexing import index_order
from chuangcheng.supervision.services.orders.telling import tell_of_move

Named: TypeAlias = tuple[StoredFile, str]
SERIES = "supervision_order"
MOST_TEXT, MOST_FILES = 2000, 9  # characters, as the column; files our choice


@dataclass(frozen=True)
class MoveGiven:
    """A move as the form sends it; `event_id` is made by the form."""

    event_id: UUID
    move: str
    text: str = ""
    files: Sequence[Named] = ()


@transaction.atomic
def move_order(*, actor: Actor, order_id: UUID, given: MoveGiven) -> SupervisionOrder:
    """The order after the move; the same event id again changes nothing. Raises OrderNotThere from another state."""
    order = order_for(actor, order_id, lock=True)
    there = OrderEvent.objects.filter(pk=given.event_id).first()
    if there is not None and there.order_id == order.pk and there.actor_id == actor.person_id:
        return order
    if there is not None or not is_client_id(given.event_id) or given.move not in MOVES:
        raise InvalidInput(_("表单编号无效，请刷新页面后重新填写。"))
    require_move(actor, MOVES[given.move], order)
    return carry_out(actor=actor, order=order, given=given)


def carry_out(*, actor: Actor, order: SupervisionOrder, given: MoveGiven) -> SupervisionOrder:
    """Makes the move with an order that is held; whoever calls has checked who may."""
    move, at = moved(given.move, order.state), now()
    text = checked_text(given.text, label=_("说明"), at_most=MOST_TEXT)
    if move.needs_words and not text:
        raise InvalidInput(_("请写明情况或理由。"))
    if len(given.files) > MOST_FILES:
        raise InvalidInput(_("一次最多上传%(most)s个附件。") % {"most": MOST_FILES})
    if move.code in {"close", "return"}:
        _check_second_person(actor, order)
    before = order.state
    order.state = move.target.value
    changed = _changed(actor, order, move.code, at)
    order.save(update_fields=["state", *changed])
    event = OrderEvent.objects.create(
        pk=given.event_id,
        order=order,
        move=move.code,
        from_state=before,
        to_state=order.state,
        text=text,
        actor_id=actor.person_id,
        actor_name=actor.name,
        at=at,
    )
    OrderFile.objects.bulk_create(
        [OrderFile(event=event, file=file, name=shown_name(name)[:200]) for file, name in given.files]
    )
    audit.record(actor=actor, action=f"supervision.{move.code}_order", subject=order)
    index_order(order)
    follow_asks(actor, order, move.code)
    tell_of_move(order, event)
    return order


def _changed(actor: Actor, order: SupervisionOrder, code: str, at: datetime) -> list[str]:
    """Sets what the move changes besides the state; gives the columns."""
    if code == "issue":
        return _issue(actor, order, at)
    if code == "sign":
        order.signed_at, order.signed_by_name = at, actor.name
        return ["signed_at", "signed_by_name"]
    if code == "answer":
        order.answered_at = at
        return ["answered_at"]
    if code == "return":
        # Who has to answer again gets a working day at least, as a case does after a failed verification.
        calendar = office_calendar()
        order.due_at = max(order.due_at or at, calendar.close_of_business(calendar.working_day_from(local_date(at), 1)))
        order.pushed_at = None
        return ["due_at", "pushed_at"]
    order.closed_at = at
    return ["closed_at"]


def _issue(actor: Actor, order: SupervisionOrder, at: datetime) -> list[str]:
    """Number, deadline, to whom."""
    calendar, day = office_calendar(), local_date(at)
    number = next_number(series=SERIES, year=day.year)
    order.year, order.serial, order.word = day.year, int(number.rpartition("-")[2]), ORDER_WORD.on(day)
    order.due_at = calendar.close_of_business(calendar.working_day_from(day, order.answer_days))
    order.sign_by = calendar.add_working_hours(at, timedelta(hours=SIGN_HOURS.on(day)))
    head = next((post for post in heads_of([order.unit_id], today=day).get(order.unit_id, ())), None)
    if head is not None and head.duty == "head":
        order.head, order.head_name = head.person, head.person.name
    order.issued_at, order.issued_by_id, order.issued_by_name = at, actor.person_id, actor.name
    numbered = ["year", "serial", "word", "due_at", "sign_by"]
    return [*numbered, "head", "head_name", "issued_at", "issued_by", "issued_by_name"]


def _check_second_person(actor: Actor, order: SupervisionOrder) -> None:
    last = order.history.filter(move="answer").order_by("-at", "-pk").first()
    if last is not None and last.actor_id == actor.person_id:
        raise InvalidInput(_("反馈人不能办结或退回自己的反馈，请由督查室其他人员办理。"))
