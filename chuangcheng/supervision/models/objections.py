from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.supervision.appraisal.corrections import Effect
from chuangcheng.supervision.models.appraisals import Result, Run

EFFECTS = [
    (Effect.LEAVE_OUT.value, _("不计入本期考核")),
    (Effect.ON_TIME.value, _("按按期完成计")),
    (Effect.ON_SPOT.value, _("按立行立改计")),
    (Effect.NO_REWORK.value, _("不计返工")),
    (Effect.NO_RELAPSE.value, _("不计回潮")),
    (Effect.ADD.value, _("补计这一项")),
]


class Objection(AppendOnly):
    """异议: a unit says that a record should not count as it does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="objections")
    result = models.ForeignKey(Result, on_delete=models.PROTECT, related_name="objections")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")  # that objects
    line_name = models.CharField(max_length=200)
    record_id = models.CharField(max_length=40)  # of the kept facts
    record_label = models.CharField(max_length=200)
    reason = models.CharField(max_length=1000)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    raised_by_name = models.CharField(max_length=60)
    raised_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["Objection"].as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number


class ObjectionFile(models.Model):
    """What a unit brings along with its objection."""

    objection = models.ForeignKey(Objection, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]


class Decision(AppendOnly):
    """认定: what came of an objection. One that is upheld changes a record of the run: `effect`."""

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, primary_key=True, related_name="decision")
    is_upheld = models.BooleanField()
    effect = models.CharField(max_length=20, choices=EFFECTS, default="", blank=True)  # empty: refused
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["Decision"].as_manager()
