"""When a unit's effort counts as slackening, as dated settings."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register
from chuangcheng.supervision.steadiness import SlackRule

OURS = _("本系统的选择")

RECENT = register(
    DatedSetting(
        key="supervision.slack_recent",
        label=_("松劲预警看最近几周"),
        default=4,
        parse=between(1, 13),
        help=_("只看完整的周，本周不算。"),
        source=OURS,
    )
)
BEFORE = register(
    DatedSetting(
        key="supervision.slack_before",
        label=_("松劲预警与此前几周比较"),
        default=12,
        parse=between(1, 39),
        source=OURS,
    )
)
LEAST_DUE = register(
    DatedSetting(
        key="supervision.slack_least_due",
        label=_("松劲预警两段时间各至少应结几件"),
        default=10,
        parse=between(1, 1000),
        help=_("少于这个数的单位不预警。"),
        source=OURS,
    )
)
LEAST_FALL = register(
    DatedSetting(
        key="supervision.slack_least_fall",
        label=_("按期结案率至少下降几个百分点才预警"),
        default=10,
        parse=between(1, 100),
        help=_("下降还须超出偶然波动。"),
        source=OURS,
    )
)


def slack_rule(day: date) -> SlackRule:
    """The rule in force on a day."""
    return SlackRule(RECENT.on(day), BEFORE.on(day), LEAST_DUE.on(day), Fraction(LEAST_FALL.on(day), 100))
