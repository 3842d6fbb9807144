"""What offices differ in about sign-in, passwords and duties, as dated settings; the security administrator decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register
from chuangcheng.orgs.models import Unit

SECURITY = "orgs.change_roles"
OUR_CHOICE = _("本系统自定")
PRACTICE = _("密码管理通行做法：不与最近5次相同，最长90天更换；是否启用由本地确定")


def number_between(least: int, most: int) -> Callable[[Any], int]:
    """A parser of whole numbers in a range, both ends included; it raises ValueError outside."""

    def parse(value: Any) -> int:
        number = int(value)
        if not least <= number <= most:
            raise ValueError(gettext("应为%(least)d至%(most)d的整数") % {"least": least, "most": most})
        return number

    return parse


def yes_or_no(value: Any) -> bool:
    """A truth value; raises ValueError for anything else."""
    if not isinstance(value, bool):
        raise ValueError(gettext("应为“是”或“否”"))  # noqa: TRY004 - settings answer to ValueError
    return value


def unit_kinds(value: Any) -> list[str]:
    """Codes of unit kinds; raises ValueError for an unknown one."""
    unknown = sorted(set(value) - set(Unit.Kind.values))
    if unknown:
        raise ValueError(gettext("没有这种单位类别：%(kinds)s") % {"kinds": "、".join(unknown)})
    return list(value)


LOCK_AFTER_FAILURES = register(
    DatedSetting(
        key="orgs.lock_after_failures",
        label=_("连续登录失败几次后锁定账号"),
        default=8,
        parse=number_between(3, 50),
        help=_("按账号计数，不按网络地址计数，同一单位的其他人不受影响。"),
        source=OUR_CHOICE,
        permission=SECURITY,
    )
)
LOCK_MINUTES = register(
    DatedSetting(
        key="orgs.lock_minutes",
        label=_("账号锁定多少分钟"),
        default=15,
        parse=number_between(1, 1440),
        source=OUR_CHOICE,
        permission=SECURITY,
    )
)
IDLE_MINUTES = register(
    DatedSetting(
        key="orgs.idle_minutes",
        label=_("多少分钟不操作后自动退出"),
        default=120,
        parse=number_between(5, 720),
        source=OUR_CHOICE,
        permission=SECURITY,
    )
)
PASSWORD_DAYS = register(
    DatedSetting(
        key="orgs.password_days",
        label=_("密码最长使用多少天，0为不限"),
        default=0,
        parse=number_between(0, 730),
        source=PRACTICE,
        permission=SECURITY,
    )
)
PASSWORDS_REMEMBERED = register(
    DatedSetting(
        key="orgs.passwords_remembered",
        label=_("新密码不得与最近几次密码相同"),
        default=5,
        parse=number_between(1, 24),
        source=PRACTICE,
        permission=SECURITY,
    )
)
ADMINISTRATORS_NEED_MFA = register(
    DatedSetting(
        key="orgs.administrators_need_mfa",
        label=_("系统、安全、审计管理员必须启用两步验证"),
        default=False,
        parse=yes_or_no,
        help=_("启用后，这几类人员登录后须先完成两步验证设置。其他角色在角色页面上逐一设定。"),
        source=OUR_CHOICE,
        permission=SECURITY,
    )
)
MOST_ASKS_A_WEEK = register(
    DatedSetting(
        key="orgs.most_asks_a_week",
        label=_("一个社区或村一周最多被要求几件事，0为不限"),
        default=0,
        parse=number_between(0, 500),
        help=_("任务、材料、填报、会议合计，按周一至周日计。超过时须写明理由才能再提。"),
        source=OUR_CHOICE,
        permission="orgs.change_units",
    )
)
KINDS_SPARED = register(
    DatedSetting(
        key="orgs.kinds_spared",
        label=_("哪些类别的单位计算并限制基层负担"),
        default=["community", "village"],
        parse=unit_kinds,
        choices=dict(Unit.Kind.choices),
        source=OUR_CHOICE,
        permission="orgs.change_units",
    )
)
KINDS_WITH_DUTIES = register(
    DatedSetting(
        key="orgs.kinds_with_duties",
        label=_("哪些类别的单位必须有第一责任人和联络员"),
        default=["street", "town", "community", "village", "bureau", "industry", "park", "resident", "window"],
        parse=unit_kinds,
        choices=dict(Unit.Kind.choices),
        source=OUR_CHOICE,
        permission="orgs.change_units",
    )
)
