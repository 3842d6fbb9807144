"""Numbers and rules of answering that offices set differently, each with a date."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register, yes_or_no

OUR_CHOICE = _("本系统的选择")
LONGEST_DAYS = 3650


def _when(value: Any) -> str:
    if value not in {AT_ONCE, AFTER_ANSWER}:
        raise ValueError(f"{AT_ONCE}, {AFTER_ANSWER}")
    return str(value)


CONTACT_DAYS = register(
    DatedSetting(
        key="intake.contact_days",
        label=_("反映人联系方式保存的天数"),
        default=365,
        parse=between(1, LONGEST_DAYS),
        help=_("答复或办结满这些天后，自动清除反映人的姓名、电话和邮箱，来件本身保留。"),
        source=OUR_CHOICE,
    )
)
AT_ONCE, AFTER_ANSWER = "at_once", "after_answer"
ERASE_ON_REQUEST = register(
    DatedSetting(
        key="intake.erase_on_request",
        label=_("反映人要求清除联系方式时"),
        default=AT_ONCE,
        parse=_when,
        help=_("来件内容和办理过程是单位的记录，照旧保留；清除的是姓名、电话和邮箱。撤回反映时总是立即清除。"),
        source=OUR_CHOICE,
        choices={AT_ONCE: _("立即清除"), AFTER_ANSWER: _("答复以后才能清除")},
    )
)
OWN_APPROVAL = register(
    DatedSetting(
        key="intake.own_approval",
        label=_("起草人可以审批自己的答复"),
        default="no",
        parse=yes_or_no,
        help=_("通常由他人审批；人手很少的单位可以放开。"),
        source=OUR_CHOICE,
        choices={"no": _("不可以"), "yes": _("可以")},
    )
)
