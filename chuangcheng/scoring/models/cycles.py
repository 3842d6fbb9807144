"""Cycles of years, or single acceptances, and what each year brought."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.scoring.models.official import OfficialResult
from chuangcheng.scoring.models.sheets import StoredSheet
from chuangcheng.standards.models import Framework


class Cycle(models.Model):
    """Years that count together by weights, or one acceptance. Once closed, nothing about it changes."""

    class Kind(models.TextChoices):
        CYCLE = "cycle", _("周期")
        ACCEPTANCE = "acceptance", _("单次验收")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="cycles")  # weighs while it is open
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.CYCLE)
    name = models.CharField(max_length=120, unique=True)
    first_year = models.PositiveSmallIntegerField()
    weights = models.JSONField(default=list)  # decimal strings, one a year; empty: those of the edition
    line = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)  # points of 100
    quota = models.PositiveIntegerField(null=True, blank=True)  # places to be won
    note = models.TextField(default="", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_weights = models.JSONField(default=list)  # as they were when it was closed
    closed_edition = models.CharField(max_length=200, default="", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["-first_year", "-created_at"], name="cycle_latest")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class YearResult(AppendOnly):
    """What a year of a cycle brought, frozen with all it rested on. A correction is a new row."""

    class Origin(models.TextChoices):
        OFFICIAL = "official", _("官方结果")
        SHEET = "sheet", _("自评得分表")
        TYPED = "typed", _("手工登记")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="results")
    year = models.PositiveSmallIntegerField()
    total = models.DecimalField(max_digits=8, decimal_places=4)  # points of 100
    origin = models.CharField(max_length=10, choices=Origin.choices)
    official = models.ForeignKey(OfficialResult, on_delete=models.PROTECT, null=True, related_name="+")
    sheet = models.JSONField(null=True)  # the whole sheet as `engine.published` gives it, when it came from one
    sheet_day = models.DateField(null=True)
    stored = models.ForeignKey(StoredSheet, on_delete=models.PROTECT, null=True, related_name="+")  # the same, kept
    edition = models.CharField(max_length=200)  # the framework as it was called
    weights = models.JSONField(default=list)  # of the cycle, as they were
    source = models.CharField(max_length=200)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(max_length=300, default="", blank=True)  # of a correction
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    objects: ClassVar = AppendOnlyQuerySet["YearResult"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "year"], condition=models.Q(corrects__isnull=True), name="cycle_year_once"
            )
        ]

    @property
    def is_void(self) -> bool:
        """Whether a hit on the negative list stood when the sheet was frozen."""
        return bool(self.sheet and self.sheet.get("void"))
