from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.cases.models.cases import Case
from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit


class RectificationNotice(models.Model):
    """整改通知单: what one unit is asked to put right. Issued again it keeps its number and gets another version."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)  # of a series of its own
    version = models.PositiveIntegerField(default=1)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="notices", db_index=False)
    source_kind = models.CharField(max_length=40)  # "inspections.round", or SELECTION: points upward, no key
    source_id = models.CharField(max_length=40)
    source_label = models.CharField(max_length=200)
    requirement = models.CharField(max_length=500)
    reply_by = models.DateField()
    issued_at = models.DateTimeField(default=now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)  # 签收 of this version
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    signed_by_name = models.CharField(max_length=60, default="")  # as it was then

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_kind", "source_id", "unit"], name="notice_once_a_unit"),
        ]
        indexes = [models.Index(fields=["unit", "-id"], name="notice_unit")]

    def __str__(self) -> str:
        return self.number


class NoticeCase(AppendOnly):
    """A problem on a version of a notice. Appended, never edited: what was asked for stays known."""

    notice = models.ForeignKey(RectificationNotice, on_delete=models.CASCADE, related_name="entries")
    version = models.PositiveIntegerField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()

    objects = AppendOnlyQuerySet["NoticeCase"].as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["notice", "version", "case"], name="notice_case_once")]
