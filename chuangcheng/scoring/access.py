"""Permissions on scores and recorded facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chuangcheng.core.access import Actor, define
from chuangcheng.core.errors import NotFound
from chuangcheng.orgs.roles import STAFF

if TYPE_CHECKING:
    from chuangcheng.orgs.models import Unit

VIEW = define("scoring.view", _("查看得分"), roles=STAFF)
RECORD = define("scoring.record", _("登记数值、等级和材料情况"), roles=("creation_office", "material_officer"))


def subject_for(actor: Actor, unit: Unit | None) -> Unit | None:
    """The unit whose sheet is asked for, when the actor sees scores there; None, the whole place, is everybody's."""
    if unit is not None and not actor.may_at(VIEW, unit.path):
        raise NotFound(gettext("没有找到该单位的得分，请选择您负责范围内的单位。"))
    return unit
