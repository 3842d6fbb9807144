from __future__ import annotations

from django.db import models

from chuangcheng.cases.models.cases import Case, CaseEvent


class Recheck(models.Model):
    """立行立改抽查: a case that was drawn when it was fixed on the spot."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="recheck")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="rechecks")
    drawn_at = models.DateTimeField()
    lot = models.FloatField()  # 0..1, from seed and number; drawn because it lies below `share`
    share = models.FloatField()  # 0..1, of the cases fixed on the spot, as set on that day


class RecheckResult(models.Model):
    """What the second person found: still good, or not, which reopens the case."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="recheck_result")
    recheck = models.OneToOneField(Recheck, on_delete=models.CASCADE, related_name="result")
    is_good = models.BooleanField()
    checked_at = models.DateTimeField()
