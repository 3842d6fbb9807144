from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.times import now
from chuangcheng.orgs.models import Unit
from chuangcheng.sites.models import Site
from chuangcheng.standards.models import Framework


class Round(models.Model):
    """轮次: visits of one kind under one framework. Only a released round counts and is seen outside the team."""

    class Kind(models.TextChoices):
        PATROL = "patrol", _("日巡查")
        WEEKLY = "weekly", _("周检查")
        MONTHLY = "monthly", _("月评比")
        MYSTERY = "mystery", _("暗访")
        THIRD_PARTY = "third_party", _("第三方测评")
        REHEARSAL = "rehearsal", _("模拟测评")
        SUPERIOR = "superior", _("上级检查")
        SELF_CHECK = "self_check", _("自查")

    class State(models.TextChoices):
        DRAFT = "draft", _("准备中")
        RUNNING = "running", _("进行中")
        FINISHED = "finished", _("已结束")
        RELEASED = "released", _("已发布")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="rounds")
    organisation = models.CharField(max_length=120, default="", blank=True)  # who visits, when it is not the office
    paper_on = models.DateField(null=True, blank=True)  # of the superior's paper that told the findings
    paper_number = models.CharField(max_length=60, default="", blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    is_hidden = models.BooleanField(default=False)  # until released, with everything that hangs on it
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    released_at = models.DateTimeField(null=True)
    asks_review = models.BooleanField(default=False)  # visits count when somebody else has accepted them
    release_note = models.CharField(max_length=300, default="", blank=True)  # why with visits not accepted
    finish_note = models.CharField(max_length=300, default="", blank=True)  # why it ended with sites not visited

    class Meta:
        indexes = [models.Index(fields=["state", "-id"], name="round_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def paper(self) -> str:
        """省文明办〔2026〕12号，2026-09-30; empty without one."""
        day = f"{self.paper_on:%Y-%m-%d}" if self.paper_on else ""
        return "，".join(part for part in (self.paper_number, day) if part)


class Assignment(models.Model):
    """A site in a round and who visits it."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="assignments")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="assignments")
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="assignments"
    )
    # Any of its people may visit; then `inspector` is nobody, until one of them did.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    stands_in_for = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    excused_at = models.DateTimeField(null=True)  # taken out of the reckoning, see `AssignmentChange`
    excuse = models.CharField(max_length=200, default="", blank=True)
    order = models.PositiveIntegerField(default=0)
    visited_at = models.DateTimeField(null=True)  # when the first visit was submitted

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["round", "site"], name="site_once_a_round")]
        indexes = [models.Index(fields=["inspector", "visited_at"], name="assignment_inspector")]
