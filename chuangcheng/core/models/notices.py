from __future__ import annotations

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """A line in a person's inbox. `key` makes the same news once."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=500, default="")
    link = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_inbox"),
            models.Index(fields=["recipient", "-id"], name="notice_unread", condition=models.Q(read_at__isnull=True)),
        ]
