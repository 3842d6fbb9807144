"""What programmes differ in about campaigns, as dated settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register

MOST_STAGES, LONGEST_STAGE = 12, 20  # stages; characters; our choice


def stage_names(value: Any) -> list[str]:
    """Different names in order, at least two; raises ValueError for anything else."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError(gettext("应为阶段名称的列表"))
    names = [name.strip() for name in value if name.strip()]
    if not 2 <= len(names) <= MOST_STAGES or len(set(names)) != len(names):  # noqa: PLR2004 - a beginning and an end
        raise ValueError(gettext("应为2到%(most)d个不同的阶段") % {"most": MOST_STAGES})
    if any(len(name) > LONGEST_STAGE or "\x00" in name for name in names):
        raise ValueError(gettext("每个阶段的名称不超过%(most)d个字") % {"most": LONGEST_STAGE})
    return names


STAGES = register(
    DatedSetting(
        key="command.stages",
        label=_("争创项目的阶段"),
        default=["申报", "创建", "验收/测评", "命名", "复查"],
        parse=stage_names,
        help=_("新建争创项目时的阶段，依次填写；每个项目可以另有自己的阶段，已建的项目不变。"),
        source=_("各创建活动管理办法的一般程序"),
    )
)
