from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly
from chuangcheng.core.times import now
from chuangcheng.inspections.models.rounds import Round
from chuangcheng.standards.models import Framework


class Plan(models.Model):
    """巡查计划: rounds that are made by themselves. What it says from which day on stands in its terms."""

    class State(models.TextChoices):
        ACTIVE = "active", _("执行中")
        PAUSED = "paused", _("已暂停")
        ENDED = "ended", _("已终止")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Round.Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # last day on which a round begins
    state_reason = models.CharField(max_length=300, default="", blank=True)  # why it is paused or ended
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="plan_state")]

    def __str__(self) -> str:
        return self.name


class PlanTerms(AppendOnly):
    """What a plan says from a day on. Never changed: a later row takes its place from its own day on."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("每个工作日")
        WEEKLY = "weekly", _("每周")
        MONTHLY = "monthly", _("每月")

    class Sharing(models.TextChoices):
        EVENLY = "evenly", _("平均，相邻的点位归一人")
        ROTATING = "rotating", _("轮换，各人逐轮看遍全部点位")
        BY_AREA = "by_area", _("按街镇分片")
        FIXED = "fixed", _("固定，点位沿用上一轮的人")
        OWNER = "owner", _("由点位的责任单位自查")

    class Ending(models.TextChoices):
        BY_HAND = "by_hand", _("由安排人结束和发布")
        FINISH = "finish", _("到期自动结束，由安排人发布")
        RELEASE = "release", _("到期自动结束并发布")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="terms")
    applies_from = models.DateField()
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices)
    weekdays = models.JSONField(default=list)  # Monday is 0
    month_day = models.PositiveSmallIntegerField(default=0)  # 1..31; 0: the last working day
    lasts_days = models.PositiveSmallIntegerField(default=1)  # working days
    scope = models.JSONField(default=dict)  # {"type_ids", "town_ids", "site_ids", "sample": sample terms or null}
    team = models.JSONField(default=list)  # [{"person_id", "unit_id", "town_ids"}] in order
    sharing = models.CharField(max_length=10, choices=Sharing.choices, default=Sharing.EVENLY)
    ending = models.CharField(max_length=10, choices=Ending.choices, default=Ending.BY_HAND)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["plan", "applies_from"], name="terms_of_plan")]


class PlanRun(models.Model):
    """One round of a plan, made once; without a round when none could be made, and then why."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="runs")
    period = models.DateField()  # the first day of the round
    ends_on = models.DateField()
    round = models.OneToOneField(Round, on_delete=models.SET_NULL, null=True, related_name="plan_run")
    note = models.CharField(max_length=300, default="", blank=True)
    absent = models.JSONField(default=list)  # [{"person", "substitute"}]: ids of who was away and who came
    made_at = models.DateTimeField(default=now)
    told_at = models.DateTimeField(null=True)  # when the planner was told what was not done

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "period"], name="plan_once_a_period")]


class Absence(models.Model):
    """Somebody away for a time, with or without a substitute; ended early, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()  # last day
    reason = models.CharField(max_length=200)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)  # called back, or noted by mistake

    class Meta:
        indexes = [models.Index(fields=["ends_on", "starts_on"], name="absence_days")]
