from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models import Case, ProblemClass
from chuangcheng.command.special_workflow import STATE_LABELS, State
from chuangcheng.core.ids import new_id
from chuangcheng.core.models import StoredFile
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import now
from chuangcheng.inspections.models import Round
from chuangcheng.orgs.models import Unit
from chuangcheng.standards.models import SiteType, Standard


class SpecialCampaign(models.Model):
    """专项整治: some weeks of work on one kind of problem, led by a leader, for standards of a framework."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=1000, default="", blank=True)  # what for, what is to be done
    standards = models.ManyToManyField(Standard, related_name="+")
    problem_classes = models.ManyToManyField(ProblemClass, related_name="+")
    site_types = models.ManyToManyField(SiteType, related_name="+", blank=True)  # none: of all types
    areas = models.ManyToManyField(Unit, related_name="+", blank=True)  # with all below; none: everywhere
    leader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    units: models.ManyToManyField[Unit, SpecialUnit] = models.ManyToManyField(
        Unit, through="SpecialUnit", related_name="+"
    )  # take part and report; the lead unit too
    starts_on = models.DateField()
    ends_on = models.DateField()  # last day
    state = models.CharField(
        max_length=10,
        choices=[(state.value, _(label)) for state, label in STATE_LABELS.items()],
        default=State.PREPARING.value,
    )
    remains = models.TextField(default="", blank=True)  # what is left, for the closing report
    lessons = models.TextField(default="", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["state", "-starts_on"], name="special_state")]

    def __str__(self) -> str:
        return self.name


class SpecialUnit(models.Model):
    """A unit that takes part in a campaign and reports its work."""

    campaign = models.ForeignKey(SpecialCampaign, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="special_unit_once")]


class SpecialTarget(models.Model):
    """What a campaign is to reach, as a number."""

    class Kind(models.TextChoices):
        FOUND = "found", _("发现问题")
        FIXED = "fixed", _("整改完成")
        FIXED_RATE = "fixed_rate", _("整改率")
        SITES = "sites", _("检查点位")
        COVERAGE = "coverage", _("点位覆盖率")
        PEOPLE = "people", _("参加人次")
        HOURS = "hours", _("投入工时")

    campaign = models.ForeignKey(SpecialCampaign, on_delete=models.CASCADE, related_name="targets")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.PositiveIntegerField()  # of `special_wording.TARGET_UNITS`

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "kind"], name="special_target_once")]
        ordering = ["pk"]


class SpecialStep(AppendOnly):
    """What happened to a campaign: started, changed, extended, ended. Appended, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(SpecialCampaign, on_delete=models.CASCADE, related_name="steps", db_index=False)
    move = models.CharField(max_length=10)  # "create", or a move of `special_workflow`
    to_state = models.CharField(max_length=10)
    reason = models.CharField(max_length=300, default="", blank=True)
    what = models.CharField(max_length=500, default="", blank=True)  # 结束日期2026-09-30→2026-10-15
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["SpecialStep"].as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [models.Index(fields=["campaign", "made_at"], name="special_step_of")]


class SpecialRound(models.Model):
    """A round of checks whose findings belong to a campaign."""

    campaign = models.ForeignKey(SpecialCampaign, on_delete=models.CASCADE, related_name="rounds")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "round"], name="special_round_once")]
        ordering = ["pk"]


class SpecialCase(AppendOnly):
    """A case taken into or out of a campaign against the rule. The last word on a case counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(SpecialCampaign, on_delete=models.CASCADE, related_name="choices")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    is_in = models.BooleanField()
    reason = models.CharField(max_length=300)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["SpecialCase"].as_manager()

    class Meta:
        ordering = ["chosen_at", "pk"]


class SpecialReport(AppendOnly):
    """今日进展 of a unit. A correction is a new row that points at the one it replaces."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    campaign = models.ForeignKey(SpecialCampaign, on_delete=models.PROTECT, related_name="reports", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    people = models.PositiveIntegerField()  # who took part that day
    hours = models.PositiveIntegerField(default=0)  # of work, all of them together
    text = models.CharField(max_length=1000)  # what was cleared
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["SpecialReport"].as_manager()

    class Meta:
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["campaign", "day"], name="special_report_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "day"],
                name="special_report_once",
                condition=models.Q(replaces__isnull=True),
            )
        ]


class SpecialReportPhoto(models.Model):
    """A picture of what a unit did."""

    report = models.ForeignKey(SpecialReport, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]


class SpecialPick(models.Model):
    """A fixed case whose two photos go into the closing report."""

    campaign = models.ForeignKey(SpecialCampaign, on_delete=models.CASCADE, related_name="picks")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "case"], name="special_pick_once")]
        ordering = ["pk"]
