"""What a site must have to be ready for a visit, as dated settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.dated_settings import DatedSetting, between, register, yes_or_no

OURS = _("本系统的选择")
YES_NO = {"yes": _("是"), "no": _("否")}

CHECKED_WITHIN = register(
    DatedSetting(
        key="command.checked_within",
        label=_("迎检点位几天内检查过才算准备好"),
        default=30,
        parse=between(1, 366),
        source=OURS,
    )
)
OPEN_CASES = register(
    DatedSetting(
        key="command.open_cases",
        label=_("迎检点位最多有几个未结问题"),
        default=0,
        parse=between(0, 1000),
        help=_("有超期问题的点位一律不算准备好。"),
        source=OURS,
    )
)
NEEDS_PERSON = register(
    DatedSetting(
        key="command.needs_person",
        label=_("迎检点位必须有现场人员"),
        default="yes",
        parse=yes_or_no,
        choices=YES_NO,
        source=OURS,
    )
)
NEEDS_REHEARSAL = register(
    DatedSetting(
        key="command.needs_rehearsal",
        label=_("迎检点位必须演练合格"),
        default="yes",
        parse=yes_or_no,
        choices=YES_NO,
        source=OURS,
    )
)
