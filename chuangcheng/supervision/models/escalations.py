from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from chuangcheng.cases.models import Case
from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.supervision.ladder import Step, Whom
from chuangcheng.supervision.models.step_deeds import StepDeed, StepDeedUndo

STEP_WORDS = {
    Step.REMIND: gettext_noop("提醒"),
    Step.ORDER: gettext_noop("督办单"),
    Step.LEADER: gettext_noop("领导亲自督办"),
    Step.TALK: gettext_noop("约谈"),
    Step.ACCOUNT: gettext_noop("问责线索移交"),
}
WHOM_WORDS = {
    Whom.SUPERVISION_OFFICE: gettext_noop("督查室"),
    Whom.LEADER_IN_CHARGE: gettext_noop("分管领导"),
    Whom.ORGANISATION: gettext_noop("组织部门"),
    Whom.DISCIPLINE: gettext_noop("纪检监察机关"),
}
STEP_LABELS = {step: _(words) for step, words in STEP_WORDS.items()}
WHOM_LABELS = {whom: _(words) for whom, words in WHOM_WORDS.items()}


class EscalationStep(AppendOnly):
    """A step of the ladder that was taken about a case, once: `key` is the case and the rung. Never changed; an undo is
    a row of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=80, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)  # which led it then
    rung = models.CharField(max_length=20)  # code in the ladder in force then
    after_kind = models.CharField(max_length=8)  # "late", "rework", "relapse"
    after_days = models.PositiveSmallIntegerField(default=0)  # working days late
    after_hours = models.PositiveSmallIntegerField(default=0)  # working hours late
    after_times = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=8, choices=[(step.value, label) for step, label in STEP_LABELS.items()])
    by = models.CharField(max_length=20, choices=[(whom.value, label) for whom, label in WHOM_LABELS.items()])
    deadline = models.DateTimeField(null=True)  # of the case, in force then
    due_at = models.DateTimeField()  # when the rung was reached
    taken_at = models.DateTimeField(default=now)  # later than due after a stop of the worker
    person = models.ForeignKey(  # the leader who is to look after it; None: no one is named
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    recipient_count = models.PositiveIntegerField(default=0)  # people told in the inbox
    was_told = models.BooleanField(default=False)  # the reminder of the deadline had told the unit already
    is_passed_over = models.BooleanField(default=False)  # reached long before anybody looked: on record, nobody told

    objects = AppendOnlyQuerySet["EscalationStep"].as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["case", "-id"], name="escalation_case"),
            models.Index(fields=["unit", "-id"], name="escalation_unit"),
            models.Index(fields=["step", "-id"], name="escalation_step"),
        ]

    def __str__(self) -> str:
        return self.key


class EscalationDeed(StepDeed):
    """What was done about a step of a case."""

    step = models.ForeignKey(EscalationStep, on_delete=models.CASCADE, related_name="deeds")

    objects = AppendOnlyQuerySet["EscalationDeed"].as_manager()


class EscalationDeedUndo(StepDeedUndo):
    """A deed about a step of a case does not hold."""

    deed = models.OneToOneField(EscalationDeed, on_delete=models.CASCADE, primary_key=True, related_name="undone")

    objects = AppendOnlyQuerySet["EscalationDeedUndo"].as_manager()


class EscalationUndo(AppendOnly):
    """A step was taken back, for a reason. The step stays on record and is not taken again."""

    step = models.OneToOneField(EscalationStep, on_delete=models.CASCADE, primary_key=True, related_name="undone")
    reason = models.CharField(max_length=300)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["EscalationUndo"].as_manager()


class EscalationWait(models.Model):
    """A step on which somebody acts next; gone when it is dealt with or taken back, so that few rows are looked at."""

    step = models.OneToOneField(EscalationStep, on_delete=models.CASCADE, primary_key=True, related_name="wait")
