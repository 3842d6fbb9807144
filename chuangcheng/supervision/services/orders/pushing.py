"""Orders that are late are pushed by themselves: once each working day, to the unit's head and to who issued them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from chuangcheng.core.calendar import office_calendar
from chuangcheng.core.inbox_text import inbox_text
from chuangcheng.core.times import local_date, start_of
from chuangcheng.supervision.models import SupervisionOrder
from chuangcheng.supervision.services.orders.telling import issuers, people_of, tell

MOST_AT_ONCE = 500  # orders of one run; our choice


def push_late_orders(*, now: datetime) -> int:
    """Tells of each order that is not signed for or not answered in time; the same day again: nothing."""
    day = local_date(now)
    if not office_calendar().is_working_day(day):
        return 0
    late = Q(state__in=["issued", "signed"], due_at__lt=now) | Q(state="issued", sign_by__lt=now)
    not_today = Q(pushed_at__isnull=True) | Q(pushed_at__lt=start_of(day))
    rows = SupervisionOrder.objects.filter(late, not_today).select_related("unit").defer("unit__boundary")
    return sum(_push(order, now) for order in rows.order_by("pk")[:MOST_AT_ONCE])


@transaction.atomic
def _push(order: SupervisionOrder, now: datetime) -> bool:
    """Claims the day and tells; False when another worker or a move was faster."""
    same = SupervisionOrder.objects.filter(pk=order.pk, state=order.state, pushed_at=order.pushed_at)
    if not same.update(pushed_at=now):
        return False
    facts = {"number": order.number, "unit": order.unit.name}
    if order.is_late(now):
        title = inbox_text("%(unit)s没有按期反馈%(number)s督办单，请立即反馈", facts)
    else:
        title = inbox_text("%(unit)s没有按时签收%(number)s督办单，请立即签收", facts)
    people = {*people_of(order), *issuers(order)}
    tell(order, people, f"late-{order.pk}-{local_date(now)}", title, order.title)
    return True
