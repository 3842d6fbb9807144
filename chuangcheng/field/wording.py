"""Words that phones show: how an item is answered by an example, and what people are usually asked to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from chuangcheng.sites.models import ChecklistItem

# What is offered first; anything else is typed. Source: our choice, after the usual list of 文明劝导.
BEHAVIOURS = (
    gettext_lazy("乱扔垃圾"),
    gettext_lazy("车辆乱停"),
    gettext_lazy("闯红灯"),
    gettext_lazy("店外经营"),
    gettext_lazy("禁烟区吸烟"),
    gettext_lazy("遛狗不牵绳"),
    gettext_lazy("随地吐痰"),
    gettext_lazy("乱贴广告"),
)


def example_words(item: ChecklistItem) -> str:
    """The example that the office wrote, else one of a right answer: 应有2处，看到1处填1，判不合格."""
    return item.example or _usual_example(item)


def _usual_example(item: ChecklistItem) -> str:
    unit = item.unit or _("处")
    if item.kind == "at_least" and item.minimum:
        few = item.minimum - 1
        return _("例：看到%(few)s%(unit)s就填%(few)s，判不合格，违规1。") % {"few": few, "unit": unit}
    if item.kind == "tally":
        return _("例：看到3%(unit)s就填3，判不合格，违规3；没有填0。") % {"unit": unit}
    if item.kind == "timed":
        words = _("例：%(minutes)s分钟内看到2%(unit)s就填2；没有填0。")
        return words % {"minutes": item.minutes, "unit": unit}
    if item.kind == "percentage":
        return _("例：20家里有19家合格，填95。")
    if item.kind == "composite":
        return _("例：少一项就判不合格，勾选看到的各项。")
    return ""


def piece_too_big(most: int) -> str:
    """Why a piece of a photo is not taken."""
    return _("照片每块不能超过%(kilobytes)s KB，并须写明长度。") % {"kilobytes": most // 1024}


def body_missing(kind: str) -> str:
    """Why a record without its own part is not taken."""
    return _("记录缺少“%(kind)s”的内容，请在手机上重新保存。") % {"kind": kind}
