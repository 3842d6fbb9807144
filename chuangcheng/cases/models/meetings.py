from __future__ import annotations

from django.db import models

from chuangcheng.cases.models.cases import Case, CaseEvent


class Escalation(models.Model):
    """提请联席会议: the question stands in the step."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="escalation")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="escalations")
    asked_at = models.DateTimeField()


class Decision(models.Model):
    """会议决定: its text stands in the step."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="decision")
    escalation = models.OneToOneField(Escalation, on_delete=models.CASCADE, related_name="decision")
    decided_on = models.DateField()  # the day of the meeting
