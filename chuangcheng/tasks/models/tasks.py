from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.standards.models import Standard
from chuangcheng.tasks.workflow import OPEN_STATES, STATE_LABELS, State

DIGITS, PLACES = 14, 2  # of an amount


class Task(models.Model):
    """A piece of work with a target, a unit and a date. Its course is in `TaskEvent`; here is where it stands now."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, null=True, related_name="tasks", db_index=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    target = models.CharField(max_length=300, default="", blank=True)  # in words
    measure = models.CharField(max_length=20, default="", blank=True)  # 处, 个, %
    now_amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)  # what stands when it begins
    target_amount = models.DecimalField(
        max_digits=DIGITS, decimal_places=PLACES, null=True
    )  # what must stand in the end
    work_standard = models.CharField(max_length=1000, default="", blank=True)  # 工作标准
    measures = models.CharField(max_length=1000, default="", blank=True)  # 工作措施
    proof = models.CharField(max_length=300, default="", blank=True)  # what shows that it is done
    tags = models.CharField(
        max_length=300, default="", db_default="", blank=True
    )  # other programmes it serves, as `tags.written_tags` writes them
    starts_on = models.DateField(null=True)  # not before
    due_on = models.DateField()  # last day
    days = models.PositiveIntegerField(null=True)  # working days that it takes; None: nobody said
    is_standing = models.BooleanField(default=False)  # 长期坚持: reported every month
    state = models.CharField(max_length=10, choices=[(state.value, _(label)) for state, label in STATE_LABELS.items()])
    done_amount = models.DecimalField(
        max_digits=DIGITS, decimal_places=PLACES, default=Decimal(0)
    )  # of target − now, by reports
    percent = models.PositiveSmallIntegerField(default=0)
    accepted_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)  # last
    finished_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)  # closed or void
    import_key = models.CharField(max_length=64, default="", db_default="", blank=True)  # of the row that it came from
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-id"], name="task_unit"),
            models.Index(fields=["standard", "-id"], name="task_standard", condition=Q(standard__isnull=False)),
            models.Index(
                fields=["due_on"],
                name="task_open_due",
                condition=Q(state__in=sorted(state.value for state in OPEN_STATES)),
            ),
            models.Index(fields=["state", "-id"], name="task_state"),
            models.Index(fields=["-id"], name="task_tagged", condition=~Q(tags="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["import_key"], name="task_import_once", condition=~Q(import_key="")),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def quantity(self) -> Decimal | None:
        """What it has to bring; None where it is not counted."""
        if self.target_amount is None:
            return None
        return abs(self.target_amount - (self.now_amount or Decimal(0)))

    @property
    def is_open(self) -> bool:
        return State(self.state) in OPEN_STATES


class TaskEvent(AppendOnly):
    """One step of a task: who, when, what. Appended, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="history", db_index=False)
    move = models.CharField(max_length=12)  # a move of `workflow`, or: create, change, split, goals
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    person_name = models.CharField(max_length=60)
    unit_name = models.CharField(max_length=80, default="", blank=True)
    at = models.DateTimeField(default=now)
    text = models.CharField(max_length=1000, default="", blank=True)
    amount = models.DecimalField(max_digits=DIGITS, decimal_places=PLACES, null=True)  # brought with this report
    percent = models.PositiveSmallIntegerField(null=True)  # said with this report
    before = models.JSONField(default=dict)  # field → text, of what a change changed
    after = models.JSONField(default=dict)

    objects = AppendOnlyQuerySet["TaskEvent"].as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["task", "at", "id"], name="task_event")]


class TaskPhoto(models.Model):
    """A picture that shows what a report says."""

    event = models.ForeignKey(TaskEvent, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class TaskGoal(models.Model):
    """A day that a task must be ready for: a visit. `key` names it in the context above."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="goals", db_index=False)
    key = models.CharField(max_length=80)
    label = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "key"], name="task_goal_once")]
        indexes = [models.Index(fields=["key"], name="task_goal_key")]


class TaskLink(models.Model):
    """One task waits for another."""

    before = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="links_after", db_index=False)
    after = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="links_before")
    lag = models.SmallIntegerField(default=0)  # working days
    from_start = models.BooleanField(default=False)  # waits for its beginning, not its end

    class Meta:
        constraints = [models.UniqueConstraint(fields=["before", "after"], name="task_link_once")]
