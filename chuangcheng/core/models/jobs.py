from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id


class Job(models.Model):
    """Long work: claimed under a lease by one worker at a time; an expired lease is taken again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("等待中")
        RUNNING = "running", _("进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)  # "core.seal_audit"
    arguments = models.JSONField(default=dict)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=10, default="", db_default="")  # of who asked; "": the product's own
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=80, default="")
    attempts = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)  # of the latest attempt
    done = models.PositiveBigIntegerField(default=0)  # steps done
    total = models.PositiveBigIntegerField(default=0)  # steps in all; 0: not known
    message = models.CharField(max_length=300, default="")  # for the person who waits
    result = models.JSONField(default=dict)
    cancel_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["run_after"], name="job_open", condition=models.Q(state__in=["waiting", "running"])),
            models.Index(fields=["requested_by", "-id"], name="job_of_person"),
        ]


class Schedule(models.Model):
    """Periodic work: claimed by a conditional update of `next_at`, so that two workers start it once."""

    name = models.CharField(max_length=80, primary_key=True)  # job name
    every_seconds = models.PositiveIntegerField()
    next_at = models.DateTimeField()
    last_at = models.DateTimeField(null=True)  # when it last began
    succeeded_at = models.DateTimeField(null=True)  # when it last ended well
    error = models.CharField(max_length=300, default="")  # of the last run; empty when that went well
