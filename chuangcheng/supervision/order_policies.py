"""How supervision orders are named and by whom they are issued, as dated settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, register, words
from chuangcheng.supervision.escalation_access import CHANGE_LADDER

LONGEST_WORD, LONGEST_OFFICE = 20, 60


ORDER_WORD = register(
    DatedSetting(
        key="supervision.order_word",
        label=_("督办单的发文字号"),
        default="督办",
        parse=words(LONGEST_WORD),
        help=_("编号写作“督办〔2026〕12号”，这里填年份前面的字。"),
        source=_("字号的写法：GB/T 9704-2012第7.2.5条；用字是本系统的选择"),
        permission=CHANGE_LADDER,
    )
)
ORDER_OFFICE = register(
    DatedSetting(
        key="supervision.order_office",
        label=_("督办单的发文单位"),
        default="政府督查室",
        parse=words(LONGEST_OFFICE),
        help=_("印在督办单的红头和落款上。"),
        source=_("本系统的选择"),
        permission=CHANGE_LADDER,
    )
)
