from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models.visits import AssessorVisit
from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.sites.models import Site


class SitePreparation(AppendOnly):
    """How a site is made ready for a visit: who stands there, what is lacking, how the rehearsal went.

    The last row of a site counts.
    """

    class Rehearsal(models.TextChoices):
        NONE = "", _("没有演练")
        PASSED = "passed", _("演练合格")
        FAILED = "failed", _("演练不合格")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(AssessorVisit, on_delete=models.CASCADE, related_name="preparations", db_index=False)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    rehearsal = models.CharField(max_length=6, choices=Rehearsal.choices, default="", blank=True)
    rehearsed_on = models.DateField(null=True)
    lacking = models.CharField(max_length=200, default="", blank=True)  # material that is not there yet
    note = models.CharField(max_length=300, default="", blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["SitePreparation"].as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["visit", "site", "written_at"], name="preparation_of_visit")]


class DayPlanEntry(models.Model):
    """A line of the plan of a visit's days: when, what, who."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(AssessorVisit, on_delete=models.CASCADE, related_name="day_plan")
    day = models.DateField()
    starts = models.TimeField()  # Shanghai
    text = models.CharField(max_length=200)
    place = models.CharField(max_length=120, default="", blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["day", "starts", "pk"]
