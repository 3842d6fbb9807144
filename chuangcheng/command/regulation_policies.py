"""When the office is told that a regulation runs out, as a dated setting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register

RUNS_OUT_WITHIN = register(
    DatedSetting(
        key="command.regulation_runs_out",
        label=_("制度到期前多少天提醒创城办"),
        default=60,
        parse=between(0, 730),
        source=_("本系统的选择"),
    )
)
