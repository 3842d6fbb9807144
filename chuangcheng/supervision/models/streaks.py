from __future__ import annotations

from django.conf import settings
from django.db import models

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.supervision.ladder import Step, Whom
from chuangcheng.supervision.models.appraisals import Board, Run
from chuangcheng.supervision.models.escalations import STEP_LABELS, WHOM_LABELS
from chuangcheng.supervision.models.step_deeds import StepDeed, StepDeedUndo


class StreakStep(AppendOnly):
    """连续上榜措施: what so many periods on a black list in a row earned, once: `key` is board, kind of period, unit,
    first period of the streak and rung. Never changed; an undo is a row of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=120, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+", db_index=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")  # the period that earned it
    since = models.DateField()  # first day of the streak
    periods = models.PositiveSmallIntegerField()  # in a row, with this one
    rung = models.CharField(max_length=20)  # code in the table in force then
    step = models.CharField(max_length=8, choices=[(step.value, STEP_LABELS[step]) for step in Step])
    by = models.CharField(max_length=20, choices=[(whom.value, WHOM_LABELS[whom]) for whom in Whom])
    taken_at = models.DateTimeField(default=now)
    recipient_count = models.PositiveIntegerField(default=0)  # people told in the inbox
    is_passed_over = models.BooleanField(default=False)  # a higher one was earned at once: nobody told

    objects = AppendOnlyQuerySet["StreakStep"].as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["unit", "-id"], name="streak_unit"),
            models.Index(fields=["board", "-id"], name="streak_board"),
        ]

    def __str__(self) -> str:
        return self.key


class StreakUndo(AppendOnly):
    """A step for periods in a row was taken back, for a reason. The step stays on record and is not taken again."""

    step = models.OneToOneField(StreakStep, on_delete=models.CASCADE, primary_key=True, related_name="undone")
    reason = models.CharField(max_length=300)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["StreakUndo"].as_manager()


class StreakDeed(StepDeed):
    """What was done about a step for periods in a row."""

    step = models.ForeignKey(StreakStep, on_delete=models.CASCADE, related_name="deeds")

    objects = AppendOnlyQuerySet["StreakDeed"].as_manager()


class StreakDeedUndo(StepDeedUndo):
    """A deed about a step for periods in a row does not hold."""

    deed = models.OneToOneField(StreakDeed, on_delete=models.CASCADE, primary_key=True, related_name="undone")

    objects = AppendOnlyQuerySet["StreakDeedUndo"].as_manager()
