from __future__ import annotations

from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.sites.models import Site


class CompositePlace(models.Model):
    """组合点位: a place scored as one that is made of several sites, such as a township."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Composition(AppendOnly):
    """What a composite place is made of from a day on; the newest one for a day counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    place = models.ForeignKey(CompositePlace, on_delete=models.PROTECT, related_name="compositions")
    starts_on = models.DateField()
    made_by_name = models.CharField(max_length=60, default="", blank=True)
    made_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["Composition"].as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]


class CompositePart(models.Model):
    """A part of a composition: 政府 20 %, 主要街道 30 %; of one site or several."""

    composition = models.ForeignKey(Composition, on_delete=models.PROTECT, related_name="parts")
    name = models.CharField(max_length=40)
    weight = models.DecimalField(max_digits=5, decimal_places=2)  # per cent
    order = models.PositiveSmallIntegerField(default=0)
    sites: models.ManyToManyField[Site, models.Model] = models.ManyToManyField(Site, related_name="+")

    class Meta:
        ordering = ["order", "pk"]
