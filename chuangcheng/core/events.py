"""News that goes up the layers: a row in the same transaction, delivered at least once; handlers are idempotent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chuangcheng.core.models import Event

Handler = Callable[[Mapping[str, Any]], None]

_handlers: dict[str, dict[str, Handler]] = {}


def subscribe(topic: str, key: str, handler: Handler) -> None:
    """Registers a handler (in `apps.ready`); `key` names it in the delivery record and must not change."""
    handlers = _handlers.setdefault(topic, {})
    if key in handlers:
        raise ValueError(f"{topic} has a handler {key} already")
    handlers[key] = handler


def handlers_of(topic: str) -> Mapping[str, Handler]:
    """The handlers of a topic by key."""
    return _handlers.get(topic, {})


def publish(topic: str, payload: Mapping[str, Any]) -> None:
    """Appends the news; call it inside the transaction that makes it true. Payload: plain JSON values."""
    if handlers_of(topic):
        Event.objects.create(topic=topic, payload=dict(payload))


def publish_all(topic: str, payloads: Iterable[Mapping[str, Any]]) -> None:
    """The same for many pieces of news, by one statement for 500 of them."""
    if handlers_of(topic):
        Event.objects.bulk_create([Event(topic=topic, payload=dict(each)) for each in payloads], batch_size=500)
