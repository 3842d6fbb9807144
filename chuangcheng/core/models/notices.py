from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.inbox_text import said


class Notice(models.Model):
    """A line in a person's inbox. `key` makes the same news once."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=500, default="")
    title_words = models.JSONField(null=True)  # `core.inbox_text.Words` of the title; None: only as it stands
    body_words = models.JSONField(null=True)
    link = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_inbox"),
            models.Index(fields=["recipient", "-id"], name="notice_unread", condition=models.Q(read_at__isnull=True)),
        ]

    @property
    def shown_title(self) -> str:
        """The title in the language of the reader."""
        return said(self.title_words) if self.title_words else self.title

    @property
    def shown_body(self) -> str:
        """The rest in the language of the reader."""
        return said(self.body_words) if self.body_words else self.body
