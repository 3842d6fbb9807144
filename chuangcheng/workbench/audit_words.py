"""The audit trail of the leaders' screen in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from chuangcheng.core.audit.words import Words

WORKBENCH_WORDS = Words(
    actions={"workbench.urge": _("在一盘棋上催办")},
    records={"workbench.urging": _("催办")},
    details={"matter": _("催办事项"), "people": _("接收人数")},
)
