from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.standards.models import Framework


class Outcome(models.TextChoices):
    """How a campaign ended."""

    NAMED = "named", _("已命名")
    NOT_NAMED = "not_named", _("未命名")
    WITHDRAWN = "withdrawn", _("已撤回")


class Creation(models.Model):
    """争创项目: a campaign for one title of one programme. Where it stands is its last step."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    programme = models.CharField(max_length=40, choices=Framework.Programme.choices)
    title_sought = models.CharField(max_length=80)  # 全国文明城市
    framework_code = models.CharField(max_length=40, default="", blank=True)  # of all editions
    stages = models.JSONField(default=list)  # names in order
    note = models.CharField(max_length=500, default="", blank=True)
    # "": it goes on
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default="", db_default="", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.outcome != ""


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


class CreationEnding(AppendOnly):
    """A campaign ended, or went on again. The last row says how it stands; `Creation.outcome` repeats it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    creation = models.ForeignKey(Creation, on_delete=models.PROTECT, related_name="endings")
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default="", blank=True)  # "": reopened
    happened_on = models.DateField()
    reason = models.CharField(max_length=300)  # paper, reason
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["CreationEnding"].as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
