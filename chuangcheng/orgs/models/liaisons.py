from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.orgs.models.units import Unit


class TownLink(models.Model):
    """包干联系: a leader who answers for a town, or a bureau that helps it, from a day on; ended, never deleted."""

    town = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="town_links")
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="town_links")
    bureau = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="helped_towns")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # last day

    class Meta:
        ordering = ["town", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(leader__isnull=True) ^ models.Q(bureau__isnull=True), name="leader_or_bureau"
            )
        ]

    @property
    def name(self) -> str:
        """The leader or the bureau."""
        if self.leader is not None:
            return self.leader.name
        return self.bureau.name if self.bureau is not None else ""


class HelpRequest(models.Model):
    """求助: a unit asks its leader or bureau for help on a case or task; answered with what was done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    link = models.ForeignKey(TownLink, on_delete=models.PROTECT, related_name="help_requests")  # who is asked
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # who asks
    source_kind = models.CharField(max_length=40)  # "cases.case"
    source_id = models.CharField(max_length=64)
    source_label = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=now)
    answer = models.CharField(max_length=500, default="", blank=True)
    answered_by_name = models.CharField(max_length=60, default="", blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["source_kind", "source_id"], name="help_source")]
