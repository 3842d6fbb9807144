"""What offices differ in about checks, as dated settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register
from chuangcheng.inspections.models import Round

OUR_CHOICE = _("本系统自定")
STRICT_KINDS = frozenset({Round.Kind.MYSTERY, Round.Kind.THIRD_PARTY})
STRICT_SHARE, USUAL_SHARE = 10, 5  # per cent; our choice


def whole_number(least: int, most: int) -> Callable[[Any], int]:
    """A parser of whole numbers in a range, both ends included; it raises ValueError outside."""

    def parse(value: Any) -> int:
        number = int(value)
        if not least <= number <= most:
            raise ValueError(gettext("应为%(least)d至%(most)d的整数") % {"least": least, "most": most})
        return number

    return parse


CONTROL_SHARES = {
    kind.value: register(
        DatedSetting(
            key=f"inspections.control_share_{kind.value}",
            label=format_lazy(_("复核抽查比例：{kind}（%）"), kind=kind.label),
            default=STRICT_SHARE if kind in STRICT_KINDS else USUAL_SHARE,
            parse=whole_number(0, 100),
            help=_("已检查的点位中，由另一个人再查一次的比例，至少抽1个；0表示不抽。"),
            source=OUR_CHOICE,
        )
    )
    for kind in Round.Kind
}
CONTROL_DAYS = register(
    DatedSetting(
        key="inspections.control_days",
        label=_("复核应在抽取后多少天内完成"),
        default=7,
        parse=whole_number(1, 60),
        help=_("间隔越长，现场变化越大，两次结果越难比较。"),
        source=OUR_CHOICE,
    )
)
