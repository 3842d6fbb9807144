from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models.meetings import Meeting
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now


class SpeechDraft(models.Model):
    """讲话稿: the draft of a leader's speech. Its figures stay as of a moment until somebody refreshes them."""

    class Kind(models.TextChoices):
        MOBILISE = "mobilise", _("动员会")
        PROMOTE = "promote", _("推进会")
        REVIEW = "review", _("点评会")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=100)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    speaks_on = models.DateField()
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="speeches")
    sections = models.JSONField(default=list)  # key, head, text with names of figures in braces
    figures = models.JSONField(default=list)  # of speeches.figures.Figure
    as_of = models.DateTimeField()  # of the figures
    changes = models.JSONField(default=list)  # of the last refreshing, of speeches.figures.Change
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True)  # it is not used any more; kept
    withdraw_reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["-speaks_on", "-id"], name="speech_when")]

    def __str__(self) -> str:
        return self.title
