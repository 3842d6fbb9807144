from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Person, Unit
from chuangcheng.sites.models import Site


class Tour(models.Model):
    """拉练检查: leaders go to several sites one after the other and score each of them."""

    class State(models.TextChoices):
        PLANNED = "planned", _("准备中")
        OPEN = "open", _("进行中")
        FINISHED = "finished", _("已结束")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    held_on = models.DateField()
    starts_at = models.TimeField(default=time(8, 30))  # Shanghai
    start_name = models.CharField(max_length=80, default="", blank=True)  # where the bus leaves
    start_lon = models.FloatField(null=True)  # degrees WGS-84
    start_lat = models.FloatField(null=True)  # degrees WGS-84
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    leaders: models.ManyToManyField[Person, models.Model] = models.ManyToManyField(Person, related_name="+")
    previous = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")  # compared with
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return self.name


class TourStop(models.Model):
    """A site on a tour, with who receives the leaders there."""

    class Kind(models.TextChoices):
        MODEL = "model", _("示范点")
        PROBLEM = "problem", _("问题点")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="stops")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.MODEL)
    minutes = models.PositiveSmallIntegerField(default=15)  # there
    host_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    contact = models.CharField(max_length=60, default="", blank=True)  # who is on site

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["tour", "site"], name="site_once_a_tour")]


class TourScore(AppendOnly):
    """What a leader gave a stop; of several by one leader the newest counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stop = models.ForeignKey(TourStop, on_delete=models.PROTECT, related_name="scores")
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marks = models.JSONField(default=dict)  # criterion → 0..10
    score = models.DecimalField(max_digits=5, decimal_places=2)  # 0..100: ten times the mean of the marks
    remark = models.CharField(max_length=500, default="", blank=True)
    given_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["TourScore"].as_manager()


class TourPhoto(models.Model):
    """A photo with a leader's remark."""

    score = models.ForeignKey(TourScore, on_delete=models.PROTECT, related_name="shown_photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
