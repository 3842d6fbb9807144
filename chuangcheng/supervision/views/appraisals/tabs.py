"""The tabs of the pages of appraisal."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.supervision.appraisal_access import APPRAISE


def appraisal_tabs(actor: Actor, active: str) -> list[dict[str, Any]]:
    """What the actor may open, the page that is shown marked."""
    offered = [("boards", _("排名")), ("objections", _("异议")), ("formulas", _("考核办法"))]
    if actor.everywhere(APPRAISE):
        offered += [("merits", _("加减分事项")), ("board_settings", _("榜单设置"))]
    return [
        {"label": label, "url": reverse(f"supervision:{name}"), "active": name == active, "count": None}
        for name, label in offered
    ]
