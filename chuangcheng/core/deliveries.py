"""Delivering events to their handlers: at least once, each handler in a transaction of its own, with later attempts.

A handler that fails is tried again after 5 s, 10 s, 20 s … at most 6 hours, and holds up neither the other handlers of
the event nor other events. The order of events is not promised.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction

from chuangcheng.core.events import Handler, handlers_of
from chuangcheng.core.models import Event, EventDelivery
from chuangcheng.core.times import now as present

CLAIM = timedelta(seconds=60)  # how long the others leave an event to the worker that took it; our choice
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=5), timedelta(hours=6)  # our choice
MAX_DOUBLINGS = 13  # beyond the longest retry
CANDIDATES = 10  # how many due events a worker looks at, when others take the first ones
ERROR_LENGTH = 2000  # characters

log = logging.getLogger(__name__)


def deliver_next(*, now: datetime) -> bool:
    """Delivers the event that is longest due; False when none is."""
    due = Event.objects.filter(delivered_at__isnull=True, next_try_at__lte=now).order_by("next_try_at", "id")
    for event in due[:CANDIDATES]:
        mine = Event.objects.filter(pk=event.pk, next_try_at=event.next_try_at, delivered_at__isnull=True)
        if mine.update(next_try_at=now + CLAIM):
            _deliver(event, now)
            return True
    return False


def retry_after(attempts: int) -> timedelta:
    """How long to wait after this many failures; attempts ≥ 1."""
    doublings: int = 2 ** min(attempts - 1, MAX_DOUBLINGS)
    return min(FIRST_RETRY * doublings, LONGEST_RETRY)


def _deliver(event: Event, now: datetime) -> None:
    earlier = {delivery.handler: delivery for delivery in event.deliveries.all()}
    waits = []
    for key, handler in handlers_of(event.topic).items():
        delivery = earlier.get(key) or EventDelivery(event=event, handler=key)
        if delivery.done_at is None and (delivery.retry_at is None or delivery.retry_at <= now):
            _hand_over(delivery, handler, now)
        if delivery.done_at is None and delivery.retry_at is not None:
            waits.append(delivery.retry_at)
    if waits:
        Event.objects.filter(pk=event.pk).update(next_try_at=min(waits))
    else:
        Event.objects.filter(pk=event.pk).update(delivered_at=present())


def _hand_over(delivery: EventDelivery, handler: Handler, now: datetime) -> None:
    delivery.attempts += 1
    try:
        # What the handler writes and the note that it did are one transaction: done twice only if it acts outside.
        with transaction.atomic():
            handler(delivery.event.payload)
            delivery.done_at, delivery.error = now, ""
            delivery.save()
    except Exception as error:
        log.exception("handler %s of %s failed", delivery.handler, delivery.event.topic)
        delivery.done_at, delivery.retry_at = None, now + retry_after(delivery.attempts)
        delivery.error = f"{type(error).__name__}: {error}"[:ERROR_LENGTH]
        delivery.save()
