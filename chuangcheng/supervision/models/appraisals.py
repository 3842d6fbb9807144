from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.ids import new_id
from chuangcheng.core.models.append_only import AppendOnly, AppendOnlyQuerySet
from chuangcheng.core.times import local_date, now
from chuangcheng.orgs.models import Unit
from chuangcheng.supervision.appraisal.periods import PeriodKind
from chuangcheng.supervision.models.formulas import FormulaVersion

PERIODS = [
    (PeriodKind.WEEK.value, _("周")),
    (PeriodKind.MONTH.value, _("月")),
    (PeriodKind.QUARTER.value, _("季度")),
    (PeriodKind.YEAR.value, _("年度")),
    (PeriodKind.CYCLE.value, _("创建周期")),
]


class Board(models.Model):
    """榜单: units of one class that are ranked among themselves. How it ranks is `BoardVersion`, by date."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=60, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name


class BoardVersion(AppendOnly):
    """How a board ranks from a day on. A change is a new row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField()
    formula = models.ForeignKey("supervision.Formula", on_delete=models.PROTECT, related_name="+")
    kinds = models.JSONField(default=list)  # of units; empty: the leaders of towns
    counts_below = models.BooleanField(default=True)  # what the units below each one did counts for it
    minimum = models.PositiveIntegerField(default=1)  # cases due; with fewer a unit has no place
    rate = models.CharField(max_length=20)  # `appraisal.RateOf`: shown with its interval
    red = models.PositiveIntegerField(default=0)  # units from the top
    black = models.PositiveIntegerField(default=0)  # units from the bottom
    spare_line = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # points
    objection_days = models.PositiveIntegerField(default=3)  # working days
    is_shown_to_all = models.BooleanField(default=True)  # False: a unit sees its own row alone
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    set_by_name = models.CharField(max_length=60)
    set_at = models.DateTimeField(default=now)

    objects = AppendOnlyQuerySet["BoardVersion"].as_manager()

    class Meta:
        ordering = ["-valid_from", "-set_at", "-pk"]

    @property
    def is_of_leaders(self) -> bool:
        """Whether people stand on it, not units."""
        return not self.kinds


class Run(models.Model):
    """One board over one period: what it was computed by stays with it, so that the past never changes."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("待公示")
        OPEN = "open", _("公示中")
        FINAL = "final", _("已发布")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="runs", db_index=False)
    period = models.CharField(max_length=10, choices=PERIODS)
    first = models.DateField()
    last = models.DateField()  # included
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEW)
    board_version = models.ForeignKey(BoardVersion, on_delete=models.PROTECT, related_name="+")
    formula_version = models.ForeignKey(FormulaVersion, on_delete=models.PROTECT, related_name="+")
    formula = models.JSONField()  # as it was then, by `write_formula`
    unit_count = models.PositiveIntegerField(default=0)
    ranked_count = models.PositiveIntegerField(default=0)
    case_count = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField(default=now)
    computed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    objections_until = models.DateTimeField(null=True)  # first moment after the time for objections
    published_at = models.DateTimeField(null=True)
    published_by_name = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        ordering = ["-last", "-first", "board"]
        constraints = [models.UniqueConstraint(fields=["board", "period", "first", "last"], name="run_once")]
        indexes = [models.Index(fields=["-last", "-first"], name="run_period")]

    @property
    def last_objection_day(self) -> date | None:
        """The last day on which units may object."""
        return None if self.objections_until is None else local_date(self.objections_until) - timedelta(days=1)


class Result(models.Model):
    """Where a unit or a leader stands on a run. Derived from `KeptFacts`; changes while objections are decided."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="results", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120)  # as it was then
    order = models.PositiveIntegerField()  # on the board, from 1; those not ranked last
    place = models.PositiveIntegerField(null=True)
    not_ranked = models.CharField(max_length=10, default="", blank=True)  # `appraisal.NotRanked`
    listed = models.CharField(max_length=10, default="", blank=True)  # `appraisal.Listed`
    points = models.DecimalField(max_digits=9, decimal_places=2)
    lines = models.JSONField(
        default=list
    )  # of the formula in order: points, and of a rate how many good among how many
    bound = models.DecimalField(max_digits=9, decimal_places=2)  # points that the floor or the ceiling added or took
    workload = models.PositiveIntegerField()  # cases
    good = models.PositiveIntegerField()  # of the rate that the board shows
    counted = models.PositiveIntegerField()
    low = models.DecimalField(max_digits=5, decimal_places=4, null=True)  # 0..1
    high = models.DecimalField(max_digits=5, decimal_places=4, null=True)  # 0..1
    shrunken = models.DecimalField(max_digits=5, decimal_places=4, null=True)  # 0..1
    shown_points = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # when objections were opened
    shown_place = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["order"]
        indexes = [
            models.Index(fields=["run", "order"], name="result_order"),
            models.Index(fields=["unit", "-id"], name="result_unit"),
        ]

    @property
    def rate(self) -> float | None:
        """The raw rate, 0..1; None when nothing was counted."""
        return self.good / self.counted if self.counted else None


class KeptFacts(models.Model):
    """The records behind a result as they stood when it was computed (`appraisal.keeping`)."""

    result = models.OneToOneField(Result, on_delete=models.CASCADE, primary_key=True, related_name="kept")
    facts = models.JSONField()
