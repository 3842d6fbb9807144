from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Person


class Batch(models.Model):
    """上级反馈: what a superior found in one go. Its findings are reports; it lies before the top leaders."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    giver = models.CharField(_("哪一级反馈"), max_length=80)
    received_on = models.DateField(_("收到日期"))
    due_on = models.DateField(_("要求报告的日期"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=500, default="", blank=True)
    leaders: models.ManyToManyField[Person, models.Model] = models.ManyToManyField(Person, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-received_on", "-pk"]

    def __str__(self) -> str:
        return self.name


class BatchStep(AppendOnly):
    """What a leader did about a batch: read it, or followed it up in person. Appended, never edited."""

    class Kind(models.TextChoices):
        READ = "read", _("已阅")
        FOLLOWED = "followed", _("亲自督办")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    leader_name = models.CharField(max_length=60)  # as it was then
    at = models.DateTimeField()
    visited_on = models.DateField(null=True)  # when the leader was there
    text = models.CharField(max_length=1000, default="", blank=True)  # instruction; what was seen

    objects = AppendOnlyQuerySet["BatchStep"].as_manager()

    class Meta:
        ordering = ["at", "id"]
