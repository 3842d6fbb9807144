"""What offices differ in about escalation, as dated settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register
from chuangcheng.supervision.escalation_access import CHANGE_LADDER
from chuangcheng.supervision.ladder import JIANGMEN, SAMPLE
from chuangcheng.supervision.ladder_rows import checked, written
from chuangcheng.supervision.streak_rows import checked_streaks, streaks_written

TO_SIGN, AT_ONCE = "to_sign", "at_once"

LADDER: DatedSetting[list[dict[str, Any]]] = register(
    DatedSetting(
        key="supervision.ladder",
        label=_("督办升级表"),
        default=written(SAMPLE),
        parse=checked,
        help=_("超期多久、返工或回潮几次后，采取什么措施，由谁办理。"),
        source=_("措施来自各地通行做法，时间和次数是本系统的选择"),
        permission=CHANGE_LADDER,
        own_page="supervision:ladder",
    )
)

STREAKS: DatedSetting[list[dict[str, Any]]] = register(
    DatedSetting(
        key="supervision.streaks",
        label=_("连续上榜措施表"),
        default=streaks_written(JIANGMEN),
        parse=checked_streaks,
        help=_("连续几期列入黑榜，采取什么措施，由谁办理。"),
        source=_("江门做法：一次分管领导约谈，连续两次组织部门约谈，连续三次问责"),
        permission=CHANGE_LADDER,
        own_page="supervision:streaks",
    )
)


def issuing(value: Any) -> str:
    """How one of the two ways is checked."""
    if value not in {TO_SIGN, AT_ONCE}:
        raise ValueError(f"{TO_SIGN}, {AT_ONCE}")
    return str(value)


LADDER_ORDERS = register(
    DatedSetting(
        key="supervision.ladder_orders",
        label=_("到了督办单这一档怎么办"),
        default=TO_SIGN,
        parse=issuing,
        help=_("拟稿待签发：督查室签发后单位才收到；直接下发：到时自动编号下发。"),
        source=_("本系统的选择：督办单要有人签发"),
        choices={TO_SIGN: _("拟稿待签发"), AT_ONCE: _("直接下发")},
        permission=CHANGE_LADDER,
    )
)
ORDER_DAYS = register(
    DatedSetting(
        key="supervision.order_days",
        label=_("督办单反馈期限（工作日）"),
        default=3,
        parse=between(1, 60),
        help=_("督办单没有另写期限时，从下发起这些工作日内反馈。"),
        source=_("本系统的选择"),
        permission=CHANGE_LADDER,
    )
)
SIGN_HOURS = register(
    DatedSetting(
        key="supervision.order_sign_hours",
        label=_("督办单签收时限（工作小时）"),
        default=4,
        parse=between(1, 70),
        help=_("下发后这些工作小时内没有签收的，催单位负责人并告知督查室。"),
        source=_("本系统的选择"),
        permission=CHANGE_LADDER,
    )
)
BACKLOG_DAYS = register(
    DatedSetting(
        key="supervision.backlog_days",
        label=_("只对多少天内到档的问题升级"),
        default=30,
        parse=between(1, 3650),
        help=_(
            "早于这些天就该升级的旧问题不再补办，以免启用或导入旧台账时一次发出大量督办单；在“已升级”之外另行清理。"
        ),
        source=_("本系统的选择"),
        permission=CHANGE_LADDER,
    )
)
