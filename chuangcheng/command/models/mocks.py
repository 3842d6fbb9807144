from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.command.models.visits import AssessorVisit
from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.inspections.models import Round, SampleDraw


class MockAssessment(models.Model):
    """模拟测评: a rehearsal round drawn as the assessors of a visit draw. What came of it is computed, never kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    visit = models.ForeignKey(AssessorVisit, on_delete=models.PROTECT, related_name="mocks")
    # A round in preparation may be discarded, and its mock assessment with it.
    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    draw = models.ForeignKey(SampleDraw, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-made_at", "-pk"]
