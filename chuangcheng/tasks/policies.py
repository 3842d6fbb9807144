"""Settings of tasks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register

USUAL_DAYS = register(
    DatedSetting(
        key="tasks.usual_days",
        label=_("没有填写工期的任务按几个工作日排"),
        default=10,
        parse=between(0, 500),
        help=_("倒排工期时，没有填写工期的任务按这个工期计算。"),
        source=_("本系统的选择"),
    )
)
AT_ONCE = register(
    DatedSetting(
        key="tasks.at_once",
        label=_("一个单位最多同时推进几项任务"),
        default=0,
        parse=between(0, 100),
        help=_("倒排工期时，每个单位同时推进的任务不超过这个数；0为不限。"),
        source=_("本系统的选择"),
    )
)
