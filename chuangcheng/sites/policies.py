"""What offices differ in about sites, as dated settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register
from chuangcheng.sites.coordinates import SYSTEMS

OUR_CHOICE = _("本系统自定")
MOST_NAMES = 100
MOST_DAYS = 1_000


def one_system(value: Any) -> str:
    """A coordinate system; raises ValueError for an unknown one."""
    if value not in SYSTEMS:
        raise ValueError(gettext("坐标系应为%(systems)s之一") % {"systems": "、".join(SYSTEMS)})
    return str(value)


def whole_number(least: int, most: int) -> Callable[[Any], int]:
    """A parser of whole numbers in a range, both ends included; it raises ValueError outside."""

    def parse(value: Any) -> int:
        number = int(value)
        if not least <= number <= most:
            raise ValueError(gettext("应为%(least)d至%(most)d的整数") % {"least": least, "most": most})
        return number

    return parse


def names(value: Any) -> list[str]:
    """A list of names; raises ValueError for anything else."""
    if not isinstance(value, list) or len(value) > MOST_NAMES or not all(isinstance(name, str) for name in value):
        raise ValueError(gettext("应为名称的列表"))
    return [name.strip() for name in value if name.strip()]


COORDINATE_SYSTEM = register(
    DatedSetting(
        key="sites.coordinate_system",
        label=_("台账没有写明时，经纬度按哪种坐标系理解"),
        default="wgs84",
        parse=one_system,
        choices={
            "wgs84": _("WGS-84（卫星定位）"),
            "cgcs2000": _("国家2000"),
            "gcj02": _("GCJ-02（高德、腾讯地图）"),
            "bd09": _("BD-09（百度地图）"),
        },
        source=OUR_CHOICE,
    )
)
FAR_KILOMETRES = register(
    DatedSetting(
        key="sites.far_kilometres",
        label=_("导入时，离本地多少公里以外的坐标不采用"),
        default=100,
        parse=whole_number(1, 20_000),
        help=_("从已有点位的中心算起。不采用的会列出来，点位本身照常导入。"),
        source=OUR_CHOICE,
    )
)
FRESH_DAYS = register(
    DatedSetting(
        key="sites.fresh_days",
        label=_("多少天没有检查的点位算久未检查"),
        default=30,
        parse=whole_number(1, 1_000),
        source=OUR_CHOICE,
    )
)


def days_by_type(value: Any) -> dict[str, int]:
    """Site type → days; raises ValueError for anything else."""
    if not isinstance(value, dict) or len(value) > MOST_NAMES:
        raise ValueError(gettext("应为“点位类型: 天数”的对照"))
    found = {str(name).strip(): int(days) for name, days in value.items()}
    if not all(name and 1 <= days <= MOST_DAYS for name, days in found.items()):
        raise ValueError(gettext("天数应为1至%(most)d的整数") % {"most": MOST_DAYS})
    return found


COVERAGE_DAYS: DatedSetting[dict[str, int]] = register(
    DatedSetting(
        key="sites.coverage_days",
        label=_("各类点位多少天没有检查算久未检查"),
        default={},
        parse=days_by_type,
        help=_("写成“点位类型: 天数”的对照，没有写的类型按上面的天数。"),
        source=OUR_CHOICE,
    )
)
STEWARDED_TYPES = register(
    DatedSetting(
        key="sites.stewarded_types",
        label=_("哪些类型的点位必须有街巷长、路长等"),
        default=["主次干道", "背街小巷", "商业大街"],
        parse=names,
        help=_("写点位类型的名称。"),
        source=OUR_CHOICE,
    )
)
