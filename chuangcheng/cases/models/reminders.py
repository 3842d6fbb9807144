from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models.cases import Case
from chuangcheng.cases.reminders import KIND_LABELS
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.orgs.models import Unit


class CaseReminder(AppendOnly):
    """A reminder of a deadline: sent, or passed over since a later one was due already. Appended, never edited."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reminders", db_index=False)
    kind = models.CharField(max_length=10, choices=[(kind, _(label)) for kind, label in KIND_LABELS.items()])
    due_at = models.DateTimeField()  # the deadline that it is about: another deadline, another reminder
    planned_at = models.DateTimeField()
    at = models.DateTimeField()  # when it was sent; later than planned after a stop of the worker
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    recipient_count = models.PositiveIntegerField(default=0)
    is_superseded = models.BooleanField(default=False)  # not sent: a later one says more

    objects = AppendOnlyQuerySet["CaseReminder"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind", "due_at"], name="case_reminder_once")]


class UnitReminder(AppendOnly):
    """A press of 提醒 at the duty desk: who reminded which unit, when, of how much. Appended, never edited."""

    press_id = models.UUIDField()  # made by the form; all units of one press have the same
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=60)  # as it was then
    at = models.DateTimeField()
    overdue_count = models.PositiveIntegerField()
    soon_count = models.PositiveIntegerField()
    recipient_count = models.PositiveIntegerField()

    objects = AppendOnlyQuerySet["UnitReminder"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["press_id", "unit"], name="unit_reminder_once")]
        indexes = [models.Index(fields=["unit", "-id"], name="unit_reminder_newest")]
