from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.sites.models import Site


class Patrol(models.Model):
    """街巷巡查: a steward walks their places. Begun by whichever of its records arrives first; ended once."""

    class Ending(models.TextChoices):
        OPEN = "", _("没有结束")
        FINISHED = "finished", _("已完成")
        ABANDONED = "abandoned", _("中途结束")

    id = models.UUIDField(primary_key=True, editable=False)  # made by the phone
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    person_name = models.CharField(max_length=60)  # as it was then
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")  # of the person, then
    unit_name = models.CharField(max_length=100, default="", blank=True)
    started_at = models.DateTimeField(db_index=True)  # the device's word, within reason
    ended_at = models.DateTimeField(null=True)  # the same
    ending = models.CharField(max_length=10, choices=Ending.choices, default=Ending.OPEN, blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)  # why it was broken off
    note = models.CharField(max_length=500, default="", blank=True)
    place_count = models.PositiveIntegerField(default=0)  # places that the phone had to walk; 0: not told yet
    received_at = models.DateTimeField(default=now)  # the first of its records
    end_received_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-id"], name="patrol_person")]


class PatrolStop(AppendOnly):
    """A place ticked on the way. "Nothing found" is a record, too. Appended only, once a place and patrol."""

    class Finding(models.TextChoices):
        CLEAR = "clear", _("没有发现问题")
        PROBLEM = "problem", _("发现问题")

    id = models.UUIDField(primary_key=True, editable=False)  # of the record that brought it
    patrol = models.ForeignKey(Patrol, on_delete=models.PROTECT, related_name="stops", db_index=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    finding = models.CharField(max_length=8, choices=Finding.choices)
    note = models.CharField(max_length=500, default="", blank=True)
    at = models.DateTimeField()  # the device's word, within reason
    day = models.DateField()  # of `at`, in Shanghai
    received_at = models.DateTimeField(default=now)
    lon = models.FloatField(null=True)  # degrees WGS-84
    lat = models.FloatField(null=True)  # degrees WGS-84
    accuracy = models.FloatField(null=True)  # metres
    marks = models.JSONField(default=list)  # codes of `positions.MARKS`

    objects = AppendOnlyQuerySet["PatrolStop"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patrol", "site"], name="stop_once_a_patrol")]
        indexes = [
            models.Index(fields=["site", "-id"], name="patrol_stop_site"),
            models.Index(fields=["person", "day"], name="patrol_stop_person"),
        ]


class PatrolFinding(AppendOnly):
    """A problem, a fix on the spot or an advice that came of a patrol. Appended only."""

    class Kind(models.TextChoices):
        PROBLEM = "problem", _("上报问题")
        FIX_ON_SPOT = "fix_on_spot", _("立行立改")
        ADVICE = "advice", _("劝导")

    id = models.UUIDField(primary_key=True, editable=False)  # of the record that brought it
    patrol = models.ForeignKey(Patrol, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="+")
    result_id = models.CharField(max_length=40)  # of the case or advice
    result_number = models.CharField(max_length=40, default="", blank=True)
    title = models.CharField(max_length=100, default="", blank=True)
    at = models.DateTimeField()

    objects = AppendOnlyQuerySet["PatrolFinding"].as_manager()


class PatrolPath(models.Model):
    """The way between start and finish, where the office offers it and the person agreed. Erased after its days."""

    patrol = models.OneToOneField(Patrol, on_delete=models.CASCADE, primary_key=True, related_name="path")
    points: models.JSONField[Any, Any] = models.JSONField()  # [longitude, latitude, seconds since the start]
    metres = models.PositiveIntegerField()  # along the points
    kept_at = models.DateTimeField(default=now, db_index=True)
