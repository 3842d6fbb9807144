from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.models import StoredFile
from chuangcheng.standards.models import SiteType, Standard


class ChecklistItem(models.Model):
    """One thing looked at on a visit to a site of the type; ends in a verdict and a number of violations."""

    class Kind(models.TextChoices):
        YES_NO = "yes_no", _("是否")
        AT_LEAST = "at_least", _("至少几处")
        TALLY = "tally", _("逐个计数")
        TIMED = "timed", _("限时计数")
        PERCENTAGE = "percentage", _("百分比")
        COMPOSITE = "composite", _("多项齐全")

    site_type = models.ForeignKey(SiteType, on_delete=models.CASCADE, related_name="checklist_items")
    code = models.CharField(max_length=40)
    part = models.CharField(max_length=20, default="", blank=True)  # of a composite place: 政府, 街道 …
    text = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.YES_NO)
    minimum = models.PositiveIntegerField(null=True, blank=True)  # at_least: pieces asked for
    minutes = models.PositiveIntegerField(null=True, blank=True)  # timed: length of the count
    line = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True
    )  # percentage: pass from here, 0..100
    pieces = models.JSONField(default=list, blank=True)  # composite: what must all be there
    unit = models.CharField(max_length=10, default="", blank=True)  # what is counted: 处, 辆, 人次
    counting_rule = models.CharField(max_length=300, default="", blank=True)
    example = models.CharField(max_length=300, default="", blank=True)  # what fails and what does not, in words
    marks = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)  # of a visit's own score
    problem_class = models.CharField(max_length=60, default="", blank=True)  # name of the usual problem
    standards = models.ManyToManyField(Standard, related_name="checklist_items", blank=True)
    source = models.CharField(max_length=300, default="", blank=True)
    order = models.PositiveIntegerField()
    retired_on = models.DateField(null=True, blank=True)  # not asked from this day on; kept for old visits

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["site_type", "code"], condition=models.Q(retired_on__isnull=True), name="checklist_code_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class ChecklistPicture(models.Model):
    """A picture that shows what passes or what fails; inspectors have it on the phone without a network."""

    item = models.ForeignKey(ChecklistItem, on_delete=models.CASCADE, related_name="pictures")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    passes = models.BooleanField()
    caption = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        ordering = ["-passes", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "file"], name="checklist_picture_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.file_id}"
