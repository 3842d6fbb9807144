from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models import Case
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.supervision.models.escalations import EscalationStep
from chuangcheng.supervision.order_workflow import LABELS, MOVES, OPEN, OrderState
from chuangcheng.tasks.models import Task

STATES = [(state.value, _(label)) for state, label in LABELS.items()]


class SupervisionOrder(models.Model):
    """督办单: a unit is ordered to settle something by a day. How it came to where it stands is `OrderEvent`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    year = models.PositiveSmallIntegerField(null=True)  # of the number; a draft has none
    serial = models.PositiveIntegerField(null=True)  # counts in the year, never given twice
    word = models.CharField(max_length=20, default="", blank=True)  # before the number: 督办
    state = models.CharField(max_length=10, choices=STATES, default=OrderState.DRAFT.value)
    title = models.CharField(max_length=200)
    grounds = models.CharField(max_length=1000)  # why
    requirement = models.CharField(max_length=1000)  # what is to be done
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    head = models.ForeignKey(  # of the unit, when it was issued
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    head_name = models.CharField(max_length=60, default="", blank=True)  # as it was then
    office_name = models.CharField(max_length=120)  # which issues it
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")
    is_by_ladder = models.BooleanField(default=False)
    answer_days = models.PositiveSmallIntegerField(default=3)  # working days from issue; without a stated day
    due_at = models.DateTimeField(null=True)  # set when issued
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    issued_by_name = models.CharField(max_length=60, default="", blank=True)
    sign_by = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_by_name = models.CharField(max_length=60, default="", blank=True)
    answered_at = models.DateTimeField(null=True)  # the last time
    closed_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)  # when it was last told that it is late
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="order_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"]) | Q(serial__isnull=False, due_at__isnull=False),
                name="issued_order_has_number",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="order_unit"),
            models.Index(fields=["state", "-id"], name="order_state"),
            models.Index(fields=["due_at"], name="order_open_due", condition=Q(state__in=sorted(OPEN))),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def number(self) -> str:
        """督办〔2026〕12号; empty for a draft."""
        if self.serial is None:
            return ""
        facts = {"word": self.word, "year": self.year, "serial": self.serial}
        return gettext("%(word)s〔%(year)s〕%(serial)s号") % facts

    def is_late(self, moment: datetime) -> bool:
        """Whether the answer should have come by then."""
        return self.state in {"issued", "signed"} and self.due_at is not None and self.due_at < moment

    def is_unsigned_late(self, moment: datetime) -> bool:
        """Whether it should have been signed for by then."""
        return self.state == "issued" and self.sign_by is not None and self.sign_by < moment


class OrderCase(models.Model):
    """A case that an order is about, with the step of the ladder that brought it."""

    order = models.ForeignKey(SupervisionOrder, on_delete=models.CASCADE, related_name="entries", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    step = models.OneToOneField(EscalationStep, on_delete=models.PROTECT, null=True, related_name="order_entry")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["order", "case"], name="order_case_once")]
        indexes = [models.Index(fields=["case"], name="order_of_case")]


class OrderEvent(AppendOnly):
    """One move of an order: who, when, with which words. Appended, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    order = models.ForeignKey(SupervisionOrder, on_delete=models.CASCADE, related_name="history")
    move = models.CharField(max_length=10, choices=[(move.code, _(move.label)) for move in MOVES.values()])
    from_state = models.CharField(max_length=10)
    to_state = models.CharField(max_length=10)
    text = models.CharField(max_length=2000, default="", blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=60)  # as it was then
    at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["OrderEvent"].as_manager()

    class Meta:
        ordering = ["at", "pk"]


class OrderFile(models.Model):
    """A file that came with a move of an order."""

    event = models.ForeignKey(OrderEvent, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
