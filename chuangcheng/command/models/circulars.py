from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.tasks.models import Task


class Circular(models.Model):
    """文件: received from above, or issued by the office; passed down to units, which read it and sign for it."""

    class Direction(models.TextChoices):
        RECEIVED = "received", _("来文")
        ISSUED = "issued", _("下发")

    class Urgency(models.TextChoices):
        PLAIN = "plain", _("平件")
        URGENT = "urgent", _("急件")
        MOST_URGENT = "most", _("特急")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)  # our register
    direction = models.CharField(max_length=10, choices=Direction.choices)
    title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=60, default="", blank=True)  # 文号, as it stands on the paper
    sender = models.CharField(max_length=100)  # who issued it
    dated_on = models.DateField()
    urgency = models.CharField(max_length=6, choices=Urgency.choices, default=Urgency.PLAIN)
    about = models.CharField(max_length=500, default="", blank=True)
    text = models.TextField(default="", blank=True)
    sign_by = models.DateField(null=True)  # the last day for the units to sign; None: no date
    wants_answer = models.BooleanField(default=False)  # whoever signs says what is being done
    issued_at = models.DateTimeField(null=True)  # first passed down to units; from then on it is not changed
    withdrawn_at = models.DateTimeField(null=True)
    withdraw_reason = models.CharField(max_length=300, default="", blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["direction", "-dated_on", "-id"], name="circular_when")]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """registered, issued, withdrawn or replaced."""
        if self.withdrawn_at is not None:
            return "withdrawn" if self.replaced_by_id is None else "replaced"
        return "issued" if self.issued_at is not None else "registered"


class CircularUnit(models.Model):
    """A unit to which a circular was passed, and how far it is with it: nobody read it, read, signed for."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    circular = models.ForeignKey(Circular, on_delete=models.CASCADE, related_name="units", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    passed_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="passed_on")
    sign_by = models.DateField(null=True)
    read = models.OneToOneField("CircularReceipt", on_delete=models.PROTECT, null=True, related_name="+")  # the first
    signed = models.OneToOneField("CircularReceipt", on_delete=models.PROTECT, null=True, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["circular", "unit"], name="circular_unit_once")]
        indexes = [
            models.Index(fields=["unit"], name="circular_to_sign", condition=Q(signed__isnull=True)),
        ]

    def is_late(self, today: date) -> bool:
        """Whether the last day passed unsigned."""
        return self.signed_id is None and self.sign_by is not None and self.sign_by < today


class CircularReceipt(AppendOnly):
    """Somebody of a unit read the circular, or signed for it (签收); both stay for good."""

    class Kind(models.TextChoices):
        READ = "read", _("已阅")
        SIGNED = "signed", _("已签收")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    addressed = models.ForeignKey(CircularUnit, on_delete=models.CASCADE, related_name="receipts")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, default="", blank=True)  # what is being done
    received_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["CircularReceipt"].as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["addressed", "person", "kind"], name="receipt_once")]


class CircularQuestion(AppendOnly):
    """A unit asks back about a circular."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    addressed = models.ForeignKey(CircularUnit, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=500)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["CircularQuestion"].as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]


class CircularAnswer(AppendOnly):
    """What the office says to a question."""

    question = models.OneToOneField(CircularQuestion, on_delete=models.CASCADE, related_name="answer")
    text = models.CharField(max_length=1000)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["CircularAnswer"].as_manager()


class CircularTask(models.Model):
    """A task that a circular brought, with the sentence that asks for it."""

    circular = models.ForeignKey(Circular, on_delete=models.PROTECT, related_name="tasks")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")
    quotation = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        ordering = ["pk"]
