from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.command.models.creations import Creation
from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.standards.models import Framework


class AssessorVisit(models.Model):
    """迎检: a visit of those who decide on the title, with what they will look at."""

    class Level(models.TextChoices):
        CITY = "city", _("市级")
        PROVINCE = "province", _("省级")
        NATION = "nation", _("国家级")
        OTHER = "other", _("其他")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    creation = models.ForeignKey(Creation, on_delete=models.PROTECT, related_name="visits")
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=Level.choices)
    assessor = models.CharField(max_length=120, default="", blank=True)  # who comes
    first_on = models.DateField()  # of the window, as the last of `VisitWindow` says
    last_on = models.DateField()
    is_announced = models.BooleanField(default=True)  # False: 暗查, the window is what the office expects
    # The edition that they use; None: the one in force of the creation's framework.
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    round_kinds = models.JSONField(default=list)  # kinds of our rounds that count for this visit; empty: all
    sample = models.JSONField(null=True)  # how they draw sites, terms as inspections keep them; None: not known
    note = models.CharField(max_length=500, default="", blank=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    cancel_reason = models.CharField(max_length=300, default="", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["last_on", "first_on"], name="visit_window")]

    def __str__(self) -> str:
        return self.name


class VisitWindow(AppendOnly):
    """When a visit was expected, as it was known; the last row is the present window."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(AssessorVisit, on_delete=models.PROTECT, related_name="windows")
    first_on = models.DateField()
    last_on = models.DateField()
    reason = models.CharField(max_length=300, default="", blank=True)  # why it was moved; empty for the first
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["VisitWindow"].as_manager()

    class Meta:
        ordering = ["written_at", "pk"]
