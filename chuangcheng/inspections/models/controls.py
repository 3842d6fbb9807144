from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.inspections.models.rounds import Round
from chuangcheng.inspections.models.visits import Verdict, Visit
from chuangcheng.sites.models import ChecklistItem


class ControlDraw(AppendOnly):
    """复核抽查: which share of a round's visited sites was drawn, and how; the seed repeats it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="control_draws")
    seed = models.CharField(max_length=40)
    share = models.PositiveSmallIntegerField()  # per cent of the visited sites
    visited_count = models.PositiveIntegerField()  # sites whose visits counted then
    drawn_count = models.PositiveIntegerField()  # sites drawn by this draw
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    drawn_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["ControlDraw"].as_manager()


class Control(models.Model):
    """复核: a second visit by another person, blind. It has tables of its own, so nothing counts it as a visit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draw = models.ForeignKey(ControlDraw, on_delete=models.PROTECT, related_name="controls")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="controls")
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="control")  # the first one
    inspector = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    started_at = models.DateTimeField(null=True)  # the device's word
    submitted_at = models.DateTimeField(null=True)
    note = models.TextField(default="", blank=True)

    class Meta:
        indexes = [models.Index(fields=["inspector", "submitted_at"], name="control_inspector")]


class ControlAnswer(models.Model):
    """What the second person found for an item, and, where the two differ, which of them counts."""

    class Kept(models.TextChoices):
        FIRST = "first", _("以第一次为准")
        SECOND = "second", _("以复核为准")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    control = models.ForeignKey(Control, on_delete=models.PROTECT, related_name="answers")
    item = models.ForeignKey(ChecklistItem, on_delete=models.PROTECT, related_name="+")
    value = models.JSONField(default=dict)
    verdict = models.CharField(max_length=4, choices=Verdict.choices)
    violations = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=500, default="", blank=True)
    kept = models.CharField(max_length=6, choices=Kept.choices, default="", blank=True)
    settled_by_name = models.CharField(max_length=60, default="", blank=True)
    settled_at = models.DateTimeField(null=True)
    settle_reason = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["control", "item"], name="item_once_a_control")]


class ControlPhoto(models.Model):
    """A photo taken on a second visit."""

    answer = models.ForeignKey(ControlAnswer, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
