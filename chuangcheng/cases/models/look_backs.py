from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models.cases import Case
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.orgs.models import Unit


class LookBack(models.Model):
    """回头看: whether a fix still holds, some days after a case was closed. Planned by itself, done by a person."""

    class State(models.TextChoices):
        PLANNED = "planned", _("待看")
        DONE = "done", _("已看")
        LAPSED = "lapsed", _("不再需要")

    class Finding(models.TextChoices):
        STILL_FIXED = "still_fixed", _("仍保持")
        CAME_BACK = "came_back", _("已回潮")
        CANNOT_TELL = "cannot_tell", _("无法判断")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="look_backs")
    closing_id = models.UUIDField()  # the step that closed the case: closed anew, it is looked at anew
    after_days = models.PositiveIntegerField()  # calendar days after closing
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="look_backs"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")  # that is to look
    finding = models.CharField(max_length=12, choices=Finding.choices, default="", blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    done_by_name = models.CharField(max_length=60, default="", blank=True)
    done_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=1000, default="", blank=True)  # of the person, or why it lapsed
    opened_case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "closing_id", "after_days"], name="look_back_once")]
        indexes = [
            models.Index(fields=["due_on", "id"], name="look_back_due", condition=Q(state="planned")),
            models.Index(fields=["done_at"], name="look_back_done"),
        ]


class LookBackPhoto(models.Model):
    """A photo of what was seen."""

    look_back = models.ForeignKey(LookBack, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]
