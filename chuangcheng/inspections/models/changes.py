from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.models.append_only import AppendOnly
from chuangcheng.core.times import now
from chuangcheng.inspections.models.rounds import Assignment


class AssignmentChange(AppendOnly):
    """What happened to somebody's site in a round besides the visit: handed over, excused, taken by a substitute."""

    class Kind(models.TextChoices):
        HANDED = "handed", _("转交")
        EXCUSED = "excused", _("免检")
        EXCUSE_LIFTED = "lifted", _("撤销免检")
        SUBSTITUTED = "substituted", _("替班")

    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    from_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    to_person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)
