"""Whom a speech names and of how many days its figures are, as dated settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register

SPEECH_DAYS = register(
    DatedSetting(
        key="command.speech_days",
        label=_("讲话稿里问题数据统计最近多少天"),
        default=30,
        parse=between(1, 366),
        source=_("本系统的选择"),
    )
)
SPEECH_NAMED = register(
    DatedSetting(
        key="command.speech_named",
        label=_("讲话稿里靠前、靠后各点名几个单位"),
        default=3,
        parse=between(1, 10),
        source=_("本系统的选择"),
    )
)
SPEECH_GOOD_RATE = register(
    DatedSetting(
        key="command.speech_good_rate",
        label=_("按期结案率达到百分之几才在讲话稿里表扬"),
        default=80,
        parse=between(0, 100),
        source=_("本系统的选择"),
    )
)
SPEECH_LEAST_CASES = register(
    DatedSetting(
        key="command.speech_least_cases",
        label=_("应结问题至少几件才在讲话稿里表扬按期结案率"),
        default=3,
        parse=between(1, 1000),
        source=_("本系统的选择"),
    )
)
