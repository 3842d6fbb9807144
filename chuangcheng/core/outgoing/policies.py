"""What offices differ in about messages, as dated settings."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import define
from chuangcheng.core.dated_settings import DatedSetting, between, register, yes_or_no
from chuangcheng.core.models import MessageChoice
from chuangcheng.core.outgoing.quiet import Quiet

CHANGE_CHANNELS = define("core.change_channels", _("设置消息发送渠道"), roles=("system_admin",))
VIEW_MESSAGES = define("core.view_messages", _("查看消息发送情况"), roles=("creation_office", "system_admin"))
RESEND_MESSAGES = define("core.resend_messages", _("重新发送消息"), roles=("creation_office", "system_admin"))

ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]{1,80}")
How = MessageChoice.How


def clock(value: Any) -> str:
    """How a time of the day is checked: "21:30"."""
    found = time.fromisoformat(str(value).strip())
    return f"{found:%H:%M}"


def choice(value: Any) -> str:
    """How one of the ways is checked."""
    return How(value).value


def origin(value: Any) -> str:
    """How the address of the product is checked: https://host, or nothing."""
    text = str(value).strip().rstrip("/")
    if text and not ORIGIN.fullmatch(text):
        raise ValueError("https://…")
    return text


QUIET_FROM = register(
    DatedSetting(
        key="core.quiet_from",
        label=_("免打扰时段从几点起"),
        default="21:30",
        parse=clock,
        help=_("到结束时间为止，普通消息不发，等时段结束再发；两个时间相同表示不设。督办升级的消息照常发。"),
        source=_("本系统的选择"),
    )
)
QUIET_UNTIL = register(
    DatedSetting(
        key="core.quiet_until",
        label=_("免打扰时段到几点止"),
        default="07:30",
        parse=clock,
        help=_("次日的这个时间以后再发。"),
        source=_("本系统的选择"),
    )
)
QUIET_DAYS = register(
    DatedSetting(
        key="core.quiet_on_days_off",
        label=_("非工作日不发普通消息"),
        default="yes",
        parse=yes_or_no,
        help=_("周末和放假的日子不发，到下一个工作日再发。"),
        source=_("本系统的选择"),
        choices={"yes": _("不发"), "no": _("照常发")},
    )
)
DIGEST_AT = register(
    DatedSetting(
        key="core.digest_at",
        label=_("每日汇总几点发"),
        default="08:30",
        parse=clock,
        help=_("选了每日汇总的消息在这个时间合成一条发出。"),
        source=_("本系统的选择"),
    )
)
URGENT_AT_ONCE = register(
    DatedSetting(
        key="core.urgent_at_once",
        label=_("督办升级的消息随时发"),
        default="yes",
        parse=yes_or_no,
        help=_("随时发：不受个人选择、免打扰时段和每小时条数的限制。"),
        source=_("本系统的选择"),
        choices={"yes": _("随时发"), "no": _("与普通消息一样")},
    )
)
PER_HOUR = register(
    DatedSetting(
        key="core.messages_per_hour",
        label=_("每人每小时最多即时发几条"),
        default=6,
        parse=between(1, 200),
        help=_("超过的并入每日汇总，以免刷屏。"),
        source=_("本系统的选择"),
    )
)
UNLESS_CHOSEN = register(
    DatedSetting(
        key="core.message_choice",
        label=_("本人没有选择时怎么发"),
        default=How.DIGEST.value,
        parse=choice,
        help=_("每个人可以在“消息设置”里自己选。"),
        source=_("本系统的选择"),
        choices=dict(How.choices),
    )
)
PUBLIC_ADDRESS = register(
    DatedSetting(
        key="core.public_address",
        label=_("本系统的访问地址"),
        default="",
        parse=origin,
        help=_("消息里的链接以此开头，如https://chuangcheng.example.gov.cn；不填则消息里没有链接。"),
        source=_("由本单位填写"),
    )
)


def quiet_on(day: date) -> Quiet:
    """The quiet hours in force on a day."""
    begins, ends = time.fromisoformat(QUIET_FROM.on(day)), time.fromisoformat(QUIET_UNTIL.on(day))
    return Quiet(begins, ends, on_days_off=QUIET_DAYS.on(day) == "yes")


def clock_time(text: str) -> time:
    """A kept time of the day."""
    return time.fromisoformat(text)
