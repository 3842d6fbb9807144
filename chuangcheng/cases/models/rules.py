from __future__ import annotations

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from chuangcheng.cases.models.classes import LIMIT_UNITS, SEVERITIES, ProblemClass, ProblemList
from chuangcheng.orgs.models import Unit
from chuangcheng.standards.models import SiteType


class DispatchRule(models.Model):
    """派遣规则: which problems go to whom. The rules in force are asked in their order; `cases.choosing` decides."""

    class Lead(models.TextChoices):
        UNIT = "unit", _("指定单位")
        OWNER = "owner", _("点位的责任单位")
        STREET = "street", _("属地街道、乡镇")
        COMMUNITY = "community", _("属地社区、村")
        CLASS_UNIT = "class_unit", _("该类问题通常的牵头单位")

    name = models.CharField(_("规则名称"), max_length=60)
    order = models.PositiveIntegerField(_("顺序"), default=0)
    problem_class = models.ForeignKey(
        ProblemClass, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("问题类别")
    )
    group = models.CharField(_("大类"), max_length=60, default="", blank=True)
    problem_list = models.ForeignKey(
        ProblemList, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("清单")
    )
    site_type = models.ForeignKey(
        SiteType, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("点位类型")
    )
    area = models.ForeignKey(  # with all below
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所在区域")
    )
    source = models.CharField(_("来源"), max_length=10, default="", blank=True)  # Case.Source
    severity = models.CharField(_("紧急程度"), max_length=10, choices=SEVERITIES, default="", blank=True)
    words = models.CharField(  # parted by 、
        _("描述或地点中的字样"),
        max_length=200,
        default="",
        blank=True,
        help_text=_("有其中一个即符合，用顿号分开。"),
    )
    lead = models.CharField(_("派给"), max_length=12, choices=Lead.choices)
    unit = models.ForeignKey(  # of Lead.UNIT
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("指定的单位")
    )
    assisting = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name=_("配合单位"))
    limit_amount = models.PositiveIntegerField(  # None: the limit of the class
        _("整改时限"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    limit_unit = models.CharField(_("时限单位"), max_length=20, choices=LIMIT_UNITS, default="", blank=True)
    is_automatic = models.BooleanField(
        _("可以自动派遣"), default=False, help_text=_("“自动派遣”设置打开后，立案时按本规则直接派遣。")
    )
    starts_on = models.DateField(_("启用日期"), null=True, blank=True)  # None: not switched on yet
    ends_on = models.DateField(_("停用日期"), null=True, blank=True)  # first day without it

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def is_active_on(self, day: date) -> bool:
        """True when it is switched on and not yet off on that day."""
        return self.starts_on is not None and self.starts_on <= day and (self.ends_on is None or day < self.ends_on)
