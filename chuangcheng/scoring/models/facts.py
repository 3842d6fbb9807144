"""Facts that no check brings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.standards.models import Framework, Standard


class RecordedFact(models.Model):
    """A fact about a standard that no check brings: a figure, a grade, the state of material. The latest counts."""

    class Kind(models.TextChoices):
        VALUE = "value", _("数值")
        GRADE = "grade", _("等级")
        PROOF = "proof", _("材料")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="recorded_facts")
    method = models.CharField(max_length=40, default="", blank=True)  # empty: every part that takes such a fact
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True)  # value
    letter = models.CharField(max_length=10, default="", blank=True)  # grade
    accepted = models.PositiveIntegerField(null=True)  # proof: pieces accepted
    required = models.PositiveIntegerField(null=True)  # proof: pieces asked for
    observed_on = models.DateField()
    source = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["standard", "-observed_on", "-recorded_at"], name="fact_latest")]


class LinkedScore(models.Model):
    """The score of the framework that a gate names, as announced elsewhere. Appended; the latest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="linked_scores")
    name = models.CharField(max_length=40)  # of the linked framework, as the gate names it
    score = models.DecimalField(max_digits=5, decimal_places=2)  # points of 100
    observed_on = models.DateField()
    source = models.CharField(max_length=200)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["framework", "-observed_on", "-recorded_at"], name="linked_latest")]
