"""Whether problems may be dispatched without a person: a dated setting, off unless the office says otherwise."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register

ON, OFF = "on", "off"


def _switch(value: object) -> bool:
    if value not in {ON, OFF, True, False}:
        raise ValueError(value)
    return value in {ON, True}


AUTO_DISPATCH: DatedSetting[bool] = register(
    DatedSetting(
        key="cases.auto_dispatch",
        label=_("自动派遣"),
        default=False,
        parse=_switch,
        choices={ON: _("打开"), OFF: _("关闭")},
        help=_("打开后，立案的问题凡适用“可以自动派遣”的规则的，由系统按规则直接派遣。"),
        source=_("本系统的选择"),
    )
)
