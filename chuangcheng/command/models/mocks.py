from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.command.models.visits import AssessorVisit
from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.inspections.models import Round, SampleDraw


class MockAssessment(models.Model):
    """模拟测评: a rehearsal round drawn as the assessors of a visit draw. Its report is computed from the round."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(AssessorVisit, on_delete=models.PROTECT, related_name="mocks")
    # A round in preparation may be discarded, and its mock assessment with it.
    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    draw = models.ForeignKey(SampleDraw, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-made_at", "-pk"]


class MockResult(AppendOnly):
    """The totals as they stood when the round was released, for the list over time. Points of 100; None: not known."""

    mock = models.OneToOneField(MockAssessment, on_delete=models.PROTECT, related_name="result")
    total = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    is_void = models.BooleanField(default=False)
    own_total = models.DecimalField(max_digits=7, decimal_places=2, null=True)  # our own sheet without this round
    own_is_void = models.BooleanField(default=False)
    kept_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["MockResult"].as_manager()
