"""How often leaders and bureaus visit their towns, as a dated setting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register
from chuangcheng.inspections.policies import OUR_CHOICE, whole_number

LIAISON_DAYS = register(
    DatedSetting(
        key="inspections.liaison_days",
        label=_("包干领导和联系部门多少天至少走访一次"),
        default=30,
        parse=whole_number(1, 365),
        help=_("从上次走访算起，没有走访过的从开始包干那天算起。"),
        source=OUR_CHOICE,
    )
)
