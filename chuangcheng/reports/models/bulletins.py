from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models import Circular
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.reports.models.templates import PaperTemplate


class Bulletin(models.Model):
    """通报·简报 of a period: its frozen figures, what the office adds by hand, and how far it is."""

    class Kind(models.TextChoices):
        DAILY = "daily", _("日报")
        WEEKLY = "weekly", _("周通报")
        MONTHLY = "monthly", _("月通报")
        HALF_YEAR = "half_year", _("半年总结")
        ANNUAL = "annual", _("年度报告")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=9, choices=Kind.choices)
    first_on = models.DateField()
    last_on = models.DateField()
    number = models.CharField(max_length=30, default="", blank=True)  # 〔2026〕12号, given when approved; never again
    title = models.CharField(max_length=120)
    masthead = models.CharField(max_length=40)
    issuer = models.CharField(max_length=60)
    recipients = models.CharField(max_length=300)  # 主送
    copies = models.CharField(max_length=300, default="", blank=True)  # 抄送
    opening = models.TextField(default="", blank=True)  # 开头语, by hand
    demands = models.TextField(default="", blank=True)  # 工作要求, by hand
    case_ids: models.JSONField[Any, Any] = models.JSONField(default=list)  # whose photos are shown, in order
    figures: models.JSONField[Any, Any] = models.JSONField()  # `figures.packed`
    state = models.CharField(max_length=9, default="draft")
    word_template = models.ForeignKey(PaperTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    slides_template = models.ForeignKey(PaperTemplate, on_delete=models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)  # 成文日期: the day of approval
    circular = models.OneToOneField(Circular, on_delete=models.PROTECT, null=True, related_name="+")  # how it was sent
    word_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")  # as issued
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-last_on", "-id"], name="bulletin_by_kind"),
            models.Index(fields=["-last_on", "-id"], name="bulletin_newest"),
            models.Index(fields=["state"], name="bulletin_to_approve", condition=Q(state="submitted")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], condition=~Q(number=""), name="bulletin_number_once"),
            models.UniqueConstraint(
                fields=["kind", "first_on"], condition=~Q(state="withdrawn"), name="bulletin_period_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BulletinStep(AppendOnly):
    """A step of a bulletin: who, when, why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bulletin = models.ForeignKey(Bulletin, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=10)
    from_state = models.CharField(max_length=9)
    to_state = models.CharField(max_length=9)
    reason = models.CharField(max_length=300, default="", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["BulletinStep"].as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
