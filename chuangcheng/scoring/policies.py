"""What offices differ in about scores, as dated settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register

MOST_MONTHS = 120


def months(value: Any) -> int:
    """Whole months; raises ValueError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_MONTHS:
        raise ValueError(gettext("应为1至%(most)d之间的整数") % {"most": MOST_MONTHS})
    return value


LOOK_BACK_MONTHS = register(
    DatedSetting(
        key="scoring.look_back_months",
        label=_("负面清单追溯多少个月"),
        default=12,
        parse=months,
        help=_("清单条目自己写了追溯期的，按条目的；没有写的，按这里。"),
        source=_("各地公开材料多为测评前12个月，未见官方文本；本系统的选择"),
    )
)
