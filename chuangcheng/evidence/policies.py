"""Settings of material. The national system's own limits are not published (reference, 1.6): each is our choice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register

MEGABYTES = register(
    DatedSetting(
        key="evidence.megabytes",
        label=_("每个材料文件最大多少MB"),
        default=50,
        parse=between(1, 100),
        help=_("布置材料时的常用值，每项可以另定。"),
        source=_("本系统的选择"),
    )
)
LEAST_PIXELS = register(
    DatedSetting(
        key="evidence.least_pixels",
        label=_("实景图片的长边至少多少像素"),
        default=0,
        parse=between(0, 10_000),
        help=_("布置材料时的常用值，每项可以另定；0为不限。"),
        source=_("本系统的选择"),
    )
)
MONTHS = register(
    DatedSetting(
        key="evidence.months",
        label=_("材料一般要近几个月的"),
        default=12,
        parse=between(1, 60),
        help=_("测评标准没有写明期间、体系没有设定测评窗口时，按这个月数往前算。"),
        source=_("汝州2017年网上申报通知：自测评前一个月往前一年"),
    )
)
