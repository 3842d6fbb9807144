"""What offices set differently about the stewards' patrols, each with a date."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register
from chuangcheng.field.frequency import FREQUENCIES, NONE
from chuangcheng.sites.queries import STEWARD_KINDS

OUR_CHOICE = _("本系统的选择")
MOST_AREAS = 500
LONGEST_DAYS = 3650
MOST_METRES = 1000
OFF, ASK = "off", "ask"
CHOICES = {NONE: _("不要求"), **{code: _(each.words) for code, each in FREQUENCIES.items()}}
USUAL = {  # a road chief goes twice a month, as in 恩阳 (domain.md 6.6); the rest is our choice
    "lane_chief": "week1",
    "lane_keeper": "week3",
    "road_chief": "month2",
    "segment_chief": "week1",
}


def one_of(*known: str) -> Any:
    """A parser that takes one of these words; it raises ValueError for another."""

    def parse(value: Any) -> str:
        if value not in known:
            raise ValueError(", ".join(known))
        return str(value)

    return parse


def by_area(value: Any) -> dict[str, str]:
    """Name of a unit, or "name/kind of steward" → frequency; raises ValueError for anything else."""
    if not isinstance(value, dict) or len(value) > MOST_AREAS:
        raise ValueError(gettext("应为“单位名称: 频次”的对照"))
    for name, code in value.items():
        _unit, slash, kind = str(name).partition("/")
        if code not in CHOICES or (slash and kind not in STEWARD_KINDS):
            raise ValueError(", ".join([*CHOICES, *STEWARD_KINDS]))
    return {str(name): str(code) for name, code in value.items()}


PATROL_DAYS = {
    kind: register(
        DatedSetting(
            key=f"field.patrol_{kind}",
            label=format_lazy(_("{kind}多久巡查一次管护的点位"), kind=STEWARD_KINDS[kind]),
            default=code,
            parse=one_of(*CHOICES),
            help=_("同一天巡查几次都算一次；每日的只算工作日，每周从周一起算。"),
            source=OUR_CHOICE,
            choices=CHOICES,
        )
    )
    for kind, code in USUAL.items()
}
PATROL_AREAS: DatedSetting[dict[str, str]] = register(
    DatedSetting(
        key="field.patrol_areas",
        label=_("哪些街道、社区的巡查频次不同"),
        default={},
        parse=by_area,
        help=_(
            "写成“单位名称: 频次”的对照，管到该单位和下级；只改一种岗位的，写“单位名称/岗位代码”。"
            "频次代码：none不要求、day1每个工作日、week1至week3每周几次、month1、month2每月几次；"
            "岗位代码：lane_chief街巷长、lane_keeper小巷管家、road_chief路长、segment_chief段长。"
        ),
        source=OUR_CHOICE,
    )
)
TRACK = register(
    DatedSetting(
        key="field.patrol_track",
        label=_("巡查途中记录路线"),
        default=OFF,
        parse=one_of(OFF, ASK),
        help=_("只在开始和结束之间记录，每次由巡查人自己决定；到点打卡的位置不在此列。"),
        source=OUR_CHOICE,
        choices={OFF: _("不记录"), ASK: _("每次开始时由巡查人选择")},
    )
)
TRACK_METRES = register(
    DatedSetting(
        key="field.patrol_track_metres",
        label=_("路线上的点至少隔多少米"),
        default=50,
        parse=between(10, MOST_METRES),
        source=OUR_CHOICE,
    )
)
TRACK_DAYS = register(
    DatedSetting(
        key="field.patrol_track_days",
        label=_("巡查路线保存的天数"),
        default=90,
        parse=between(1, LONGEST_DAYS),
        help=_("到期自动清除路线；到点打卡、问题和劝导的记录不受影响。"),
        source=OUR_CHOICE,
    )
)


def offers_track(day: date) -> bool:
    """True when whoever patrols may have the way kept on that day."""
    return TRACK.on(day) == ASK
