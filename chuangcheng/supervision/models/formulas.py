from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now


class Formula(models.Model):
    """考核办法: how points are made. What it says is `FormulaVersion`, by date."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name


class FormulaVersion(AppendOnly):
    """What a formula says from a day on, as `appraisal.write_formula` writes it. A change is a new row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    formula = models.ForeignKey(Formula, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    body = models.JSONField()
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    set_by_name = models.CharField(max_length=60)
    set_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["FormulaVersion"].as_manager()

    class Meta:
        ordering = ["-valid_from", "-set_at", "-pk"]
