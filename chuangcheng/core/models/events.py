from __future__ import annotations

from django.db import models

from chuangcheng.core.times import now


class Event(models.Model):
    """News written in the transaction that made it true, waiting for its handlers."""

    topic = models.CharField(max_length=60)
    payload = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    next_try_at = models.DateTimeField(default=now)  # moved ahead by whoever takes it, and after a failure
    delivered_at = models.DateTimeField(null=True)  # when every handler had it

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="event_waiting", condition=models.Q(delivered_at__isnull=True)),
            models.Index(fields=["delivered_at"], name="event_delivered"),
        ]


class EventDelivery(models.Model):
    """One handler's state for one event: done, or how often it failed and when it is tried again."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=80)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    retry_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="event_handler_once")]
