"""The order of the ladder: one for the cases of a unit that reach this rung together, drafted or issued at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from chuangcheng.core.access import SYSTEM
from chuangcheng.core.ids import derived_id
from chuangcheng.core.times import local_date
from chuangcheng.supervision.escalation_policies import AT_ONCE, LADDER_ORDERS, ORDER_DAYS
from chuangcheng.supervision.escalation_wording import reason_words
from chuangcheng.supervision.models import EscalationStep, OrderCase, SupervisionOrder
from chuangcheng.supervision.order_policies import ORDER_OFFICE
from chuangcheng.supervision.order_workflow import OPEN
from chuangcheng.supervision.services.orders.indexing import index_order
from chuangcheng.supervision.services.orders.moving import MoveGiven, carry_out

MOST_NAMED = 20  # numbers of cases in the grounds; the paper lists all


def order_for_steps(*, unit_id: int, steps: Sequence[EscalationStep], now: datetime) -> SupervisionOrder | None:
    """Drafts, or issues as the setting says. A case that an open order asks for already is not asked for twice."""
    asked = _asked_already(steps)
    fresh = {row.case_id: row for row in reversed(steps) if row.case_id not in asked}
    if not fresh:
        return None
    day = local_date(now)
    at_once = LADDER_ORDERS.on(day) == AT_ONCE
    waiting = SupervisionOrder.objects.filter(unit=unit_id, state="draft", is_by_ladder=True)
    order = None if at_once else waiting.select_for_update().order_by("pk").first()
    rows = sorted(fresh.values(), key=lambda row: row.pk)
    with translation.override(settings.LANGUAGE_CODE):
        order = _written(order, unit_id, rows, now)
        OrderCase.objects.bulk_create([OrderCase(order=order, case_id=row.case_id, step=row) for row in rows])
        if at_once:
            given = MoveGiven(derived_id(rows[0].pk, "issue"), "issue")
            return carry_out(actor=SYSTEM, order=order, given=given)
    index_order(order)
    return order


def _asked_already(steps: Sequence[EscalationStep]) -> set[UUID]:
    """Cases of the steps that stand on an order that is open or waits to be issued. One query."""
    rows = OrderCase.objects.filter(case__in=[row.case_id for row in steps], order__state__in=[*OPEN, "draft"])
    return set(rows.values_list("case", flat=True))


def _written(
    order: SupervisionOrder | None, unit_id: int, rows: Sequence[EscalationStep], now: datetime
) -> SupervisionOrder:
    there = [] if order is None else [entry.case.number for entry in order.entries.select_related("case")]
    numbers = [*there, *(row.case.number for row in rows)]
    grounds = [] if order is None else [order.grounds.split("\n")[0]]
    why = "、".join(dict.fromkeys([*_reasons(grounds), *(reason_words(row) for row in rows)]))
    title = _("关于%(count)s件问题%(why)s的督办") % {"count": len(numbers), "why": why}
    facts = {"why": why, "numbers": "、".join(numbers[:MOST_NAMED]), "count": len(numbers)}
    said = _("%(why)s：%(numbers)s，共%(count)s件。按督办升级规定自动提出。") % facts
    if order is not None:
        order.title, order.grounds = title[:200], said[:1000]
        order.save(update_fields=["title", "grounds"])
        return order
    day = local_date(now)
    made = SupervisionOrder(
        pk=derived_id(rows[0].pk, "order"),
        unit_id=unit_id,
        title=title[:200],
        grounds=said[:1000],
        requirement=_("请立即整改，在系统中反馈整改情况和整改后照片，并书面说明超期或反复的原因和防止再发生的措施。"),
        office_name=ORDER_OFFICE.on(day),
        answer_days=ORDER_DAYS.on(day),
        is_by_ladder=True,
        created_at=now,
    )
    made.save(force_insert=True)
    return made


def _reasons(grounds: Sequence[str]) -> list[str]:
    """The reasons at the head of the grounds of a draft, to go on from."""
    return [each for said in grounds for each in said.split("：")[0].split("、") if each]
