"""Whether a new installation shows its first steps, as a dated setting: putting them away can be undone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(value)  # noqa: TRY004 - what every setting raises
    return value


SHOWS_FIRST_DAY: DatedSetting[bool] = register(
    DatedSetting(
        key="workbench.first_day",
        label=_("在工作台显示开办步骤"),
        default=True,
        parse=_yes_or_no,
        help=_("新装的系统在工作台列出开办的步骤；全部完成后自动不再显示。"),
        source=_("本系统的选择"),
    )
)
