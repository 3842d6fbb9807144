from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit


class Merit(AppendOnly):
    """加减分事项: praise or blame of a unit that no other record shows. What was wrong is withdrawn by a row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)  # of `appraisal.AwardKind` or `appraisal.FaultKind`
    on = models.DateField()  # counts in the period in which it lies
    is_doubled = models.BooleanField(default=False)
    source = models.CharField(max_length=200)  # the paper or person that says so
    reason = models.CharField(max_length=500)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by_name = models.CharField(max_length=60)
    entered_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["Merit"].as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["-on", "-id"], name="merit_day"),
            models.Index(fields=["unit"], name="merit_unit"),
        ]


class MeritWithdrawal(AppendOnly):
    """That a merit does not hold."""

    merit = models.OneToOneField(Merit, on_delete=models.PROTECT, primary_key=True, related_name="withdrawal")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["MeritWithdrawal"].as_manager()
