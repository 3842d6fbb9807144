from __future__ import annotations

from django.db import models

from chuangcheng.cases.models.cases import Case, CaseEvent


class Pause(models.Model):
    """挂账: from this step on the clock of a case stands still. Its end is a row of its own."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="pause")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pauses")
    began_at = models.DateTimeField()
    expected_on = models.DateField(null=True)  # when it is to go on, as said then; None: not known


class PauseEnd(models.Model):
    """恢复处置: the clock goes on, the deadline moved by the pause."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, primary_key=True, related_name="pause_end")
    pause = models.OneToOneField(Pause, on_delete=models.CASCADE, related_name="end")
    ended_at = models.DateTimeField()
    former_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
