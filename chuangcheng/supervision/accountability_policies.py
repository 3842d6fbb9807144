"""What offices differ in about rewards and accountability, as dated settings."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register, words
from chuangcheng.supervision.accountability import SAMPLE
from chuangcheng.supervision.accountability_access import CHANGE_GROUNDS
from chuangcheng.supervision.accountability_rows import checked, written

OURS = _("本系统的选择")
LONGEST_WORD, LONGEST_OFFICE = 20, 60

GROUNDS: DatedSetting[list[dict[str, Any]]] = register(
    DatedSetting(
        key="supervision.grounds",
        label=_("奖惩情形"),
        default=written(SAMPLE),
        parse=checked,
        help=_("从记录中数出多少，就建议对谁采取什么措施。建议由人决定。"),
        source=_("情形和措施来自各地通行做法，数量、占比和次数是本系统的选择"),
        permission=CHANGE_GROUNDS,
        own_page="supervision:grounds",
    )
)


BLAME_WORD = register(
    DatedSetting(
        key="supervision.accountability_word",
        label=_("问责文书的发文字号"),
        default="创督问",
        parse=words(LONGEST_WORD),
        help=_("编号写作“创督问〔2026〕12号”，这里填年份前面的字。"),
        source=_("字号的写法：GB/T 9704-2012第7.2.5条；用字是本系统的选择"),
        permission=CHANGE_GROUNDS,
    )
)
PRAISE_WORD = register(
    DatedSetting(
        key="supervision.praise_word",
        label=_("表彰文书的发文字号"),
        default="创督奖",
        parse=words(LONGEST_WORD),
        help=_("编号写作“创督奖〔2026〕12号”，这里填年份前面的字。"),
        source=_("字号的写法：GB/T 9704-2012第7.2.5条；用字是本系统的选择"),
        permission=CHANGE_GROUNDS,
    )
)
MATTER_OFFICE = register(
    DatedSetting(
        key="supervision.accountability_office",
        label=_("奖惩文书的发文单位"),
        default="创建全国文明城市工作领导小组办公室",
        parse=words(LONGEST_OFFICE),
        help=_("印在文书的红头和落款上。"),
        source=OURS,
        permission=CHANGE_GROUNDS,
    )
)
APPEAL_DAYS = register(
    DatedSetting(
        key="supervision.appeal_days",
        label=_("问责申诉期限（工作日）"),
        default=10,
        parse=between(1, 60),
        help=_("从决定的下一个工作日起算，单位和被问责的人在这些工作日内可以申诉。"),
        source=OURS,
        permission=CHANGE_GROUNDS,
    )
)
BLAME_MONTHS = register(
    DatedSetting(
        key="supervision.accountability_months",
        label=_("问责影响期（月）"),
        default=6,
        parse=between(1, 60),
        help=_("期满后不再计入，也不再向单位显示；记录保留。作决定时可以另定。"),
        source=OURS,
        permission=CHANGE_GROUNDS,
    )
)
PRAISE_MONTHS = register(
    DatedSetting(
        key="supervision.praise_months",
        label=_("表彰有效期（月）"),
        default=12,
        parse=between(1, 60),
        help=_("期满后不再向单位显示；记录保留。作决定时可以另定。"),
        source=OURS,
        permission=CHANGE_GROUNDS,
    )
)
RECKONING_DAY = register(
    DatedSetting(
        key="supervision.reckoning_day",
        label=_("每月几日计算上月的奖惩建议"),
        default=10,
        parse=between(1, 28),
        help=_("考核公示、认定异议之后再算，建议才依据已发布的榜。也可以随时手工计算一期。"),
        source=OURS,
        permission=CHANGE_GROUNDS,
    )
)
