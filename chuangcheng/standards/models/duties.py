from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from chuangcheng.core.phones import mask_phones_in
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.standards.models.frameworks import Item, Standard


class ItemLeader(models.Model):
    """责任领导 of an item from a day on."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="leaders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="led_items")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # last day

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=models.Q(ends_on__isnull=True), name="one_leader_an_item"
            )
        ]


class Duty(models.Model):
    """A unit's part in a standard from a day on."""

    class Kind(models.TextChoices):
        LEAD = "lead", pgettext_lazy("duty", "牵头")
        RESPONSIBLE = "responsible", pgettext_lazy("duty", "责任")
        SUPPORTING = "supporting", pgettext_lazy("duty", "配合")

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="duties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # last day

    class Meta:
        indexes = [models.Index(fields=["unit", "kind"], name="duty_unit_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["standard"], condition=models.Q(kind="lead", ends_on__isnull=True), name="one_lead_a_standard"
            ),
            models.UniqueConstraint(
                fields=["standard", "unit", "kind"], condition=models.Q(ends_on__isnull=True), name="duty_once"
            ),
        ]


class DutyRuling(models.Model):
    """A disputed duty and how the lead leader ruled on it; the ruling is kept and binds later dispatch."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="rulings")
    raised_by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    raised_at = models.DateTimeField(default=now)
    ruled_for = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)


class Arrangement(models.Model):
    """How a standard is to be carried out, in the words of the office's 任务分解表; nothing is counted from them.

    Names of officers, never their phones: those are kept with people.
    """

    standard = models.OneToOneField(Standard, on_delete=models.CASCADE, related_name="arrangement")
    leader = models.CharField(max_length=200, default="", blank=True)  # 分管领导
    in_charge = models.CharField(max_length=200, default="", blank=True)  # 责任人
    due = models.CharField(max_length=200, default="", blank=True)  # 完成时限: 9月底前, 长期坚持
    frequency = models.CharField(max_length=200, default="", blank=True)  # 频次: 每季度报送
    third_level = models.CharField(max_length=200, default="", db_default="", blank=True)  # Ⅲ级指标 above the standard
    note = models.CharField(max_length=500, default="", db_default="", blank=True)  # 备注
    due_on = models.DateField(null=True)  # the last day that `due` names; None: it names none

    @property
    def told_note(self) -> str:
        """The note as everybody may read it: phones in it are masked."""
        return mask_phones_in(self.note)


class ArrangementChange(models.Model):
    """A change of an arrangement: by hand, by an import, or an undoing. Appended, never edited."""

    class Way(models.TextChoices):
        HAND = "hand", pgettext_lazy("arrangement", "修改")
        IMPORT = "import", pgettext_lazy("arrangement", "导入")
        UNDO = "undo", pgettext_lazy("arrangement", "撤销")

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="arrangement_changes", db_index=False)
    way = models.CharField(max_length=6, choices=Way.choices)
    at = models.DateTimeField(default=now)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # None: the system
    person_name = models.CharField(max_length=60)  # as it was then
    before = models.JSONField()  # field → text, of the fields that changed
    after = models.JSONField()  # the same fields

    class Meta:
        indexes = [models.Index(fields=["standard", "-id"], name="arrangement_change")]
