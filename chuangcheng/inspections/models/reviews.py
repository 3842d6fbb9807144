from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.inspections.models.visits import Answer, Visit


class Review(AppendOnly):
    """审核: what somebody other than the inspector decided on one version of a visit, and why."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("通过")
        RETURNED = "returned", _("退回")
        LEFT_OUT = "left_out", _("不计入")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="reviews")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewer_name = models.CharField(max_length=60, default="", blank=True)
    reviewed_at = models.DateTimeField(default=now)
    reason = models.CharField(max_length=300, default="", blank=True)
    # What has to be amended; none: everything may be.
    marked: models.ManyToManyField[Answer, models.Model] = models.ManyToManyField(Answer, related_name="+")

    objects = AppendOnlyQuerySet["Review"].as_manager()

    class Meta:
        ordering = ["reviewed_at", "pk"]
