"""What leaders score on a tour, as a dated setting."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register
from chuangcheng.inspections.policies import OUR_CHOICE

HIGHEST_MARK = 10  # of one criterion; our choice

MOST_CRITERIA = 20


def names(value: Any) -> list[str]:
    """A list of different names, at least one; raises ValueError for anything else."""
    found = (
        [name.strip() for name in value if isinstance(name, str) and name.strip()] if isinstance(value, list) else []
    )
    if not 0 < len(found) <= MOST_CRITERIA or len(set(found)) != len(found):
        raise ValueError(gettext("应为1到%(most)d个不同的名称") % {"most": MOST_CRITERIA})
    return found


TOUR_CRITERIA = register(
    DatedSetting(
        key="inspections.tour_criteria",
        label=_("拉练检查的打分项"),
        default=["环境面貌", "秩序管理", "宣传氛围", "长效机制"],
        parse=names,
        help=_("每项0到10分；点位的得分是各项平均折成100分。"),
        source=OUR_CHOICE,
    )
)
