from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.standards.models import Framework


class Creation(models.Model):
    """争创项目: a campaign for one title of one programme. Where it stands is its last step."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    programme = models.CharField(max_length=40, choices=Framework.Programme.choices)
    title_sought = models.CharField(max_length=80)  # 全国文明城市
    framework_code = models.CharField(max_length=40, default="", blank=True)  # of all editions
    stages = models.JSONField(default=list)  # names in order
    note = models.CharField(max_length=500, default="", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name


class CreationStep(AppendOnly):
    """A stage entered on a day. Never changed: going back or another date is a later row with its reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    creation = models.ForeignKey(Creation, on_delete=models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=20)  # one of the creation's stages
    happened_on = models.DateField()
    note = models.CharField(max_length=300, default="", blank=True)  # paper, reason
    is_back = models.BooleanField(default=False)  # to an earlier stage, or the same one with another date
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["CreationStep"].as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
