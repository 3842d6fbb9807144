"""Sheets that were kept: daily for the whole place and its units, and on demand. Never changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.standards.models import Framework


class SheetBody(AppendOnly):
    """What sheets hold, kept once: a framework as it was, or marks (`scoring.packing`)."""

    digest = models.CharField(max_length=64, primary_key=True)  # SHA-256 of the content
    content = models.BinaryField()
    objects = AppendOnlyQuerySet["SheetBody"].as_manager()


class StoredSheet(AppendOnly):
    """A sheet as it was computed at a moment. The figures of its head stand beside the bodies, so lists are cheap."""

    class Origin(models.TextChoices):
        DAILY = "daily", _("每日留存")
        ASKED = "asked", _("人工留存")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="stored_sheets")
    subject = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")  # None: the whole place
    day = models.DateField()  # the last day whose facts count
    kinds = models.CharField(max_length=200, default="", blank=True)  # of rounds, parted by commas; empty: all
    version = models.CharField(max_length=64, unique=True)  # digest of the choice and of the facts it was computed from
    origin = models.CharField(max_length=10, choices=Origin.choices)
    total = models.DecimalField(max_digits=7, decimal_places=2, null=True)  # points of 100, half-up; None: unknown
    low = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    is_void = models.BooleanField(default=False)
    known_share = models.DecimalField(max_digits=5, decimal_places=4)  # 0..1 of the full marks
    framework_body = models.ForeignKey(SheetBody, on_delete=models.PROTECT, related_name="+")
    marks_body = models.ForeignKey(SheetBody, on_delete=models.PROTECT, related_name="+")
    seconds = models.FloatField(default=0)  # that counting its facts took
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)
    objects = AppendOnlyQuerySet["StoredSheet"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["framework", "subject", "kinds", "-day", "-made_at"], name="sheet_of_subject"),
            models.Index(fields=["framework", "day"], name="sheet_of_day"),
        ]
