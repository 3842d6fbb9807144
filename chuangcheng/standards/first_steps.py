"""What a new installation needs of this context: a framework, and who answers for its standards."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from chuangcheng.core.access import Actor
from chuangcheng.core.first_steps import FirstStep, import_acts
from chuangcheng.core.shell import QuickAct
from chuangcheng.standards.access import ASSIGN, CHANGE
from chuangcheng.standards.models import Duty, Framework


def first_steps(actor: Actor) -> Sequence[FirstStep]:
    """Framework and responsibility."""
    return [
        FirstStep(
            rank=40,
            title=_("测评体系"),
            about=_("上级下发的测评体系工作簿；还没有文本时，可在体系页面装入示例体系试用。"),
            may=actor.everywhere(CHANGE),
            rows=Framework.objects.all(),
            list_url=reverse("standards:frameworks"),
            acts=[*import_acts("framework"), QuickAct(_("示例体系"), reverse("standards:frameworks"), "list-check")],
        ),
        FirstStep(
            rank=60,
            title=_("责任分解"),
            about=_("每条标准由哪个单位牵头、哪些单位配合；按任务分解表导入，也可在标准页面逐条登记。"),
            may=actor.everywhere(ASSIGN),
            rows=Duty.objects.all(),
            list_url=reverse("standards:duties"),
            acts=import_acts("breakdown"),
        ),
    ]
