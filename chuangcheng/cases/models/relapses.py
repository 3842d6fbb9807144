from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models.cases import Case
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit


class Relapse(models.Model):
    """回潮: a case that is the same problem back at the same place. How often it came back stands on the case."""

    class Reason(models.TextChoices):
        SAME_SITE = "same_site", _("同一点位")
        NEARBY = "nearby", _("相距不远")
        SEEN = "seen", _("回头看发现")

    class Ruling(models.TextChoices):
        RECOGNISED = "recognised", _("系统识别")
        CONFIRMED = "confirmed", _("已认定")
        DENIED = "denied", _("不是回潮")
        WITHDRAWN = "withdrawn", _("已不符合")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="relapse")
    earlier = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="relapses")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    distance_m = models.PositiveIntegerField(null=True)  # metres
    days = models.PositiveIntegerField()  # calendar days from closing to opening
    unit = models.ForeignKey(  # which fixed it the last time
        Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()  # as the case; here for the index
    recognised_at = models.DateTimeField(default=now)
    ruling = models.CharField(max_length=10, choices=Ruling.choices, default=Ruling.RECOGNISED)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ruled_by_name = models.CharField(max_length=60, default="", blank=True)
    ruled_at = models.DateTimeField(null=True)
    ruling_reason = models.CharField(max_length=300, default="", blank=True)
    cause = models.CharField(max_length=60, default="", blank=True)  # one of `recurrence_policies.CAUSES` of its day
    cause_text = models.CharField(max_length=1000, default="", blank=True)
    cause_by_name = models.CharField(max_length=60, default="", blank=True)
    cause_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["opened_at"], name="relapse_opened", condition=~Q(ruling__in=["denied", "withdrawn"])),
            models.Index(fields=["unit", "opened_at"], name="relapse_unit"),
        ]

    @property
    def is_standing(self) -> bool:
        """True while it counts: recognised or confirmed."""
        return self.ruling in {Relapse.Ruling.RECOGNISED, Relapse.Ruling.CONFIRMED}
