"""Hits on the negative list, each with its steps and its evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.scoring.workflow import STATE_LABELS, STEP_LABELS, HitState
from chuangcheng.standards.models import NegativeEntry


class NegativeHit(models.Model):
    """Something that happened and that an entry of the negative list names. `state` points at the last step."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)  # 年份-序号
    entry = models.ForeignKey(NegativeEntry, on_delete=models.PROTECT, related_name="hits")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")  # None: the whole place
    state = models.CharField(max_length=10, choices=[(state.value, STATE_LABELS[state]) for state in HitState])
    happened_on = models.DateField()
    account = models.TextField()  # what happened
    source = models.CharField(max_length=200)  # document, report, case
    source_kind = models.CharField(max_length=40, default="", blank=True)  # "cases.case"
    source_id = models.CharField(max_length=40, default="", blank=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["entry", "state"], name="hit_entry_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "source_kind", "source_id"],
                condition=~models.Q(source_id=""),
                name="hit_once_a_source",
            )
        ]

    def __str__(self) -> str:
        return self.number


class HitStep(AppendOnly):
    """One step of a hit: who, when, why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hit = models.ForeignKey(NegativeHit, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=list(STEP_LABELS.items()))
    note = models.TextField(default="", blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=60, default="", blank=True)
    made_at = models.DateTimeField(default=now)
    objects = AppendOnlyQuerySet["HitStep"].as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["hit", "made_at"], name="hit_step_order")]


class HitFile(models.Model):
    """A piece of evidence that came with a step."""

    step = models.ForeignKey(HitStep, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)


class WatchedClass(models.Model):
    """Cases of this class are early warnings of this entry. Removing one leaves its warnings."""

    entry = models.ForeignKey(NegativeEntry, on_delete=models.CASCADE, related_name="watched_classes")
    problem_class = models.ForeignKey("cases.ProblemClass", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "problem_class"], name="watched_class_once")]
