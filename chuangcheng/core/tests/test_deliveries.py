from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from chuangcheng.core import events, testing
from chuangcheng.core.deliveries import CLAIM, deliver_next, retry_after
from chuangcheng.core.models import Event, EventDelivery, NumberSeries
from chuangcheng.core.times import now


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Handlers of this test only."""
    monkeypatch.setattr(events, "_handlers", {})


def fall(_payload: Mapping[str, Any]) -> None:
    raise ZeroDivisionError("0")


def test_each_handler_has_the_event_once(db: None) -> None:
    seen: list[tuple[str, Any]] = []
    events.subscribe("case.closed", "a", lambda payload: seen.append(("a", payload["id"])))
    events.subscribe("case.closed", "b", lambda payload: seen.append(("b", payload["id"])))
    events.publish("case.closed", {"id": 7})
    assert testing.deliver_events() == 1
    assert testing.deliver_events() == 0
    assert seen == [("a", 7), ("b", 7)]
    assert Event.objects.get().delivered_at is not None


def test_news_of_a_transaction_that_fails_is_not_told(db: None) -> None:
    events.subscribe("case.closed", "a", fall)
    with transaction.atomic():
        events.publish("case.closed", {})
        transaction.set_rollback(True)
    assert testing.deliver_events() == 0


def test_failing_handler_is_tried_later_and_holds_up_nobody(db: None) -> None:
    seen: list[int] = []
    events.subscribe("poison", "bad", fall)
    events.subscribe("poison", "good", lambda _payload: seen.append(1))
    events.subscribe("plain", "good", lambda _payload: seen.append(2))
    events.publish("poison", {})
    events.publish("plain", {})
    moment = now()
    while deliver_next(now=moment):
        pass
    assert seen == [1, 2]
    bad = EventDelivery.objects.get(handler="bad")
    assert (bad.attempts, bad.done_at, bad.error) == (1, None, "ZeroDivisionError: 0")
    assert not deliver_next(now=moment + timedelta(seconds=4))
    assert deliver_next(now=moment + timedelta(seconds=6))
    bad.refresh_from_db()
    assert bad.attempts == 2
    assert seen == [1, 2]


def test_handler_that_recovers_completes_the_event(db: None) -> None:
    faults = [1]

    def recover(_payload: Mapping[str, Any]) -> None:
        if faults.pop():
            faults.append(0)
            raise ZeroDivisionError

    events.subscribe("plain", "a", recover)
    events.publish("plain", {})
    moment = now()
    deliver_next(now=moment)
    deliver_next(now=moment + timedelta(minutes=1))
    assert Event.objects.get().delivered_at is not None
    assert EventDelivery.objects.get().attempts == 2


def test_what_a_failing_handler_wrote_is_undone(db: None) -> None:
    def write_and_fall(_payload: Mapping[str, Any]) -> None:
        NumberSeries.objects.create(series="half", year=2026)
        raise ZeroDivisionError

    events.subscribe("plain", "a", write_and_fall)
    events.publish("plain", {})
    deliver_next(now=now())
    assert not NumberSeries.objects.exists()


def test_event_of_a_killed_worker_is_delivered_again(db: None) -> None:
    class Killed(BaseException):
        pass

    seen: list[int] = []

    def die_once(_payload: Mapping[str, Any]) -> None:
        seen.append(1)
        if len(seen) == 1:
            raise Killed

    events.subscribe("plain", "a", die_once)
    events.publish("plain", {})
    moment = now()
    with pytest.raises(Killed):
        deliver_next(now=moment)
    assert not deliver_next(now=moment)
    assert deliver_next(now=moment + CLAIM)
    assert len(seen) == 2
    assert Event.objects.get().delivered_at is not None


def test_retries_grow_apart_up_to_six_hours() -> None:
    waits = [retry_after(attempts) for attempts in range(1, 60)]
    assert waits[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


def test_test_helper_tells_of_a_failing_handler(db: None) -> None:
    events.subscribe("plain", "a", fall)
    events.publish("plain", {})
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        testing.deliver_events()


def test_delivery_costs_the_same_with_many_waiting(db: None, django_assert_max_num_queries: Any) -> None:
    events.subscribe("plain", "a", lambda _payload: None)
    for _ in range(30):
        events.publish("plain", {})
    with django_assert_max_num_queries(7):
        deliver_next(now=now())
