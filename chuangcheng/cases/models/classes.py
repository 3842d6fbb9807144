from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.limits import Limit
from chuangcheng.cases.limits import Unit as LimitUnit
from chuangcheng.orgs.models import Unit

RADIUS_M = 50  # our choice: about the front of a shop and its neighbours
RELAPSE_DAYS = 90  # our choice: a season

LIMIT_UNITS = [
    (LimitUnit.CALENDAR_HOURS.value, _("小时")),
    (LimitUnit.WORKING_HOURS.value, _("工作时")),
    (LimitUnit.WORKING_DAYS.value, _("工作日")),
]


NORMAL, URGENT = "normal", "urgent"
SEVERITIES = [(NORMAL, _("一般")), (URGENT, _("紧急"))]


class ProblemClass(models.Model):
    """大类/小类 of a problem with its usual limit and unit."""

    code = models.CharField(_("编号"), max_length=20, unique=True)
    group = models.CharField(_("大类"), max_length=60)
    name = models.CharField(_("小类"), max_length=60)
    aliases = models.CharField(  # parted by 、
        _("也叫"), max_length=600, default="", blank=True, help_text=_("检查表和台账中的其他叫法，用顿号分开。")
    )
    filing_condition = models.CharField(_("立案条件"), max_length=300, default="", blank=True)
    closing_condition = models.CharField(_("结案条件"), max_length=300, default="", blank=True)
    limit_amount = models.PositiveIntegerField(_("处置时限"), validators=[MinValueValidator(1)])
    limit_unit = models.CharField(_("时限单位"), max_length=20, choices=LIMIT_UNITS)
    usual_severity = models.CharField(_("通常的紧急程度"), max_length=10, choices=SEVERITIES, default=NORMAL)
    urgent_amount = models.PositiveIntegerField(  # of `limit_unit`; None: by the setting of urgent problems
        _("紧急时的时限"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("单位同处置时限；不填则按“紧急问题的时限”这项设置。"),
    )
    default_unit = models.ForeignKey(
        Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("通常的牵头单位")
    )
    unit_words = models.CharField(  # parted by 、
        _("单位名称中的字样"),
        max_length=120,
        default="",
        blank=True,
        help_text=_("按这些字样在本地单位中找通常的牵头单位，用顿号分开，靠前的优先。"),
    )
    radius_m = models.PositiveIntegerField(  # metres; how far apart two problems may lie and still be one place
        _("同一地点的半径（米）"), default=RADIUS_M, help_text=_("没有点位的问题，相距不超过这个距离的算同一地点。")
    )
    relapse_days = models.PositiveIntegerField(  # calendar days after closing
        _("回潮期（天）"), default=RELAPSE_DAYS, help_text=_("结案后这些天内同一地点又出现，算回潮；0表示不算。")
    )
    source = models.CharField(_("依据"), max_length=300, default="", blank=True)
    is_active = models.BooleanField(_("使用中"), default=True)
    order = models.PositiveIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="problem_class_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> list[str]:
        """The name, and what checklists and ledgers call it besides."""
        return [self.name, *(alias.strip() for alias in self.aliases.split("、") if alias.strip())]

    @property
    def limit(self) -> Limit:
        """The time that its problems get."""
        return Limit(self.limit_amount, LimitUnit(self.limit_unit))

    @property
    def urgent_limit(self) -> Limit | None:
        """The time that its urgent problems get; None: as the setting of urgent problems says."""
        return Limit(self.urgent_amount, LimitUnit(self.limit_unit)) if self.urgent_amount else None


class ProblemList(models.Model):
    """A named list of classes: 六乱、十无, or one of the groups into which the problems of a batch are sorted."""

    class Kind(models.TextChoices):
        LIST = "list", _("清单")
        BATCH = "batch", _("批次分类")

    name = models.CharField(_("名称"), max_length=40, unique=True)
    kind = models.CharField(_("用途"), max_length=10, choices=Kind.choices, default=Kind.LIST)
    classes = models.ManyToManyField(ProblemClass, related_name="lists", blank=True, verbose_name=_("包含的类别"))
    source = models.CharField(_("依据"), max_length=300, default="", blank=True)
    is_active = models.BooleanField(_("使用中"), default=True)
    order = models.PositiveIntegerField(_("顺序"), default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name
