"""What a new installation needs of this context: a first round."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.first_steps import FirstStep
from chuangcheng.core.shell import QuickAct
from chuangcheng.inspections.access import PLAN
from chuangcheng.inspections.models import Round


def first_steps(actor: Actor) -> Sequence[FirstStep]:
    """The first round."""
    step = FirstStep(
        rank=70,
        title=_("第一次检查"),
        about=_("定检查类型和起止日期，选点位或抽样，分给检查员，然后启动。"),
        may=actor.everywhere(PLAN),
        rows=Round.objects.all(),
        list_url=reverse("inspections:rounds"),
        acts=[QuickAct(_("新建轮次"), reverse("inspections:new_round"), "plus")],
    )
    return [step]
