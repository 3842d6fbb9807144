from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.orgs.models.units import Unit


class Ask(models.Model):
    """Something that a unit is asked for: a task, material, a form. Counted, and looked at before it is asked again."""

    class Kind(models.TextChoices):
        TASK = "task", _("任务")
        MATERIAL = "material", _("材料")
        VISIT = "visit", _("检查")
        FORM = "form", _("填报")
        MEETING = "meeting", _("会议")
        CIRCULAR = "circular", _("文件")
        ORDER = "order", _("督办单")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="asks", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    mark = models.CharField(max_length=200)  # the title without what does not tell two apart
    source_kind = models.CharField(max_length=40)  # "tasks.task"
    source_id = models.CharField(max_length=64)
    source_label = models.CharField(max_length=80)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_by_unit = models.CharField(max_length=80, default="", blank=True)  # as it was called
    asked_at = models.DateTimeField(default=now)
    asked_on = models.DateField()  # the day of the place
    due_on = models.DateField(null=True)
    despite = models.CharField(max_length=300, default="", blank=True)  # why it is asked although one like it is open
    ended_on = models.DateField(null=True)  # done, or taken back
    is_taken_back = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source_kind", "source_id", "unit"], name="ask_of_source_once")]
        indexes = [
            models.Index(fields=["asked_on", "unit"], name="ask_day"),
            models.Index(fields=["unit", "-asked_on"], name="ask_unit"),
            models.Index(fields=["unit", "mark"], name="ask_open_mark", condition=Q(ended_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.source_label
