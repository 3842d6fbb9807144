"""What the superior published about a round of assessment: places, totals, what was said; ours and others'."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.standards.models import Framework


class OfficialRound(models.Model):
    """One assessment by a superior whose results were published."""

    class Level(models.TextChoices):
        NATIONAL = "national", _("国家级")
        PROVINCIAL = "provincial", _("省级")
        MUNICIPAL = "municipal", _("市级")
        OTHER = "other", _("其他")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="official_rounds")
    name = models.CharField(max_length=120)
    held_on = models.DateField()  # the day by which rounds are put in order
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.OTHER)
    published_on = models.DateField(null=True, blank=True)
    groups = models.JSONField(default=list)  # [{"name", "quota": number or None}], in the order of the document
    quota = models.PositiveIntegerField(null=True, blank=True)  # places to be won over all
    line = models.DecimalField(max_digits=8, decimal_places=4, null=True, blank=True)  # points of 100
    source = models.CharField(max_length=200, default="", blank=True)  # document
    note = models.TextField(default="", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["-held_on", "-created_at"], name="official_latest")]
        constraints = [models.UniqueConstraint(fields=["framework", "name"], name="official_round_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def group_quotas(self) -> dict[str, int]:
        """Group → places to be won in it, where the document says so."""
        return {group["name"]: group["quota"] for group in self.groups if group.get("quota")}


class OfficialResult(AppendOnly):
    """What was published about one place in a round. A correction is a new row; one that nothing corrects counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(OfficialRound, on_delete=models.PROTECT, related_name="results")
    place = models.CharField(max_length=80)  # name of the place, as published
    group = models.CharField(max_length=40, default="", blank=True)
    total = models.DecimalField(max_digits=8, decimal_places=4, null=True)  # points of 100; null: not published
    published_place = models.PositiveIntegerField(null=True)  # as the document has it, whatever we compute
    methods = models.JSONField(default=list)  # [{"name", "earned", "full" or None}], decimal strings
    items = models.JSONField(default=list)  # the same for items
    comments = models.TextField(default="", blank=True)
    is_ours = models.BooleanField(default=False)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    reason = models.CharField(max_length=300, default="", blank=True)  # of a correction
    fingerprint = models.CharField(max_length=64, default="", blank=True)  # of the row of the file it came from
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    objects: ClassVar = AppendOnlyQuerySet["OfficialResult"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "place"], condition=models.Q(corrects__isnull=True), name="official_place_once"
            )
        ]


class HardFault(AppendOnly):
    """A grave fault named beside a place, whatever its rank. One that was recorded wrongly is taken back by a row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(OfficialRound, on_delete=models.PROTECT, related_name="hard_faults")
    place = models.CharField(max_length=80)
    text = models.TextField()
    standard_code = models.CharField(max_length=40, default="", blank=True)
    takes_back = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="taken_back_by")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    objects: ClassVar = AppendOnlyQuerySet["HardFault"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["round", "place"], name="hard_fault_place")]


class ItemMatch(AppendOnly):
    """Which item of our sheet a published item means, as a person decided; the latest counts, "" is none of ours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework_code = models.CharField(max_length=40)  # all editions of a framework share it
    published = models.CharField(max_length=200)  # as the document names it
    item = models.CharField(max_length=200, default="", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    objects: ClassVar = AppendOnlyQuerySet["ItemMatch"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["framework_code", "-recorded_at"], name="item_match_latest")]
