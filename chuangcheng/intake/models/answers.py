from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.intake.models.reports import Report


class Answer(models.Model):
    """答复: a text for the sender of a report. Its words never change: another draft is another row."""

    class Way(models.TextChoices):
        PHONE = "phone", _("电话")
        WRITING = "writing", _("书面")
        MESSAGE = "message", _("短信")
        PAGE = "page", _("进度页面")
        FACE = "face", _("当面")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField()
    is_final = models.BooleanField()  # False: how it stands, while the matter goes on
    needs_approval = models.BooleanField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_by_name = models.CharField(max_length=60)
    drafted_at = models.DateTimeField()
    approved_by_name = models.CharField(max_length=60, default="", blank=True)
    approved_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    sent_by_name = models.CharField(max_length=60, default="", blank=True)
    sent_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=10, choices=Way.choices, default="", blank=True)

    class Meta:
        ordering = ["drafted_at", "id"]
