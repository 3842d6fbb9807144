"""What offices differ in about recurrence, as dated settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register

OUR_CHOICE = _("本系统的选择")
MOST_LOOKS, MOST_DAYS = 10, 1_000
MOST_CAUSES, MOST_CAUSE_NAME = 30, 60  # entries; characters, as the column


def cause_names(value: Any) -> list[str]:
    """Names of causes, in order; raises ValueError for anything else."""
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_CAUSES:
        raise ValueError(gettext("应为1至%(most)d个原因的列表") % {"most": MOST_CAUSES})
    found = [str(name).strip() for name in value]
    if not all(0 < len(name) <= MOST_CAUSE_NAME for name in found) or len(set(found)) != len(found):
        raise ValueError(gettext("每个原因应为1至%(most)d个字，不能重复") % {"most": MOST_CAUSE_NAME})
    return found


def days_list(value: Any) -> list[int]:
    """Days after closing, rising; raises ValueError for anything else. Empty: nobody looks back."""
    found = [int(each) for each in value] if isinstance(value, list) else []
    is_list = isinstance(value, list) and len(found) <= MOST_LOOKS
    if not is_list or sorted(set(found)) != found or not all(1 <= each <= MOST_DAYS for each in found):
        raise ValueError(gettext("应为最多%(most)d个由小到大的天数的列表，如[30, 90, 180]") % {"most": MOST_LOOKS})
    return found


LOOK_BACK_DAYS = register(
    DatedSetting(
        key="cases.look_back_days",
        label=_("结案后第几天回头看"),
        default=[30, 90, 180],
        parse=days_list,
        help=_("写成列表，由小到大；改动从之后结案的问题起生效。空的列表表示不安排。"),
        source=OUR_CHOICE,
    )
)
CAUSES = register(
    DatedSetting(
        key="cases.relapse_causes",
        label=_("回潮原因可以选择的条目"),
        default=[
            "管护责任没有落实",
            "保洁力量或频次不足",
            "设施缺失或损坏",
            "只治表面没有治本",
            "商户居民反复违规",
            "执法力度不够",
            "整改质量不过关",
            "其他",
        ],
        parse=cause_names,
        help=_("写成列表。已经填写的原因不变。"),
        source=OUR_CHOICE,
    )
)
